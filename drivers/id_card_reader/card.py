"""What a resident identity card (居民身份证) says: 256 bytes of UTF-16LE text in fixed fields, and a photo.

GA/T 490; offsets as all makers' notes give them. A residence permit for people of Hong Kong, Macao and Taiwan
(type flag "J") has the same fields without a nation; permits of foreigners ("I", "Y") have others.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from drivers import identity_number

TEXT_LENGTH, PHOTO_LENGTH = 256, 1024
LONG_TERM = "长期"

# Field -> offset, length, in bytes.
LAYOUT = MappingProxyType(
    {
        "name": (0, 30),
        "sex": (30, 2),
        "nation": (32, 4),
        "birth": (36, 16),
        "address": (52, 70),
        "id_number": (122, 36),
        "authority": (158, 30),
        "valid_from": (188, 16),
        "valid_to": (204, 16),
    }
)
_TYPE_FLAG = (248, 2)
_RESIDENT, _HONG_KONG_MACAO_TAIWAN = "", "J"


class BadAnswer(Exception):
    """The module's answer has not the shape that it must have."""


class OtherDocument(Exception):
    """A document of another kind, with other fields."""


class BadCardData(Exception):
    """What the card says cannot be true; the text names the field, never its value."""


@dataclass(frozen=True)
class ResidentCard:
    """Codes of GB/T 2261.1 (sex) and GB/T 3304 (nation); dates `YYYY-MM-DD`, `valid_to` also 长期.

    `photo` is 1024 bytes in a closed format ("WLT") that only the ministry's library decodes: it stays as it is.
    """

    name: str = field(repr=False)
    sex: str = field(repr=False)
    nation: str = field(repr=False)
    birth: str = field(repr=False)
    address: str = field(repr=False)
    id_number: str = field(repr=False)
    authority: str = field(repr=False)
    valid_from: str = field(repr=False)
    valid_to: str = field(repr=False)
    sam_id: str
    photo: bytes = field(repr=False)


def split_answer(data: bytes) -> tuple[bytes, bytes]:
    """The data of an answer to 30 01 (two big-endian lengths, text, photo) -> text, photo. Raises `BadAnswer`."""
    if len(data) < 4:
        raise BadAnswer(f"{len(data)} bytes")
    text_length, photo_length = struct.unpack(">HH", data[:4])
    if text_length != TEXT_LENGTH or len(data) != 4 + text_length + photo_length:
        raise BadAnswer(f"lengths {text_length} and {photo_length} in {len(data)} bytes")
    return data[4 : 4 + text_length], data[4 + text_length :]


def decode(text: bytes, photo: bytes, sam_id: str) -> ResidentCard:
    """Raises `OtherDocument` or `BadCardData`."""
    flag = _text(text, *_TYPE_FLAG)
    if flag not in (_RESIDENT, _HONG_KONG_MACAO_TAIWAN):
        raise OtherDocument(f"type flag {flag!r}")
    fields = {name: _text(text, *place) for name, place in LAYOUT.items()}
    for name in ("birth", "valid_from", "valid_to"):
        fields[name] = _date(name, fields[name])
    fields["id_number"] = fields["id_number"].upper()
    if not identity_number.is_valid(fields["id_number"]):
        raise BadCardData("id_number: its check character is wrong")
    if not fields["name"]:
        raise BadCardData("name: empty")
    if flag == _HONG_KONG_MACAO_TAIWAN:
        fields["nation"] = ""
    return ResidentCard(**fields, sam_id=sam_id, photo=photo)


def _text(block: bytes, offset: int, length: int) -> str:
    """Padding is at the end only: a name or an address may have a space within."""
    try:
        return block[offset : offset + length].decode("utf-16-le").rstrip(" \0").lstrip()
    except UnicodeDecodeError:
        raise BadCardData(f"the text at {offset} is not UTF-16") from None


def _date(name: str, value: str) -> str:
    if name == "valid_to" and value == LONG_TERM:
        return value
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise BadCardData(f"{name}: no date") from None


def format_sam_id(data: bytes) -> str:
    """The 16 bytes of an answer to 12 FF as printed on the module: `05.01-20260101-0000000001-0000000002`."""
    if len(data) != 16:
        raise BadAnswer(f"a SAM number of {len(data)} bytes")
    return "{:02d}.{:02d}-{}-{:010d}-{:010d}".format(*struct.unpack("<HHIII", data))
