"""The virtual card's own program: what a social security card, or another card, answers to each command.

Contents come from the data files in `cards/`; all people in them are made up.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drivers.card_reader import tlv
from drivers.card_reader.social_security_card import (
    APPLICATION,
    HOLDER_FILE,
    HOLDER_RECORDS,
    ISSUER_FILE,
    ISSUER_RECORDS,
)

CARDS = Path(__file__).with_name("cards")

_DATA_ITEMS = {  # name in a data file -> tag, type: "cn" packed decimal, "an" GBK text
    "identification_code": (0x01, "cn"),
    "card_class": (0x02, "an"),
    "version": (0x03, "an"),
    "organisation": (0x04, "cn"),
    "issued": (0x05, "cn"),
    "valid_to": (0x06, "cn"),
    "card_number": (0x07, "an"),
    "id_number": (0x08, "an"),
    "name": (0x09, "an"),
    "name_extension": (0x4E, "an"),
    "sex": (0x0A, "an"),
    "nation": (0x0B, "cn"),
    "birthplace": (0x0C, "cn"),
    "birth": (0x0D, "cn"),
}

OK, NOT_FOUND, NO_RECORD, WRONG_LENGTH = 0x9000, 0x6A82, 0x6A83, 0x6700
UNKNOWN_INSTRUCTION, WRONG_P1_P2, NOT_ALLOWED = 0x6D00, 0x6B00, 0x6982


@dataclass(frozen=True)
class Card:
    """One card of a data file.

    `addressing` is how it lets its records be read: "tag", "number" or "both"; `select_p1` the P1 values it takes
    when a file is selected. A card without records is of another kind.
    """

    name: str
    title: str
    atr: bytes
    records: Mapping[int, bytes] = field(repr=False)
    addressing: str = "both"
    select_p1: tuple[int, ...] = (0x00, 0x02)


def names() -> list[str]:
    """The cards that come with the twin."""
    return sorted(path.stem for path in CARDS.glob("*.json"))


def load(name: str) -> Card:
    """A card by its name. Raises `KeyError` if there is none."""
    path = CARDS / f"{name}.json"
    if path.parent != CARDS or not path.is_file():
        raise KeyError(name)
    written: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    records = {}
    for key, value in written.get("records", {}).items():
        tag, kind = _DATA_ITEMS[key]
        records[tag] = _value(tag, kind, value)
    return Card(
        name=name,
        title=written["title"],
        atr=bytes.fromhex(written["atr"]),
        records=records,
        addressing=written.get("addressing", "both"),
        select_p1=tuple(written.get("select_p1", (0x00, 0x02))),
    )


def _value(tag: int, kind: str, value: str) -> bytes:
    length = (ISSUER_RECORDS.get(tag) or HOLDER_RECORDS.get(tag)) or 0
    if value.startswith("raw:"):  # a card that deviates from its specification
        return bytes.fromhex(value.removeprefix("raw:"))
    if kind == "cn":
        return bytes.fromhex(value.replace("-", "").ljust(2 * length, "F"))
    return value.encode("gb18030").ljust(length, b"\0")


class CardApplication:
    """Answers command APDUs. `more_data`: answers by 61xx; `exact_le`: a wrong Le gets 6Cxx (as T=0 cards do)."""

    def __init__(self, card: Card, more_data: bool = False, exact_le: bool = True) -> None:
        self.card = card
        self.more_data = more_data
        self.exact_le = exact_le
        self.reset()

    def reset(self) -> None:
        """Power on, or reset: nothing is selected."""
        self._selected = False
        self._file = 0
        self._waiting = b""

    def answer(self, command: bytes) -> bytes:
        if len(command) < 4 or command[0] != 0x00:
            return _sw(0x6E00)
        ins, p1, p2 = command[1:4]
        if ins == 0xC0:
            return self._get_response(command)
        self._waiting = b""
        if ins == 0xA4:
            return self._select(p1, command[5 : 5 + command[4]] if len(command) > 5 else b"")
        if ins == 0xB2:
            return self._read_record(p1, p2, command[4] if len(command) > 4 else 0)
        return _sw(UNKNOWN_INSTRUCTION)

    def _select(self, p1: int, data: bytes) -> bytes:
        if p1 == 0x04:
            self._selected = bool(self.card.records) and data == APPLICATION
            self._file = 0
            if not self._selected:
                return _sw(NOT_FOUND)
            fci = b"\x84" + bytes((len(APPLICATION),)) + APPLICATION + bytes.fromhex("A50388011E")
            return self._deliver(b"\x6f" + bytes((len(fci),)) + fci)
        if not self._selected or p1 not in self.card.select_p1:
            return _sw(NOT_FOUND if p1 in (0x00, 0x02) else WRONG_P1_P2)
        file = int.from_bytes(data, "big")
        if file not in (ISSUER_FILE, HOLDER_FILE):
            return _sw(NOT_ALLOWED if file in (0xEF07, 0xEF08) else NOT_FOUND)
        self._file = file
        return _sw(OK)

    def _read_record(self, p1: int, p2: int, le: int) -> bytes:
        tags = {ISSUER_FILE: ISSUER_RECORDS, HOLDER_FILE: HOLDER_RECORDS}.get(self._file)
        if tags is None:
            return _sw(0x6986)  # no current file
        there = [tag for tag in tags if tag in self.card.records]
        if p2 == 0x00 and self.card.addressing in ("tag", "both"):
            tag = p1 if p1 in there else None
        elif p2 == 0x04 and self.card.addressing in ("number", "both"):
            tag = there[p1 - 1] if 0 < p1 <= len(there) else None
        else:
            return _sw(WRONG_P1_P2)
        if tag is None:
            return _sw(NO_RECORD)
        record = tlv.encode(tag, self.card.records[tag])
        if self.exact_le and le != len(record):
            return _sw(0x6C00 | len(record))
        return self._deliver(record)

    def _deliver(self, data: bytes) -> bytes:
        if not self.more_data:
            return data + _sw(OK)
        self._waiting = data
        return _sw(0x6100 | len(data))

    def _get_response(self, command: bytes) -> bytes:
        le = command[4] if len(command) == 5 else 0
        if not self._waiting or not le:
            return _sw(WRONG_LENGTH)
        part, self._waiting = self._waiting[:le], self._waiting[le:]
        return part + _sw(0x6100 | len(self._waiting) if self._waiting else OK)


def _sw(word: int) -> bytes:
    return word.to_bytes(2, "big")
