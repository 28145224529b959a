"""Commands to a contact card (ISO/IEC 7816-4), as pure protocol over a `transmit` function.

Reading commands only. VERIFY and GENERATE AC are left out on purpose: a wrong try would lock the card.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

Transmit = Callable[[bytes], bytes]
"""One command APDU to the card, its response APDU back. May raise `NoAnswer`."""

_MOST_PARTS = 16  # a record has at most 256 bytes, in parts of at least 16: a card that has more to say is broken


class NoAnswer(Exception):
    """The card gave no response APDU: it was pulled, or it or its reader failed."""


@dataclass(frozen=True)
class Command:
    """`le` is the number of bytes expected (0: 256), or None where no data is expected."""

    ins: int
    p1: int
    p2: int
    data: bytes = b""
    le: int | None = None
    cla: int = 0x00

    def encode(self) -> bytes:
        body = bytes((len(self.data),)) + self.data if self.data else b""
        return bytes((self.cla, self.ins, self.p1, self.p2)) + body + (b"" if self.le is None else bytes((self.le,)))


@dataclass(frozen=True)
class Response:
    data: bytes = field(repr=False)
    sw: int  # status word, SW1 SW2

    @property
    def ok(self) -> bool:
        return self.sw == 0x9000


def select_by_name(name: bytes) -> Command:
    return Command(0xA4, 0x04, 0x00, name)


def get_uid() -> Command:
    """Answered by a contactless reader itself (PC/SC part 3, Get Data): UID (type A), PUPI (B) or IDm (FeliCa)."""
    return Command(0xCA, 0x00, 0x00, le=0x00, cla=0xFF)


def without_le(command: bytes) -> bytes:
    """An encoded command that sends data and expects some (case 4) as it goes over T=0: without its Le.

    ISO/IEC 7816-3, 12.2.4: the card then answers 61xx, and the data is fetched.
    """
    return command[:-1] if len(command) > 6 and len(command) == 6 + command[4] else command


def select_file(identifier: int, p1: int = 0x00) -> Command:
    """`p1` 00: by file identifier; 02: elementary file under the current one. Cards take one or the other."""
    return Command(0xA4, p1, 0x00, identifier.to_bytes(2, "big"))


def read_record(p1: int, p2: int, le: int) -> Command:
    """`p2` 04: `p1` is a record number; 00: `p1` is a record identifier, here the tag of its TLV."""
    return Command(0xB2, p1, p2, le=le)


def exchange(transmit: Transmit, command: Command) -> Response:
    """Send a command and collect its whole answer.

    6Cxx (wrong Le, xx is right): asked again with it. 61xx (xx more bytes wait): fetched with GET RESPONSE.
    Raises `NoAnswer`.
    """
    response = _once(transmit, command)
    if response.sw >> 8 == 0x6C:
        response = _once(transmit, replace(command, le=response.sw & 0xFF))
    collected = response.data
    for _ in range(_MOST_PARTS):
        if response.sw >> 8 != 0x61:
            break
        get_response = Command(0xC0, 0x00, 0x00, le=response.sw & 0xFF)
        response = _once(transmit, get_response)
        if response.sw >> 8 == 0x6C:
            response = _once(transmit, replace(get_response, le=response.sw & 0xFF))
        collected += response.data
    return Response(collected, response.sw)


def _once(transmit: Transmit, command: Command) -> Response:
    raw = transmit(command.encode())
    if len(raw) < 2:
        raise NoAnswer(f"{len(raw)} bytes where a status word was due")
    return Response(raw[:-2], int.from_bytes(raw[-2:], "big"))
