"""The ESC/POS of a receipt: the bytes of a job, the real-time questions, and what comes back.

Only commands that the manuals of Epson and of the common mainland 80 mm models (XP-80, Rongta,
HPRT, SNBC, Zywell) both list.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from escpos.constants import HW_INIT
from escpos.printer import Dummy
from PIL import Image, ImageOps

STRIP_ROWS = 96  # rows a raster command: 6.9 KB, which fits the smallest receive buffers (cheap boards garble 960)
FEED_TO_CUTTER = 128  # dots, 16 mm: from the head to the knife, or the cut goes through the last line
END_QUESTION = b"\x1d\x72\x01"  # GS r 1: answered only when all that was sent before has been printed
CUT = b"\x1d\x56\x01"  # GS V 1, partial: the slip hangs until it is taken; many models cut so for GS V 0 as well
DROP_BUFFER = b"\x10\x05\x02"  # DLE ENQ 2: recover, and clear the receive and print buffers

DLE = 0x10
REAL_TIME = frozenset({0x04, 0x05, 0x14})  # DLE EOT, DLE ENQ, DLE DC4


class Before(Enum):
    """What the printer holds of the job before."""

    NOTHING = "nothing"
    UNKNOWN = "unknown"  # this program has just started; the one before it may have died in a job
    TORSO = "torso"  # a job was broken off


def job(picture: Image.Image, before: Before = Before.NOTHING) -> bytes:
    """The bytes that print `picture` (mode "1", at most 576 wide), feed, cut and ask for the end.

    After a job that was broken off the printer may still wait for the rest of a raster strip, so as
    many NULs as a strip holds come first (outside of a strip NUL does nothing). What then hangs from
    the head is cut off, so that no one gets it on their own receipt.
    """
    printer = Dummy()
    if before is not Before.NOTHING:
        printer._raw(bytes(STRIP_ROWS * 72))
    if before is Before.TORSO:
        printer._raw(HW_INIT + _feed(FEED_TO_CUTTER) + CUT)
    printer.hw("INIT")
    for top in range(0, picture.height, STRIP_ROWS):
        printer._raw(_strip(picture.crop((0, top, picture.width, min(top + STRIP_ROWS, picture.height)))))
    printer._raw(_feed(FEED_TO_CUTTER) + CUT + END_QUESTION)
    return bytes(printer.output)


def _feed(dots: int) -> bytes:
    return b"\x1b\x4a" + bytes([dots])  # ESC J n


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
    safe = bytearray(raster)
    for at in range(len(safe) - 1):
        if safe[at] == DLE and safe[at + 1] in REAL_TIME:
            safe[at] = 0x18
    return bytes(safe)


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


def replies(received: bytes) -> tuple[list[RealTimeReply | EndReply], bytes]:
    """What the printer said, and the bytes of a reply that is not whole yet.

    Automatic status (4 bytes, fixed bits 0xx1xx00 in the first) and XON/XOFF may come in between
    unasked; bytes of no known form are dropped, so that noise is never taken for an answer.
    """
    found: list[RealTimeReply | EndReply] = []
    at = 0
    while at < len(received):
        byte = received[at]
        if byte & 0x93 == 0x12:
            found.append(RealTimeReply(byte))
        elif byte & 0x93 == 0x10:
            if at + 4 > len(received):
                return found, received[at:]
            at += 3
        elif byte & 0x90 == 0:
            found.append(EndReply(byte))
        at += 1
    return found, b""
