"""The byte stream of a scanner, cut into records. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from drivers.scanner.payload import LARGEST, Scanned, scanned

ENDS = b"\r\n"
_AIM = {  # AIM symbology identifiers (ISO/IEC 15424): the letter after "]"
    "A": "code39", "C": "code128", "E": "ean13", "F": "codabar", "G": "code93", "I": "itf", "L": "pdf417",
    "Q": "qrCode", "U": "maxiCode", "d": "dataMatrix", "z": "aztec",
}  # fmt: skip


class Records:
    """Ends of a record: CR, LF, CR LF, or (`idle`) a pause. Of one that is longer than any code nothing is kept."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._spoiled = False

    @property
    def is_open(self) -> bool:
        return bool(self._bytes) or self._spoiled

    def feed(self, data: bytes) -> list[bytes]:
        """The records that `data` completes; NULs, which some scanners send between bytes, are dropped."""
        done = []
        for byte in data:
            if byte in ENDS:
                done += self.idle()
            elif byte != 0 and not self._spoiled:
                self._bytes.append(byte)
                if len(self._bytes) > LARGEST:
                    self.spoil()
        return done

    def idle(self) -> list[bytes]:
        """Nothing came for so long that the record has ended."""
        record, spoiled = bytes(self._bytes), self._spoiled
        self._bytes.clear()
        self._spoiled = False
        return [] if spoiled or not record else [record]

    def spoil(self) -> None:
        """A part of the present record is lost or too much: all of it is dropped, to its end."""
        self._bytes.clear()
        self._spoiled = True


@dataclass(frozen=True)
class Wording:
    """How this model talks besides the codes. `ack`: stands before a record; `no_read`: "nothing found"."""

    ack: bytes = b""
    no_read: bytes = b""


def interpret(record: bytes, wording: Wording | None = None) -> Scanned | None:
    """A record as a code: acknowledgement and AIM identifier (`]Q1`) taken off. None: it is none."""
    wording = wording or Wording()
    if wording.ack:
        record = record.removeprefix(wording.ack)
    if wording.no_read and record == wording.no_read:
        return None
    symbology = "qrCode"
    if len(record) >= 3 and record[:1] == b"]" and (known := _AIM.get(chr(record[1]))) and record[2:3].isalnum():
        record, symbology = record[3:], "ean8" if known == "ean13" and record[2:3] == b"4" else known
    return scanned(record, symbology)
