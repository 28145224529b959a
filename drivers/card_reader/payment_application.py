"""The virtual card's payment side: what a bank card's directory and applications answer (PBOC 3.0, EMV Book 1 and 3).

It counts a PIN try and a payment as what they are: an answer that no reader of this project may ever ask for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from drivers.card_reader import ber_tlv, emv

OK, NOT_FOUND, NO_RECORD, NOT_SATISFIED, WRONG_DATA = 0x9000, 0x6A82, 0x6A83, 0x6985, 0x6A80
_DIRECTORY_FILE = 1  # short identifier
Answer = tuple[bytes, int]
Record = tuple[int, int]
"""Short file identifier, record number."""


@dataclass(frozen=True)
class Application:
    """`options`: data objects that come with the processing options (form 77 only)."""

    aid: bytes
    label: str
    priority: int
    wanted: bytes = b""  # PDOL
    form: int = emv.FORMAT_1
    options: bytes = field(default=b"", repr=False)
    records: Mapping[Record, bytes] = field(default_factory=dict, repr=False)
    refuses: int = 0  # status word with which it refuses its processing options


@dataclass(frozen=True)
class Payment:
    applications: tuple[Application, ...]
    directory: bytes = emv.CONTACT_DIRECTORY  # empty: it has none


def load(written: Mapping[str, Any]) -> Payment:
    """From the "payment" part of a data file."""
    directory = {"contact": emv.CONTACT_DIRECTORY, "contactless": emv.CONTACTLESS_DIRECTORY, "none": b""}
    return Payment(
        directory=directory[written["directory"]],
        applications=tuple(_application(each) for each in written["applications"]),
    )


def _application(written: Mapping[str, Any]) -> Application:
    records = {}
    for place, objects in written.get("records", {}).items():
        file, number = place.split(".")
        records[int(file), int(number)] = ber_tlv.encode(0x70, _objects(objects))
    return Application(
        aid=bytes.fromhex(written["aid"]),
        label=written["label"],
        priority=written.get("priority", 1),
        wanted=bytes.fromhex(written.get("pdol", "")),
        form=int(written.get("form", "80"), 16),
        options=_objects(written.get("options", [])),
        records=records,
        refuses=int(written.get("refuses", "0"), 16),
    )


def _objects(written: Sequence[Sequence[str]]) -> bytes:
    """Pairs of a tag and a value in hex, or a text behind "text:"."""
    encoded = b""
    for tag, value in written:
        text = value.removeprefix("text:")
        raw = bytes.fromhex(value) if text == value else text.encode("gb18030")
        encoded += ber_tlv.encode(int(tag, 16), raw)
    return encoded


class PaymentApplication:
    """Keeps what is selected. Each method gives data and a status word."""

    def __init__(self, payment: Payment) -> None:
        self._payment = payment
        self.reset()

    def reset(self) -> None:
        self._in_directory = False
        self._selected: Application | None = None
        self._ready = False  # the processing options were given: records may be read

    def knows(self, name: bytes) -> bool:
        return self._is_directory(name) or self._find(name) is not None

    def _is_directory(self, name: bytes) -> bool:
        return bool(name) and name == self._payment.directory

    def _find(self, name: bytes) -> Application | None:
        """By the whole AID or the beginning of one."""
        return next((each for each in self._payment.applications if len(name) >= 5 and each.aid.startswith(name)), None)

    def select(self, name: bytes) -> Answer:
        self.reset()
        if self._is_directory(name):
            self._in_directory = True
            if name == emv.CONTACTLESS_DIRECTORY:
                inner = ber_tlv.encode(0xBF0C, b"".join(self._entries()))
            else:
                inner = ber_tlv.encode(emv.DIRECTORY_FILE, bytes((_DIRECTORY_FILE,)))
            return _control(name, inner), OK
        self._selected = self._find(name)
        if self._selected is None:
            return b"", NOT_FOUND
        inner = ber_tlv.encode(emv.LABEL, self._selected.label.encode("ascii"))
        if self._selected.wanted:
            inner += ber_tlv.encode(emv.PDOL, self._selected.wanted)
        return _control(self._selected.aid, inner), OK

    def _entries(self) -> list[bytes]:
        return [
            ber_tlv.encode(
                emv.ENTRY,
                ber_tlv.encode(emv.AID, each.aid)
                + ber_tlv.encode(emv.LABEL, each.label.encode("ascii"))
                + ber_tlv.encode(emv.PRIORITY, bytes((each.priority,))),
            )
            for each in self._payment.applications
        ]

    def processing_options(self, data: bytes) -> Answer:
        """GET PROCESSING OPTIONS: the data must be 83 with exactly what the PDOL asks for."""
        chosen = self._selected
        if chosen is None:
            return b"", NOT_SATISFIED
        if chosen.refuses:
            return b"", chosen.refuses
        wanted = sum(length for _, length in ber_tlv.decode_names(chosen.wanted))
        if len(data) < 2 or data[0] != 0x83 or data[1] != len(data) - 2 or data[1] != wanted:
            return b"", WRONG_DATA
        self._ready = True
        locator = b"".join(bytes((file << 3, number, number, 0)) for file, number in sorted(chosen.records))
        profile = b"\x7c\x00"
        if chosen.form == emv.FORMAT_1:
            return ber_tlv.encode(emv.FORMAT_1, profile + locator), OK
        inner = ber_tlv.encode(0x82, profile) + chosen.options
        if locator:
            inner += ber_tlv.encode(emv.FILE_LOCATOR, locator)
        return ber_tlv.encode(emv.FORMAT_2, inner), OK

    def read_record(self, number: int, p2: int) -> Answer:
        file = p2 >> 3
        if self._in_directory and file == _DIRECTORY_FILE:
            entries = self._entries()
            if not 0 < number <= len(entries):
                return b"", NO_RECORD
            return ber_tlv.encode(0x70, entries[number - 1]), OK
        if not self._ready or self._selected is None:
            return b"", NOT_SATISFIED
        record = self._selected.records.get((file, number))
        return (b"", NO_RECORD) if record is None else (record, OK)


def _control(name: bytes, inner: bytes) -> bytes:
    """File control information."""
    return ber_tlv.encode(0x6F, ber_tlv.encode(0x84, name) + ber_tlv.encode(0xA5, inner))
