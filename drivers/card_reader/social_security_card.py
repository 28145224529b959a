"""The contact side of the social security card (社会保障卡): the freely readable files EF05 and EF06.

LB002-2000 and its revisions (specification versions 1.00, 2.00, 3.00). The dialogue is: select the
application by name, select a file, read its records. Records are simple TLV. Nothing here needs a PIN.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from drivers import identity_number
from drivers.card_reader import tlv
from drivers.card_reader.apdu import Response, Transmit, exchange, read_record, select_by_name, select_file
from drivers.card_reader.errors import NOT_HERE, BadCard, BadCardData, OtherCard, refused

APPLICATION = b"sx1.sh." + "社会保障".encode("gbk")
ISSUER_FILE, HOLDER_FILE = 0xEF05, 0xEF06

# Tag -> length of the value, in the order of the records (record 1 first).
ISSUER_RECORDS: Mapping[int, int] = MappingProxyType({0x01: 16, 0x02: 1, 0x03: 4, 0x04: 12, 0x05: 4, 0x06: 4, 0x07: 9})
HOLDER_RECORDS: Mapping[int, int] = MappingProxyType({0x08: 18, 0x09: 30, 0x4E: 20, 0x0A: 1, 0x0B: 1, 0x0C: 3, 0x0D: 4})
_WANTED_OF_ISSUER = (0x01, 0x03, 0x05, 0x06, 0x07)
_WANTED_OF_HOLDER = (0x08, 0x09, 0x4E, 0x0A, 0x0B, 0x0D)

_BY_TAG, _BY_NUMBER, _ALL_FROM_FIRST = 0x00, 0x04, 0x05  # P2 of READ RECORD


@dataclass(frozen=True)
class SocialSecurityCard:
    """What EF05 and EF06 say. Dates are `YYYY-MM-DD`; a card may lack all but number and name: then empty.

    `sex` is the code of GB/T 2261.1, `nation` that of GB/T 3304, `region` the six digits of GB/T 2260.
    Old cards give only the year of `issued` and `valid_to` (`YYYY`).
    """

    id_number: str = field(repr=False)
    name: str = field(repr=False)
    sex: str = field(repr=False)
    nation: str = field(repr=False)
    birth: str = field(repr=False)
    card_number: str = field(repr=False)
    identification_code: str = field(repr=False)
    region: str
    version: str
    issued: str = field(repr=False)
    valid_to: str = field(repr=False)


def read(transmit: Transmit) -> SocialSecurityCard:
    """The whole dialogue. Raises `NoAnswer`, `OtherCard`, `BadCard` or `BadCardData`."""
    selected = exchange(transmit, select_by_name(APPLICATION))
    if not selected.ok:
        raise refused("the application", selected.sw, OtherCard)
    issuer = _read_file(transmit, ISSUER_FILE, ISSUER_RECORDS, _WANTED_OF_ISSUER)
    holder = _read_file(transmit, HOLDER_FILE, HOLDER_RECORDS, _WANTED_OF_HOLDER)
    return interpret(issuer | holder)


def _read_file(transmit: Transmit, file: int, records: Mapping[int, int], wanted: Sequence[int]) -> dict[int, bytes]:
    """Cards differ in how they let a record be named; the ways are tried from the most common to the rarest."""
    selected = exchange(transmit, select_file(file, p1=0x00))
    if not selected.ok:
        selected = exchange(transmit, select_file(file, p1=0x02))
    if selected.ok:
        found = _read_by_tag(transmit, _BY_TAG, records, wanted)
        if not found:
            found, last = _read_by_number(transmit, _BY_NUMBER, records)
            found = found or _read_all(transmit)
        if not found:
            raise refused(f"records of {file:04X}", last, BadCard)
        return found
    short = (file & 0x1F) << 3  # the short file identifier in P2: no file need be selected
    found = _read_by_tag(transmit, short | _BY_TAG, records, wanted)
    found = found or _read_by_number(transmit, short | _BY_NUMBER, records)[0]
    if not found:
        raise refused(f"file {file:04X}", selected.sw, OtherCard)
    return found


def _read_by_tag(transmit: Transmit, p2: int, records: Mapping[int, int], wanted: Sequence[int]) -> dict[int, bytes]:
    """Nothing at all where the card does not address its records by tag."""
    found: dict[int, bytes] = {}
    for tag in wanted:
        response = exchange(transmit, read_record(tag, p2, records[tag] + 2))
        if not response.ok and response.sw not in NOT_HERE:
            raise BadCard(f"record {tag:02X}: status word {response.sw:04X}")
        objects = dict(_objects(response)) if response.ok else {}
        if tag in objects:
            found[tag] = objects[tag]
        elif not found:
            return {}
    return found


def _read_by_number(transmit: Transmit, p2: int, records: Mapping[int, int]) -> tuple[dict[int, bytes], int]:
    """Every record there is, known by the tag it bears, and the last status word.

    A card of version 1.00 may lack 4E, which moves the rest.
    """
    found: dict[int, bytes] = {}
    sw = 0x9000
    for number, length in enumerate(records.values(), 1):
        response = exchange(transmit, read_record(number, p2, length + 2))
        sw = response.sw
        if not response.ok:
            break
        found.update(_objects(response))
    return found, sw


def _read_all(transmit: Transmit) -> dict[int, bytes]:
    """All records of the file in one answer."""
    response = exchange(transmit, read_record(1, _ALL_FROM_FIRST, 0xFF))
    return dict(_objects(response)) if response.ok else {}


def _objects(response: Response) -> list[tuple[int, bytes]]:
    try:
        return tlv.decode(response.data)
    except tlv.BadTlv as error:
        raise BadCardData(f"a record is no TLV: {error}") from None


def interpret(records: Mapping[int, bytes]) -> SocialSecurityCard:
    """Records by tag -> what they mean. Raises `BadCardData` if the holder's number or name cannot be true."""
    number = text(records.get(0x08, b"")).upper()
    if not identity_number.is_valid(number):
        raise BadCardData("id_number: its check character is wrong")
    name = text(records.get(0x09, b"")) + text(records.get(0x4E, b""))
    if not name:
        raise BadCardData("name: empty")
    code = records.get(0x01, b"").hex().upper()
    return SocialSecurityCard(
        id_number=number,
        name=name,
        sex=text(records.get(0x0A, b"")),
        nation=digits(records.get(0x0B, b"")),
        birth=calendar_date(records.get(0x0D, b"")),
        card_number=text(records.get(0x07, b"")),
        identification_code=code,
        region=code[:6] if code[:6].isdigit() else "",
        version=text(records.get(0x03, b"")),
        issued=calendar_date(records.get(0x05, b"")),
        valid_to=calendar_date(records.get(0x06, b"")),
    )


def text(value: bytes) -> str:
    """Type "an": GB18030 (cards say GBK, which it contains), left aligned, cut at the first 00."""
    try:
        return value.split(b"\0", 1)[0].rstrip(b"\xff").decode("gb18030").strip()
    except UnicodeDecodeError:
        raise BadCardData("a text is not GB18030") from None


def digits(value: bytes) -> str:
    """Type "cn": packed decimal digits, left aligned, padded with F."""
    return value.hex().upper().rstrip("F")


def calendar_date(value: bytes) -> str:
    """`YYYY-MM-DD` from packed digits; cards of 2012 wrote the year in ASCII: `YYYY`. Empty where there is none."""
    packed = value.hex()
    if len(packed) == 8 and packed.isdigit():
        try:
            parsed = date.fromisoformat(packed)
        except ValueError:
            parsed = None
        if parsed is not None and 1900 <= parsed.year <= 2199:
            return parsed.isoformat()
    if len(value) == 4 and value.isdigit() and 1900 <= int(value) <= 2199:
        return value.decode("ascii")
    return "" if not value.strip(b"\0\xff ") else value.hex().upper()
