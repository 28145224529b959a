"""The cards that come with the virtual module, as data files; all people in them are made up."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from pathlib import Path

from drivers.id_card_reader.fingerprints import BLOCK_LENGTH
from drivers.id_card_reader.layouts import DATES, FLAGS, LAYOUTS, LONG_TERM, PHOTO_LENGTH, TEXT_LENGTH, TYPE_FLAG, Kind

PEOPLE = Path(__file__).with_name("people")
SAM_ID = struct.pack("<HHIII", 5, 1, 20260101, 1, 2)
_NEWEST_ADDRESS = "newest_address"


@dataclass(frozen=True)
class Person:
    """One card of a data file."""

    key: str
    title: str
    fields: dict[str, str] = field(repr=False)
    kind: Kind = Kind.RESIDENT

    def text(self) -> bytes:
        """The 256-byte text block."""
        block = bytearray(" ".encode("utf-16-le") * (TEXT_LENGTH // 2))
        for name, (offset, length) in LAYOUTS[self.kind].items():
            self._put(block, offset, length, self._written(name))
        self._put(block, *TYPE_FLAG, next(flag for flag, kind in FLAGS.items() if kind is self.kind))
        return bytes(block)

    def _written(self, name: str) -> str:
        if name == "name_en_rest":  # the 36th character and what follows
            return self.fields["name_en"][35:]
        value = self.fields.get(name, "")
        return value.replace("-", "") if name in DATES and value != LONG_TERM else value

    @staticmethod
    def _put(block: bytearray, offset: int, length: int, value: str) -> None:
        encoded = value.encode("utf-16-le")[:length]
        block[offset : offset + len(encoded)] = encoded

    def photo(self) -> bytes:
        """1024 bytes that are no picture: the real format is closed."""
        return (b"NO PHOTO " * (PHOTO_LENGTH // 9 + 1))[:PHOTO_LENGTH]

    def newest_address(self) -> bytes | None:
        """As answered to 30 03; None where the card holds none."""
        address = self.fields.get(_NEWEST_ADDRESS)
        return None if address is None else address.ljust(35).encode("utf-16-le")[:70]

    @staticmethod
    def prints(length: int) -> bytes:
        """Blocks that say whose finger they are of, and hold no print."""
        heads = (b"C\x01\x00\x00\x01\x0b\x50", b"C\x01\x00\x00\x03\x10\x00")  # right thumb; left thumb missing
        return b"".join(head.ljust(BLOCK_LENGTH, b"\0") for head in heads)[:length]


def names() -> list[str]:
    """The people that come with the twin."""
    return sorted(path.stem for path in PEOPLE.glob("*.json"))


def load(key: str) -> Person:
    """A person by the name of the data file. Raises `KeyError` if there is none."""
    path = PEOPLE / f"{key}.json"
    if path.parent != PEOPLE or not path.is_file():
        raise KeyError(key)
    fields: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return Person(key, fields.pop("title"), fields, Kind(fields.pop("kind", Kind.RESIDENT)))
