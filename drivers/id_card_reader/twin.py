"""The virtual SAM_V module with its card: the far end of a pseudo terminal.

It speaks the frames of `frames.py` and keeps the module's states: no card, present, found, selected, read. After a
good read it does not find the card again until that has been taken away, as real ones do.
"""

from __future__ import annotations

import contextlib
import json
import os
import pty
import select
import struct
import threading
import tty
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from drivers.id_card_reader.card import LAYOUT, LONG_TERM, PHOTO_LENGTH, TEXT_LENGTH
from drivers.id_card_reader.frames import PREAMBLE, Parser, Request, Response, Status, encode_response

PEOPLE = Path(__file__).with_name("people")
SAM_ID = struct.pack("<HHIII", 5, 1, 20260101, 1, 2)


@dataclass(frozen=True)
class Person:
    """One card of a data file; all people in them are made up."""

    key: str
    title: str
    fields: dict[str, str] = field(repr=False)

    def text(self) -> bytes:
        """The 256-byte text block."""
        block = bytearray(" ".encode("utf-16-le") * (TEXT_LENGTH // 2))
        for name, (offset, length) in LAYOUT.items():
            value = self.fields[name]
            if name in ("birth", "valid_from", "valid_to") and value != LONG_TERM:
                value = value.replace("-", "")
            encoded = value.encode("utf-16-le")[:length]
            block[offset : offset + len(encoded)] = encoded
        return bytes(block)

    def photo(self) -> bytes:
        """1024 bytes that are no picture: the real format is closed."""
        return (b"NO PHOTO " * (PHOTO_LENGTH // 9 + 1))[:PHOTO_LENGTH]


def names() -> list[str]:
    """The people that come with the twin."""
    return sorted(path.stem for path in PEOPLE.glob("*.json"))


def load(key: str) -> Person:
    """A person by the name of the data file. Raises `KeyError` if there is none."""
    path = PEOPLE / f"{key}.json"
    if path.parent != PEOPLE or not path.is_file():
        raise KeyError(key)
    fields: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return Person(key, fields.pop("title"), fields)


class _Card(Enum):
    NONE = auto()
    PRESENT = auto()
    FOUND = auto()
    SELECTED = auto()
    READ = auto()


class VirtualIdCardReader:
    """Methods return at once and may be called anywhere.

    Knobs: `silent` (answers nothing), `split` (answers come in pieces), `noise` (bytes before each answer), `delay`
    (seconds before each answer), `fail_next`, `break_next`, `remove_at`.
    """

    def __init__(self) -> None:
        self._link: Path | None = None
        self._far: _Far | None = None
        self._lock = threading.RLock()
        self._card = _Card.NONE
        self._person: Person | None = None
        self._failures: list[int] = []
        self._broken: list[str] = []
        self._remove_at: int | None = None
        self.silent = False
        self.split = False
        self.noise = b""
        self.delay = 0.0

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
            self._far = _Far(self)
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
    def fail_next(self, sw3: int, count: int = 1) -> None:
        """The next `count` answers to find, select or read have this SW3 (41, 32, 33, …)."""
        self._failures = [sw3] * count

    def break_next(self, how: str, count: int = 1) -> None:
        """The next `count` answers have a wrong check byte ("checksum") or end half-way ("short")."""
        if how not in ("checksum", "short"):
            raise ValueError(how)
        self._broken = [how] * count

    def remove_at(self, nth: int) -> None:
        """The card is taken away as the n-th request from now arrives (1: the next one)."""
        self._remove_at = nth

    # ---- answers, on the far end's thread -----------------------------------------------------------
    def answer(self, body: bytes) -> list[bytes]:
        """The pieces in which the answer goes over the line."""
        if self.silent:
            return []
        with self._lock:
            frame = encode_response(self._respond(int.from_bytes(body[:2], "big")))
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
        if request not in (Request.FIND, Request.SELECT, Request.READ):
            return Response(Status.UNKNOWN_COMMAND)
        if self._remove_at is not None:
            self._remove_at -= 1
            if self._remove_at <= 0:
                self.remove()
        if self._failures:
            return Response(self._failures.pop(0), sw1=0x69, sw2=0x82)
        if request == Request.FIND:
            return self._find()
        if request == Request.SELECT:
            return self._select()
        return self._read()

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

    def _read(self) -> Response:
        if self._person is None or self._card not in (_Card.SELECTED, _Card.READ):
            return Response(Status.READ_FAILED)
        self._card = _Card.READ
        lengths = struct.pack(">HH", TEXT_LENGTH, PHOTO_LENGTH)
        return Response(Status.OK, lengths + self._person.text() + self._person.photo())


class _Far:
    """One plugged-in device: the two ends of a pseudo terminal."""

    def __init__(self, twin: VirtualIdCardReader) -> None:
        self._twin = twin
        # The near end is held open, so that the far end outlives a driver that closes it and opens it again.
        self._far, self._near = pty.openpty()
        tty.setraw(self._near)
        self.path = os.ttyname(self._near)
        self._unplugged, self._wake = os.pipe()
        self._closed = threading.Event()

    def close(self) -> None:
        self._closed.set()
        os.write(self._wake, b"x")

    def run(self) -> None:
        parser = Parser()
        try:
            while self._unplugged not in (ready := select.select([self._far, self._unplugged], [], [])[0]):
                if self._far in ready:
                    self._answer(parser.feed(os.read(self._far, 4096)))
        except OSError:
            pass
        finally:
            for end in (self._far, self._near, self._unplugged, self._wake):
                with contextlib.suppress(OSError):
                    os.close(end)

    def _answer(self, requests: list[bytes]) -> None:
        for body in requests:
            if self._closed.wait(self._twin.delay):
                return
            for number, piece in enumerate(self._twin.answer(body)):
                if number and self._closed.wait(0.005):  # pieces that the driver does read apart
                    return
                os.write(self._far, piece)


NOISE = b"\x00\xaa\xaa" + PREAMBLE[:4] + b"\xff"  # what a loose plug may send: also half a preamble
