"""Samples: 16-bit signed little-endian, as every sound card takes them."""

from __future__ import annotations

import array
import struct
from dataclasses import dataclass, field

_STREAMED = 0x7FFFF000  # espeak-ng does not know the length when it begins to write


class BadSound(Exception):
    """One sentence: what is wrong with the file."""


@dataclass(frozen=True)
class Pcm:
    rate: int  # Hz
    channels: int
    samples: bytes = field(repr=False)

    @property
    def seconds(self) -> float:
        return len(self.samples) / (2 * self.channels * self.rate)

    @property
    def loudest(self) -> int:
        """The largest sample, 0 to 32767: 0 is silence."""
        samples = array.array("h", self.samples)
        return max((abs(min(samples)), abs(max(samples)))) if samples else 0

    def scaled(self, factor: float) -> Pcm:
        """Louder or softer; what would be too loud is cut off."""
        if factor == 1:
            return self
        samples = array.array("h", self.samples)
        louder = array.array("h", (max(-32768, min(32767, round(one * factor))) for one in samples))
        return Pcm(self.rate, self.channels, louder.tobytes())

    def wav(self) -> bytes:
        """With the header of a WAV file (RIFF, format 1)."""
        frame = 2 * self.channels
        head = struct.pack("<HHIIHH", 1, self.channels, self.rate, self.rate * frame, frame, 16)
        body = b"WAVEfmt " + struct.pack("<I", len(head)) + head + b"data" + struct.pack("<I", len(self.samples))
        return b"RIFF" + struct.pack("<I", len(body) + len(self.samples)) + body + self.samples


def read_wav(data: bytes) -> Pcm:
    """A WAV file of 16-bit samples. Raises `BadSound`."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise BadSound("not a WAV file")
    at, form = 12, None
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if name == b"fmt " and size >= 16 and at + 24 <= len(data):
            form = struct.unpack("<HHIIHH", data[at + 8 : at + 24])
        elif name == b"data":
            if form is None or form[0] not in (1, 0xFFFE) or form[5] != 16 or not 1 <= form[1] <= 2 or not form[2]:
                raise BadSound("not 16-bit PCM in one or two channels")
            samples = data[at + 8 :] if size >= _STREAMED else data[at + 8 : at + 8 + size]
            return Pcm(form[2], form[1], samples[: len(samples) - len(samples) % (2 * form[1])])
        at += 8 + size + size % 2
    raise BadSound("it has no sound in it")


def joined(parts: list[Pcm]) -> Pcm:
    """One after the other; all of one rate, as one synthesiser gives them."""
    first = parts[0]
    return Pcm(first.rate, first.channels, b"".join(part.samples for part in parts))
