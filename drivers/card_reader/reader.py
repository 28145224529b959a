"""A contact card reader at pcscd: the social security card, and whether a card is there."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

from smartcard import scard

from drivers.card_reader import social_security_card
from drivers.card_reader import status as pcsc
from drivers.card_reader.apdu import NoAnswer
from drivers.card_reader.monitor import Monitor, PcscError, code_of, establish, find_reader
from drivers.card_reader.social_security_card import BadCard, BadCardData, OtherCard, SocialSecurityCard
from drivers.device import Device
from drivers.outcome import Completion, Failure
from drivers.status import CardReaderStatus, ChipPower, DeviceState, Media
from drivers.worker import Worker

_GONE_WITHIN_S = 1.0  # pcscd looks for the card every 0.4 s: so late does it know of a pulled one
_LAST_ANSWER_S = 1.0  # at the end of the limit, a card at work may give its answer; one that does not hangs

_PROTOCOLS = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1


class CardReader(Device[CardReaderStatus]):
    """The reader whose name begins with `reader`.

    Errors of `read_social_security_card`: "noMedia" (no card), "mediaUnreadable" (it does not answer: upside
    down, dirty, broken), "invalidMedia" (another kind of card), "mediaRemoved" (pulled while it was read),
    "dataInvalid" (what it says cannot be true). No reader or no pcscd: `DEVICE_NOT_READY`.
    """

    def __init__(self, reader: str = "Virtual PCD 00 00", name: str = "card_reader") -> None:
        super().__init__(name, CardReaderStatus())
        self._reader = reader
        self._monitor: Monitor | None = None
        self._worker: Worker | None = None
        self._at_card: threading.Event | None = None  # set when the present read has left the card
        self._hanging: threading.Event | None = None  # of the read that was left behind

    async def _start(self) -> None:
        self._worker = Worker(self.name, on_abandoned=self._hung)
        self._monitor = Monitor(self._reader, self._seen)
        self._monitor.start()

    async def _stop(self) -> None:
        if self._monitor is not None:
            self._monitor.stop()
        if self._worker is not None:
            self._worker.close()

    def _seen(self, status: CardReaderStatus) -> None:
        """From the monitor: pcscd finds nothing wrong with a reader in which a command hangs."""
        if self._hanging is None or self._hanging.is_set():
            self._publish_from_thread(status)

    def _hung(self) -> None:
        self._hanging = self._at_card
        self._publish(CardReaderStatus(DeviceState.HARDWARE_ERROR, self.status.media, ChipPower.UNKNOWN))

    async def read_social_security_card(self, limit: float = 8.0) -> SocialSecurityCard | Failure:
        """Read the card that is in the reader now; waits for none. `limit` in seconds."""
        given_up = threading.Event()
        last = min(_LAST_ANSWER_S, limit / 4)

        async def work() -> SocialSecurityCard | Failure:
            worker = self._worker
            assert worker is not None
            asyncio.get_running_loop().call_later(limit - last, given_up.set)
            self._at_card = threading.Event()
            return await worker.call(_read, self._reader, given_up, self._at_card, limit=limit)

        try:
            # The worker's own limit comes first, so that a reader that hangs is left behind and reported.
            return await self._command(work, limit + 0.05)
        finally:
            given_up.set()  # also when cancelled: no further command goes to the card

    async def wait_media(self, media: Media, limit: float) -> Failure | None:
        """Until a card is there (`PRESENT`) or gone (`NOT_PRESENT`), at most `limit` seconds."""
        if await self.wait_status(lambda status: status.media is media, limit):
            return None
        return Failure(Completion.TIME_OUT, detail=f"{self.name}: media {self.status.media} after {limit:g} s")


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


def _read(prefix: str, given_up: threading.Event, left: threading.Event) -> SocialSecurityCard | Failure:
    """On the worker thread, with a context of its own: one that outlived pcscd would be of no use."""
    try:
        context = establish()
    except PcscError as error:
        left.set()
        return _of_code(error.code)
    try:
        reader = find_reader(context, prefix)
        if reader is None:
            return _of_code(pcsc.UNKNOWN_READER)
        result, card, protocol = scard.SCardConnect(context, reader, scard.SCARD_SHARE_EXCLUSIVE, _PROTOCOLS)
        if code_of(result) != pcsc.SUCCESS:
            return _not_connected(context, reader, code_of(result))
        try:
            return _dialogue(context, reader, _Connection(card, protocol, given_up))
        finally:
            scard.SCardDisconnect(card, scard.SCARD_UNPOWER_CARD)
    except PcscError as error:
        return _of_code(error.code)
    finally:
        scard.SCardReleaseContext(context)
        left.set()


def _not_connected(context: Any, reader: str, code: int) -> Failure:
    """A card that was just pulled looks broken for a moment: only one that stays is unreadable."""
    if code in pcsc.CARD_DUMB | {pcsc.COMM_ERROR} and _gone(context, reader):
        return _of_code(pcsc.NO_SMARTCARD)
    return _of_code(code)


class _Connection:
    def __init__(self, card: Any, protocol: int, given_up: threading.Event) -> None:
        self._card = card
        self._given_up = given_up
        self._pci = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1

    @property
    def given_up(self) -> bool:
        return self._given_up.is_set()

    def transmit(self, command: bytes) -> bytes:
        if self.given_up:
            raise NoAnswer("given up")
        result, response = scard.SCardTransmit(self._card, self._pci, list(command))
        if code_of(result) != pcsc.SUCCESS:
            raise NoAnswer(f"PC/SC {code_of(result):08X}")
        return bytes(byte & 0xFF for byte in response)


def _dialogue(context: Any, reader: str, connection: _Connection) -> SocialSecurityCard | Failure:
    try:
        return social_security_card.read(connection.transmit)
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
