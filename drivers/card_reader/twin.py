"""The virtual card: a TCP client of vpcd, the PC/SC driver of vsmartcard.

vpcd sends a 2-byte big-endian length and a body. A body of one byte is control: 00 power off, 01 power on, 02 reset
(not answered), 04 the ATR is wanted (answered); any other body is a command APDU (answered). An open connection is
an inserted card.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from drivers.card_reader import namespaces
from drivers.card_reader.card_application import Card, CardApplication, load
from drivers.card_reader.knobs import KNOBS
from drivers.card_reader.pcscd import locate_network
from drivers.twin import Knob

log = logging.getLogger(__name__)

VPCD = ("127.0.0.1", 0x8C7B)  # 35963, fixed in Debian's /etc/reader.conf.d/vpcd
_GET_ATR = b"\x04"
_RETRY_S = 0.2  # between tries to reach a vpcd that is away
# vpcd takes any answer as a sign of a card, but refuses to power one whose ATR is longer than 33 bytes (ISO/IEC
# 7816-3): to pcscd that is a card that lies in the reader and does not speak.
_NO_ATR = b"\0" * 40


class VirtualCard:
    """A slot that a card can be put into and pulled from. Its methods return at once and may be called anywhere.

    Knobs: `delay` (seconds before each answer), `fail_next`, `pull_at` (counted from when a card is in), and for the
    next card that is inserted `upside_down_next` and `more_data` / `exact_le` of `CardApplication`.
    """

    KNOBS: ClassVar[tuple[Knob, ...]] = KNOBS

    def __init__(self, address: tuple[str, int] = VPCD, network: Callable[[], Path | None] = locate_network) -> None:
        self._address = address
        self._network = network
        self._slot: _Slot | None = None
        self.delay = 0.0
        self.upside_down_next = False
        self.more_data = False
        self.exact_le = True
        self._failures: list[int] = []
        self._pull_at: int | None = None
        self.instructions: list[int] = []  # INS of each command that came, for who wants to know what was asked

    @property
    def card(self) -> Card | None:
        """What lies in the reader now."""
        return None if self._slot is None else self._slot.application.card

    @property
    def upside_down(self) -> bool:
        return self._slot is not None and self._slot.mute

    def insert(self, card: str | Card, upside_down: bool = False) -> None:
        """Put a card in (by its name in `cards/`), in place of the one that is there. Raises `KeyError`."""
        chosen = load(card) if isinstance(card, str) else card
        pull_at = self._pull_at
        self.pull()
        self._pull_at = pull_at
        application = CardApplication(chosen, self.more_data, self.exact_le)
        self._slot = _Slot(self, application, upside_down or self.upside_down_next)
        threading.Thread(target=self._slot.run, name="virtual-card", daemon=True).start()

    def pull(self) -> None:
        """Take the card out, also in the middle of a command."""
        slot, self._slot = self._slot, None
        self._pull_at = None
        if slot is not None:
            slot.close()

    close = pull

    def fail_next(self, sw: int, count: int = 1) -> None:
        """The next `count` commands get this status word."""
        self._failures = [sw] * count

    def pull_at(self, nth: int | None) -> None:
        """The card is pulled while it is at its n-th command from now (1: the next one); None: it is not."""
        self._pull_at = nth

    def answer(self, application: CardApplication, command: bytes) -> bytes | None:
        """For the slot's thread: None is a card pulled before it answered."""
        self.instructions.append(command[1] if len(command) > 1 else -1)
        if self._pull_at is not None:
            self._pull_at -= 1
            if self._pull_at == 0:
                self.pull()
                return None
        if self._failures:
            return self._failures.pop(0).to_bytes(2, "big")
        return application.answer(command)

    @property
    def address(self) -> tuple[str, int]:
        return self._address

    def network(self) -> Path | None:
        return self._network()


class _Slot:
    """One inserted card: stays connected, also over the death and return of pcscd, until it is closed."""

    def __init__(self, twin: VirtualCard, application: CardApplication, mute: bool) -> None:
        self._twin = twin
        self.application = application
        self.mute = mute
        self._closed = threading.Event()
        self._lock = threading.Lock()
        self._connection: socket.socket | None = None

    def close(self) -> None:
        with self._lock:
            self._closed.set()
            if self._connection is not None:
                with contextlib.suppress(OSError):
                    self._connection.shutdown(socket.SHUT_RDWR)  # wakes the thread, and tells vpcd at once

    def run(self) -> None:
        while not self._closed.is_set():
            try:
                connection = namespaces.connect(self._twin.address, self._twin.network(), limit=2.0)
            except OSError as error:
                log.debug("vpcd is away: %s", error)
                self._closed.wait(_RETRY_S)
                continue
            with connection:
                with self._lock:
                    if self._closed.is_set():
                        return
                    connection.settimeout(None)
                    self._connection = connection
                with contextlib.suppress(OSError):
                    self._serve(connection)

    def _serve(self, connection: socket.socket) -> None:
        self.application.reset()
        with connection.makefile("rb") as incoming:
            while True:
                # vpcd sends length and body apart and waits for the acknowledgement between them (Nagle): without
                # this, 40 ms for each command. The kernel forgets the option, hence each time.
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
                head = incoming.read(2)
                if len(head) < 2:
                    return
                body = incoming.read(int.from_bytes(head, "big"))
                answer = self._answer(body)
                if answer is None:
                    continue
                connection.sendall(len(answer).to_bytes(2, "big") + answer)

    def _answer(self, body: bytes) -> bytes | None:
        if body == _GET_ATR:
            return _NO_ATR if self.mute else self.application.card.atr
        if len(body) == 1:
            self.application.reset()
            return None
        if self._closed.wait(self._twin.delay):
            return None
        return self._twin.answer(self.application, body)
