"""The data of the module's answers: lengths, then text, photo and prints; the newest address; the module's number."""

from __future__ import annotations

import struct
from dataclasses import replace

from drivers.id_card_reader import card, permits
from drivers.id_card_reader.card import ResidentCard
from drivers.id_card_reader.fingerprints import LENGTHS, summary
from drivers.id_card_reader.layouts import TEXT_LENGTH, Kind
from drivers.id_card_reader.permits import PermanentResidenceCard
from drivers.id_card_reader.text import kind_of

Document = ResidentCard | PermanentResidenceCard

_ADDRESS_LENGTH = 70


class BadAnswer(Exception):
    """The module's answer has not the shape that it must have."""


def split(data: bytes, parts: int = 2) -> list[bytes]:
    """`parts` big-endian lengths of 2 bytes each, then as many parts: text, photo and, of three, prints.

    30 01 gives two, 30 10 three. Raises `BadAnswer`.
    """
    head = 2 * parts
    if len(data) < head:
        raise BadAnswer(f"{len(data)} bytes")
    lengths = struct.unpack(f">{parts}H", data[:head])
    if lengths[0] != TEXT_LENGTH or len(data) != head + sum(lengths):
        raise BadAnswer(f"lengths {lengths} in {len(data)} bytes")
    if parts == 3 and lengths[2] not in LENGTHS:
        raise BadAnswer(f"prints of {lengths[2]} bytes")
    found, at = [], head
    for length in lengths:
        found.append(data[at : at + length])
        at += length
    return found


def document(data: bytes, sam_id: str, with_prints: bool = False) -> Document:
    """Of an answer to 30 01, or to 30 10. Raises `BadAnswer`, `OtherDocument` or `BadCardData`."""
    text, photo, *prints = split(data, 3 if with_prints else 2)
    if kind_of(text) in (Kind.RESIDENT, Kind.HMT_RESIDENCE_PERMIT):
        found: Document = card.decode(text, photo, sam_id)
    else:
        found = permits.decode(text, photo, sam_id)
    return replace(found, fingerprints=summary(prints[0])) if prints else found


def newest_address(data: bytes) -> str:
    """Of an answer to 30 03. Raises `BadAnswer`."""
    if len(data) != _ADDRESS_LENGTH:
        raise BadAnswer(f"an address of {len(data)} bytes")
    try:
        return data.decode("utf-16-le").rstrip(" \0").lstrip()
    except UnicodeDecodeError:
        raise BadAnswer("an address that is not UTF-16") from None


def format_sam_id(data: bytes) -> str:
    """The 16 bytes of an answer to 12 FF as printed on the module: `05.01-20260101-0000000001-0000000002`."""
    if len(data) != 16:
        raise BadAnswer(f"a SAM number of {len(data)} bytes")
    return "{:02d}.{:02d}-{}-{:010d}-{:010d}".format(*struct.unpack("<HHIII", data))
