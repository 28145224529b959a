"""A connection to the card at pcscd: connect, a dialogue, disconnect. Blocking, for the reader's worker thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from smartcard import scard

from drivers.card_reader import status as pcsc
from drivers.card_reader.apdu import NoAnswer, without_le
from drivers.card_reader.errors import BadCard, BadCardData, OtherCard
from drivers.card_reader.monitor import PcscError, code_of, establish, find_reader
from drivers.outcome import Completion, Failure

T = TypeVar("T")

_GONE_WITHIN_S = 1.0  # pcscd looks for the card every 0.4 s: so late does it know of a pulled one
_POWER_UP_S, _AGAIN_S = 0.6, 0.1  # pcscd powers a card up within its 0.4 s round
_PROTOCOLS = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1


class Connection:
    """To the card, for as long as one dialogue takes. `atr` is its answer to reset."""

    def __init__(self, card: Any, protocol: int, atr: bytes, given_up: threading.Event) -> None:
        self._card = card
        self._given_up = given_up
        self._byte_wise = protocol == scard.SCARD_PROTOCOL_T0
        self._pci = scard.SCARD_PCI_T0 if self._byte_wise else scard.SCARD_PCI_T1
        self.atr = atr

    @property
    def given_up(self) -> bool:
        return self._given_up.is_set()

    def transmit(self, command: bytes) -> bytes:
        """Raises `NoAnswer`."""
        if self.given_up:
            raise NoAnswer("given up")
        sent = without_le(command) if self._byte_wise else command
        result, response = scard.SCardTransmit(self._card, self._pci, list(sent))
        if code_of(result) != pcsc.SUCCESS:
            raise NoAnswer(f"PC/SC {code_of(result):08X}")
        return bytes(byte & 0xFF for byte in response)


def converse(
    prefix: str, given_up: threading.Event, left: threading.Event, dialogue: Callable[[Connection], T]
) -> T | Failure:
    """Connect to the card in the reader and run the dialogue; every end has a name. `left` is set when it is over.

    With a context of its own: one that outlived pcscd would be of no use.
    """
    try:
        context = establish()
    except PcscError as error:
        left.set()
        return _of_code(error.code)
    try:
        reader = find_reader(context, prefix)
        if reader is None:
            return _of_code(pcsc.UNKNOWN_READER)
        result, card, protocol = _connect(context, reader, given_up)
        if code_of(result) != pcsc.SUCCESS:
            return _not_connected(context, reader, code_of(result))
        try:
            return _run(context, reader, Connection(card, protocol, _atr(card), given_up), dialogue)
        finally:
            scard.SCardDisconnect(card, scard.SCARD_UNPOWER_CARD)
    except PcscError as error:
        return _of_code(error.code)
    finally:
        scard.SCardReleaseContext(context)
        left.set()


def _connect(context: Any, reader: str, given_up: threading.Event) -> tuple[int, Any, int]:
    """A card that was just put in may not have power yet, which looks as if it were dumb: ask again for a moment."""
    until = time.monotonic() + _POWER_UP_S
    while True:
        result, card, protocol = scard.SCardConnect(context, reader, scard.SCARD_SHARE_EXCLUSIVE, _PROTOCOLS)
        if code_of(result) not in pcsc.CARD_DUMB or time.monotonic() > until or given_up.wait(_AGAIN_S):
            return result, card, protocol


def _atr(card: Any) -> bytes:
    """Empty if pcscd does not tell: then the card's applications alone say what it is."""
    result, _reader, _state, _protocol, atr = scard.SCardStatus(card)
    return bytes(byte & 0xFF for byte in atr) if code_of(result) == pcsc.SUCCESS else b""


def _run(context: Any, reader: str, connection: Connection, dialogue: Callable[[Connection], T]) -> T | Failure:
    try:
        return dialogue(connection)
    except NoAnswer as error:
        if connection.given_up:
            return Failure(Completion.TIME_OUT, detail="the card is too slow")
        try:
            return _failed("mediaRemoved" if _gone(context, reader) else "mediaUnreadable", error)
        except PcscError as lost:
            return Failure(Completion.DEVICE_NOT_READY, detail=f"{error}, then {lost}")
    except OtherCard as error:
        return _failed("invalidMedia", error)
    except BadCard as error:
        return _failed("mediaUnreadable", error)
    except BadCardData as error:
        return _failed("dataInvalid", error)


def _failed(error: str, detail: object) -> Failure:
    return Failure(Completion.COMMAND_ERROR_CODE, error, str(detail))


def _of_code(code: int) -> Failure:
    """Why a connection to the card could not be made."""
    detail = f"PC/SC {code:08X}"
    if code in pcsc.NO_CARD:
        return _failed("noMedia", detail)
    if code in pcsc.CARD_DUMB:
        return _failed("mediaUnreadable", detail)
    if code == pcsc.COMM_ERROR:
        return Failure(Completion.HARDWARE_ERROR, detail=detail)
    return Failure(Completion.DEVICE_NOT_READY, detail=detail)  # no reader, no pcscd, or another program has it


def _not_connected(context: Any, reader: str, code: int) -> Failure:
    """A card that was just pulled looks broken for a moment: only one that stays is unreadable."""
    if code in pcsc.CARD_DUMB | {pcsc.COMM_ERROR} and _gone(context, reader):
        return _of_code(pcsc.NO_SMARTCARD)
    return _of_code(code)


def _gone(context: Any, reader: str) -> bool:
    """Whether the card has left the reader, given the time pcscd needs to see that.

    Raises `PcscError` if pcscd or the reader went away.
    """
    state = 0
    until = time.monotonic() + _GONE_WITHIN_S
    while (left_ms := int((until - time.monotonic()) * 1000)) > 0:
        result, events = scard.SCardGetStatusChange(context, left_ms, [(reader, state)])
        if code_of(result) == pcsc.TIMEOUT:
            break
        if code_of(result) != pcsc.SUCCESS:
            raise PcscError(code_of(result))
        state = events[0][1] & ~pcsc.STATE_CHANGED
        if state & (pcsc.STATE_UNKNOWN | pcsc.STATE_UNAVAILABLE):
            raise PcscError(pcsc.READER_UNAVAILABLE)
        if not state & pcsc.STATE_PRESENT:
            return True
    return False
