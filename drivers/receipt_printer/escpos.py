"""The ESC/POS of a receipt: the bytes of a job, the real-time questions, and what comes back.

Only commands that the manuals of Epson and of the common mainland 80 mm models (XP-80, Rongta,
HPRT, SNBC, Zywell) both list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from escpos.constants import HW_INIT
from PIL import Image, ImageOps

STRIP_ROWS = 96  # rows a raster command: 6.9 KB, which fits the smallest receive buffers (cheap boards garble 960)
FEED_TO_CUTTER = 128  # dots, 16 mm: from the head to the knife, or the cut goes through the last line
END_QUESTION = b"\x1d\x72\x01"  # GS r 1: answered only when all that was sent before has been printed
REPORT_END = b"\x1d\x61\x0e\x1d\x61\x00" * 2  # GS a, twice: a status at once, then silence. A change sends one only
SILENCE = b"\x1d\x61\x00"  # GS a 0: no status unasked, which would look like the one that is asked for at the end
CUT = b"\x1d\x56\x01"  # GS V 1, partial: the slip hangs until it is taken; many models cut so for GS V 0 as well
DROP_BUFFER = b"\x10\x05\x02"  # DLE ENQ 2: recover, and clear the receive and print buffers

DLE = 0x10
_RISKY = re.compile(rb"\x10(?=[\x04\x05\x14])")  # DLE EOT, DLE ENQ, DLE DC4


class Before(Enum):
    """What the printer holds of the job before."""

    NOTHING = "nothing"
    UNKNOWN = "unknown"  # this program has just started; the one before it may have died in a job
    TORSO = "torso"  # a job was broken off


def job(picture: Image.Image, before: Before = Before.NOTHING) -> bytes:
    """`whole_job` of a picture."""
    return whole_job(raster(picture), before)


def whole_job(body: bytes, before: Before = Before.NOTHING, cut: bytes = CUT, asks: bytes = END_QUESTION) -> bytes:
    """The bytes that print `body`, feed, cut and ask for the end.

    After a job that was broken off the printer may still wait for the rest of a raster strip, so as
    many NULs as a strip holds come first (outside of a strip NUL does nothing). What then hangs from
    the head is cut off, so that no one gets it on their own receipt.
    """
    rest = bytes(STRIP_ROWS * 72) if before is not Before.NOTHING else b""
    init: bytes = HW_INIT
    torso = init + feed(FEED_TO_CUTTER) + cut if before is Before.TORSO else b""
    return rest + torso + init + body + feed(FEED_TO_CUTTER) + cut + asks


def raster(picture: Image.Image) -> bytes:
    """A picture (mode "1", at most 576 wide) in strips that small buffers take."""
    strips = (
        _strip(picture.crop((0, top, picture.width, min(top + STRIP_ROWS, picture.height))))
        for top in range(0, picture.height, STRIP_ROWS)
    )
    return b"".join(strips)


def feed(dots: int) -> bytes:
    """ESC J: at most 255 dots."""
    return b"\x1b\x4a" + bytes([dots])


def qr_code(payload: bytes, module: int) -> bytes:
    """GS ( k: model 2, `module` dots (1 to 16), error correction level M, drawn by the printer."""

    def function(number: int, parameters: bytes) -> bytes:
        return b"\x1d\x28\x6b" + (len(parameters) + 2).to_bytes(2, "little") + bytes([0x31, number]) + parameters

    shape = function(65, b"\x32\x00") + function(67, bytes([module])) + function(69, b"\x31")
    return shape + function(80, b"\x30" + payload) + function(81, b"\x30")


def holds_real_time_command(data: bytes) -> bool:
    return _RISKY.search(data) is not None


def _strip(picture: Image.Image) -> bytes:
    """GS v 0, normal density. Not `Dummy.image`: it would not let the payload be disarmed."""
    width = (picture.width + 7) // 8
    ink = ImageOps.invert(picture.convert("L")).convert("1", dither=Image.Dither.NONE)  # 1 = black on paper
    header = b"\x1d\x76\x30\x00" + width.to_bytes(2, "little") + picture.height.to_bytes(2, "little")
    return header + disarm(ink.tobytes())


def disarm(raster: bytes) -> bytes:
    """Raster data that no printer takes for a command.

    Much firmware looks for real-time commands in the raw stream, also within a picture: 10 04 n
    would be answered and taken out, so that all dots after it shift, and 10 05 or 10 14 could clear
    the buffer or pulse a drawer. 0x10 is a lone dot; it gets a neighbour (0x18): an eighth of a
    millimetre, one row high. A QR code never holds a lone dot, as its modules are 3 dots or more.
    """
    return _RISKY.sub(b"\x18", raster)


# ---- what the printer says -------------------------------------------------------------------------
class Question(Enum):
    """DLE EOT n: answered at once with one byte, ahead of all that waits, also when offline."""

    PRINTER = 1
    OFFLINE_CAUSE = 2
    ERROR = 3
    PAPER = 4

    @property
    def command(self) -> bytes:
        return bytes([DLE, 0x04, self.value])


@dataclass(frozen=True)
class RealTimeReply:
    """The byte that answers DLE EOT; it does not say which question it answers."""

    byte: int


@dataclass(frozen=True)
class EndReply:
    """The answer to GS r 1: all before it has been printed. `paper`: bits 0-1 near end, 2-3 end."""

    paper: int


@dataclass(frozen=True)
class AutomaticStatus:
    """The four bytes of an automatic status (GS a): asked for at the end of a job, or sent on a change."""

    raw: bytes

    @property
    def is_clean(self) -> bool:
        """Online, cover closed, no error, paper under the head: a job before it went through."""
        return not (self.raw[0] & 0x28 or self.raw[1] & 0x6C or self.raw[2] & 0x0C)


def replies(received: bytes) -> tuple[list[RealTimeReply | EndReply | AutomaticStatus], bytes]:
    """What the printer said, and the bytes of a reply that is not whole yet.

    XON and XOFF may come in between; bytes of no known form are dropped, so that noise is never taken
    for an answer. An automatic status is four bytes: 0xx1xx00, then three with bits 4 and 7 clear.
    """
    found: list[RealTimeReply | EndReply | AutomaticStatus] = []
    at = 0
    while at < len(received):
        byte = received[at]
        if byte & 0x93 == 0x12:
            found.append(RealTimeReply(byte))
        elif byte & 0x93 == 0x10:
            frame = received[at : at + 4]
            wrong = next((place for place, follower in enumerate(frame) if place and follower & 0x90), None)
            if wrong is None and len(frame) < 4:
                return found, received[at:]
            if wrong is None:
                found.append(AutomaticStatus(frame))
            at += (wrong or 4) - 1  # of a broken one no byte is taken for the answer to GS r
        elif byte & 0x90 == 0:
            found.append(EndReply(byte))
        at += 1
    return found, b""
