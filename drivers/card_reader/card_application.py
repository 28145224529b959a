"""The virtual card's own program: what a social security card, a bank card or another card answers to each command.

Contents come from the data files in `cards/`; all people in them are made up.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drivers.card_reader import payment_application, tlv
from drivers.card_reader.payment_application import Answer, Payment, PaymentApplication
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
UNKNOWN_INSTRUCTION, UNKNOWN_CLASS, WRONG_P1_P2, NOT_ALLOWED, NOT_SUPPORTED = 0x6D00, 0x6E00, 0x6B00, 0x6982, 0x6A81


@dataclass(frozen=True)
class Card:
    """One card of a data file.

    `addressing` is how it lets its records be read: any of "tag", "number" (in the selected file), "file_tag",
    "file_number" (with the short file identifier, nothing selected) and "all" (one answer), or "both" for the first
    two; `select_p1` the P1 values it takes when a file is selected. A card without records is no social security
    card, one without `payment` no bank card; it may be both. `uid` is what a contactless reader tells of it.
    """

    name: str
    title: str
    atr: bytes
    records: Mapping[int, bytes] = field(repr=False)
    addressing: str = "both"
    select_p1: tuple[int, ...] = (0x00, 0x02)
    payment: Payment | None = field(default=None, repr=False)
    uid: bytes = field(default=b"", repr=False)

    def takes(self, way: str) -> bool:
        return way in self.addressing.split() or (self.addressing == "both" and way in ("tag", "number"))


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
        payment=payment_application.load(written["payment"]) if "payment" in written else None,
        uid=bytes.fromhex(written.get("uid", "")),
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
        self._payment = PaymentApplication(card.payment) if card.payment is not None else None
        self.reset()

    def reset(self) -> None:
        """Power on, or reset: nothing is selected."""
        self._selected = False
        self._paying = False  # the payment side is selected
        self._file = 0
        self._waiting = b""
        if self._payment is not None:
            self._payment.reset()

    def answer(self, command: bytes) -> bytes:
        if len(command) < 4:
            return _sw(WRONG_LENGTH)
        cla, ins, p1, p2 = command[:4]
        if (cla, ins) == (0xFF, 0xCA):  # to the reader, not to the card
            return self.card.uid + _sw(OK) if self.card.uid else _sw(NOT_SUPPORTED)
        if (cla, ins) == (0x00, 0xC0):
            return self._get_response(command)
        self._waiting = b""
        data = command[5 : 5 + command[4]] if len(command) > 5 else b""
        if (cla, ins) == (0x00, 0xA4):
            return self._select(p1, data)
        if (cla, ins) == (0x00, 0xB2):
            return self._read_record(p1, p2, command[4] if len(command) > 4 else 0)
        if (cla, ins) == (0x80, 0xA8) and self._payment is not None and self._paying:
            return self._pay(self._payment.processing_options(data))
        return _sw(UNKNOWN_INSTRUCTION if cla == 0x00 else UNKNOWN_CLASS)

    def _pay(self, answer: Answer) -> bytes:
        data, sw = answer
        return self._deliver(data) if sw == OK else _sw(sw)

    def _select(self, p1: int, data: bytes) -> bytes:
        if p1 == 0x04:
            return self._select_by_name(data)
        if not self._selected or p1 not in self.card.select_p1:
            return _sw(NOT_FOUND if p1 in (0x00, 0x02) else WRONG_P1_P2)
        file = int.from_bytes(data, "big")
        if file not in (ISSUER_FILE, HOLDER_FILE):
            return _sw(NOT_ALLOWED if file in (0xEF07, 0xEF08) else NOT_FOUND)
        self._file = file
        return _sw(OK)

    def _select_by_name(self, name: bytes) -> bytes:
        self._selected = bool(self.card.records) and name == APPLICATION
        self._file = 0
        self._paying = not self._selected and self._payment is not None and self._payment.knows(name)
        if self._selected:
            fci = b"\x84" + bytes((len(APPLICATION),)) + APPLICATION + bytes.fromhex("A50388011E")
            return self._deliver(b"\x6f" + bytes((len(fci),)) + fci)
        if self._paying and self._payment is not None:
            return self._pay(self._payment.select(name))
        return _sw(NOT_FOUND)

    def _read_record(self, p1: int, p2: int, le: int) -> bytes:
        if self._paying and self._payment is not None:
            return self._pay(self._payment.read_record(p1, p2))
        file = self._file
        way = {0x00: "tag", 0x04: "number", 0x05: "all"}.get(p2 & 0x07, "")
        if p2 >> 3:  # a short file identifier: 05 or 06 of the selected application
            file, way = 0xEF00 | p2 >> 3 if self._selected else 0, f"file_{way}"
        tags = {ISSUER_FILE: ISSUER_RECORDS, HOLDER_FILE: HOLDER_RECORDS}.get(file)
        if tags is None:
            return _sw(0x6986)  # no current file
        there = [tag for tag in tags if tag in self.card.records]
        if not self.card.takes(way):
            return _sw(WRONG_P1_P2)
        if way.endswith("tag"):
            wanted = [tag for tag in there if tag == p1]
        else:
            wanted = there[p1 - 1 :] if way == "all" else there[p1 - 1 : p1] if p1 else []
        if not wanted:
            return _sw(NO_RECORD)
        record = b"".join(tlv.encode(tag, self.card.records[tag]) for tag in wanted)
        if self.exact_le and way != "all" and le != len(record):
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
