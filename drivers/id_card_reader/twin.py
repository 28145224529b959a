"""The virtual SAM_V module with its card: the far end of a pseudo terminal (`twin_line.py`) or of USB (`twin_usb.py`).

It speaks the frames of `frames.py` and keeps the module's states: no card, present, found, selected, read. After a
good read it does not find the card again until that has been taken away, as real ones do.
"""

from __future__ import annotations

import struct
import threading
from enum import Enum, auto
from pathlib import Path
from typing import ClassVar

from drivers.id_card_reader.fingerprints import LENGTHS
from drivers.id_card_reader.frames import Request, Response, Status, encode_response
from drivers.id_card_reader.knobs import KNOBS, NOISE
from drivers.id_card_reader.sample_cards import SAM_ID, Person, load, names
from drivers.id_card_reader.twin_line import FarEnd
from drivers.twin import Knob

__all__ = ["NOISE", "SAM_ID", "Person", "VirtualIdCardReader", "load", "names"]


class _Card(Enum):
    NONE = auto()
    PRESENT = auto()
    FOUND = auto()
    SELECTED = auto()
    READ = auto()


class VirtualIdCardReader:
    """Methods return at once and may be called anywhere.

    Knobs: `silent` (answers nothing), `split` (answers come in pieces), `noise` (bytes before each answer), `delay`
    (seconds before each answer), `card_words` (SW1 SW2 of every answer), `print_bytes` (how many bytes of
    fingerprints a card has: 0, 512, 1024), `fail_next`, `break_next`, `remove_at`.
    """

    KNOBS: ClassVar[tuple[Knob, ...]] = KNOBS

    def __init__(self) -> None:
        self._link: Path | None = None
        self._far: FarEnd | None = None
        self._lock = threading.RLock()
        self._card = _Card.NONE
        self._person: Person | None = None
        self._failures: list[tuple[int, int]] = []
        self._broken: list[str] = []
        self._remove_at: int | None = None
        self.silent = False
        self.split = False
        self.noise = b""
        self.delay = 0.0
        self.card_words = 0x0000
        self.print_bytes = 0

    # ---- the device -------------------------------------------------------------------------------
    def start(self, link: Path) -> None:
        """Plug in: a pseudo terminal, with a symbolic link at `link` that leads to it."""
        self._link = link
        self.replug()

    @property
    def plugged_in(self) -> bool:
        return self._far is not None

    def unplug(self) -> None:
        with self._lock:
            far, self._far = self._far, None
        if far is not None:
            assert self._link is not None
            self._link.unlink(missing_ok=True)
            far.close()

    def replug(self) -> None:
        """The device comes back as another node; the link follows it."""
        assert self._link is not None, "start comes first"
        self.unplug()
        with self._lock:
            if self._card is not _Card.NONE:
                self._card = _Card.PRESENT
            self._far = FarEnd(self.answer, self.pause)
            new = self._link.with_name(self._link.name + ".new")
            new.unlink(missing_ok=True)
            new.symlink_to(self._far.path)
            new.replace(self._link)
            threading.Thread(target=self._far.run, name="virtual-id-card-reader", daemon=True).start()

    close = unplug

    # ---- the card ---------------------------------------------------------------------------------
    @property
    def person(self) -> Person | None:
        """Whose card lies on the reader."""
        return self._person

    def place(self, person: str | Person) -> None:
        """Lay a card down (by its name in `people/`). Raises `KeyError`."""
        chosen = load(person) if isinstance(person, str) else person
        with self._lock:
            self._person, self._card = chosen, _Card.PRESENT

    def remove(self) -> None:
        with self._lock:
            self._person, self._card, self._remove_at = None, _Card.NONE, None

    # ---- faults -----------------------------------------------------------------------------------
    def fail_next(self, sw3: int, count: int = 1, card_words: int = 0x6982) -> None:
        """The next `count` answers to find, select or read have this SW3 (41, 32, 33, …) and SW1 SW2."""
        self._failures = [(sw3, card_words)] * count

    def break_next(self, how: str, count: int = 1) -> None:
        """The next `count` answers have a wrong check byte ("checksum") or end half-way ("short")."""
        if how not in ("checksum", "short"):
            raise ValueError(how)
        self._broken = [how] * count

    def remove_at(self, nth: int | None) -> None:
        """The card is taken away as the n-th request from now arrives (1: the next one); None: it is not."""
        self._remove_at = nth

    # ---- answers, on the far end's thread -----------------------------------------------------------
    def pause(self) -> float:
        """Seconds before the next answer."""
        return self.delay

    def answer(self, body: bytes) -> list[bytes]:
        """The pieces in which the answer goes over the line."""
        if self.silent:
            return []
        with self._lock:
            response = self._respond(int.from_bytes(body[:2], "big"))
            if not response.sw1 | response.sw2:
                words = self.card_words
                response = Response(response.sw3, response.data, words >> 8, words & 0xFF)
            frame = encode_response(response)
            how = self._broken.pop(0) if self._broken else ""
        if how == "checksum":
            frame = frame[:-1] + bytes((frame[-1] ^ 0xFF,))
        elif how == "short":
            frame = frame[: len(frame) // 2 + 1]
        frame = self.noise + frame
        return [frame[at : at + 97] for at in range(0, len(frame), 97)] if self.split else [frame]

    def _respond(self, request: int) -> Response:
        if request == Request.STATUS:
            return Response(Status.OK)
        if request == Request.SAM_ID:
            return Response(Status.OK, SAM_ID)
        if request not in tuple(Request):
            return Response(Status.UNKNOWN_COMMAND)
        if self._remove_at is not None:
            self._remove_at -= 1
            if self._remove_at <= 0:
                self.remove()
        if self._failures:
            sw3, words = self._failures.pop(0)
            return Response(sw3, sw1=words >> 8, sw2=words & 0xFF)
        if request == Request.FIND:
            return self._find()
        if request == Request.SELECT:
            return self._select()
        if request == Request.NEWEST_ADDRESS:
            return self._newest_address()
        return self._read(with_prints=request == Request.READ_PRINTS)

    def _find(self) -> Response:
        if self._card in (_Card.NONE, _Card.READ):
            return Response(Status.NO_CARD)
        self._card = _Card.FOUND
        return Response(Status.FOUND, bytes(4))

    def _select(self) -> Response:
        if self._card not in (_Card.FOUND, _Card.SELECTED):
            return Response(Status.SELECT_FAILED)
        self._card = _Card.SELECTED
        return Response(Status.OK, bytes(8))

    def _read(self, with_prints: bool) -> Response:
        if self._person is None or self._card not in (_Card.SELECTED, _Card.READ):
            return Response(Status.READ_FAILED)
        self._card = _Card.READ
        parts = [self._person.text(), self._person.photo()]
        if with_prints:
            assert self.print_bytes in LENGTHS
            parts.append(self._person.prints(self.print_bytes))
        lengths = struct.pack(f">{len(parts)}H", *map(len, parts))
        return Response(Status.OK, lengths + b"".join(parts))

    def _newest_address(self) -> Response:
        if self._person is None or self._card not in (_Card.SELECTED, _Card.READ):
            return Response(Status.READ_FAILED)
        address = self._person.newest_address()
        return Response(Status.ABSENT) if address is None else Response(Status.OK, address)
