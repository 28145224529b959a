"""The dialogue with a social security card, byte for byte, and what its records mean."""

from __future__ import annotations

import contextlib
import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.card_reader import card_application, social_security_card
from drivers.card_reader.apdu import NoAnswer
from drivers.card_reader.card_application import CardApplication
from drivers.card_reader.errors import BadCard, BadCardData, OtherCard
from drivers.card_reader.social_security_card import calendar_date, interpret, read
from tests.drivers.card_reader.transcript import Transcript

SELECT = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"
NUMBER = b"999999199001010016".hex()

THIRD_GENERATION = f"""
{SELECT} > 6F16840F7378312E73682EC9E7BBE1B1A3D5CFA50388011E 9000
00A4000002EF05 > 9000
00B2010012 > 0110 999999D1560000050000000100000001 9000
00B2030006 > 0304 332E3030 9000
00B2050006 > 0504 20210315 9000
00B2060006 > 0604 20310314 9000
00B207000B > 0709 543030303030303031 9000
00A4000002EF06 > 9000
00B2080014 > 0812 {NUMBER} 9000
00B2090020 > 091E B2E2CAD4D4B1BCD7{"00" * 22} 9000
00B24E0016 > 4E14 {"00" * 20} 9000
00B20A0003 > 0A01 31 9000
00B20B0003 > 0B01 01 9000
00B20D0006 > 0D04 19900101 9000
"""

# Of the year 2012, as one such card really answered: 61xx, P1 02, "2.0" with a NUL, years in ASCII; no name extension.
SECOND_GENERATION = f"""
{SELECT} > 611A
00C000001A > 6F16840F7378312E73682EC9E7BBE1B1A3D5CFA50388011E 9000
00A4000002EF05 > 6A86
00A4020002EF05 > 9000
00B2010012 > 0110 999999D1560000050000000100000001 9000
00B2030006 > 0304 322E3000 9000
00B2050006 > 0504 32303132 9000
00B2060006 > 0604 32303232 9000
00B207000B > 0709 543030303030303031 9000
00A4000002EF06 > 6A86
00A4020002EF06 > 9000
00B2080014 > 0812 {NUMBER} 9000
00B2090020 > 6C0A
00B209000A > 0908 B2E2CAD4D4B1BCD7 9000
00B24E0016 > 6A83
00B20A0003 > 0A01 31 9000
00B20B0003 > 0B01 01 9000
00B20D0006 > 0D04 19900101 9000
"""

# Reads by record number only; version 1.00 lacks 4E, so that all behind it move up by one.
BY_NUMBER = f"""
{SELECT} > 9000
00A4000002EF05 > 9000
00B2010012 > 6A86
00B2010412 > 0110 999999D1560000050000000100000001 9000
00B2020403 > 0201 33 9000
00B2030406 > 0304 312E3030 9000
00B204040E > 040C 999999000000000000000001 9000
00B2050406 > 0504 20110101 9000
00B2060406 > 0604 20210101 9000
00B207040B > 0709 543030303030303031 9000
00A4000002EF06 > 9000
00B2080014 > 6B00
00B2010414 > 0812 {NUMBER} 9000
00B2020420 > 091E B2E2CAD4D4B1BCD7{"00" * 22} 9000
00B2030416 > 6C03
00B2030403 > 0A01 31 9000
00B2040403 > 0B01 01 9000
00B2050403 > 6C05
00B2050405 > 0C03 999999 9000
00B2060405 > 6C06
00B2060406 > 0D04 19900101 9000
00B2070406 > 6A83
"""


def _card(lines: str) -> social_security_card.SocialSecurityCard:
    transcript = Transcript(lines)
    card = read(transcript.transmit)
    assert transcript.finished
    assert (card.id_number, card.name, card.sex, card.nation) == ("999999199001010016", "测试员甲", "1", "01")
    assert (card.birth, card.card_number, card.region) == ("1990-01-01", "T00000001", "999999")
    assert card.identification_code == "999999D1560000050000000100000001"
    return card


def test_a_card_of_the_third_generation():
    card = _card(THIRD_GENERATION)
    assert (card.version, card.issued, card.valid_to) == ("3.00", "2021-03-15", "2031-03-14")


def test_a_card_of_2012_that_deviates_from_its_specification():
    card = _card(SECOND_GENERATION)
    assert (card.version, card.issued, card.valid_to) == ("2.0", "2012", "2022")


def test_a_card_that_knows_record_numbers_only_and_lacks_one():
    # Guards against: the sex is taken for the name extension, and the nation for the sex.
    card = _card(BY_NUMBER)
    assert (card.version, card.issued, card.valid_to) == ("1.00", "2011-01-01", "2021-01-01")


@pytest.mark.parametrize(
    "addressing", ["tag", "number", "file_tag", "file_number", "all", "tag number file_tag file_number all"]
)
def test_every_way_to_name_a_record(addressing):
    # Guards against: a card that lets its records be read in one way only is taken for a broken one.
    selects = () if addressing.startswith("file") else (0x02,)
    card = dataclasses.replace(card_application.load("jia"), addressing=addressing, select_p1=selects)
    found = read(CardApplication(card).answer)
    assert (found.id_number, found.name, found.valid_to) == ("999999199001010016", "测试员甲", "2031-03-14")


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        (f"{SELECT} > 6A82", OtherCard),
        (f"{SELECT} > 6D00", OtherCard),
        (f"{SELECT} > 6F00", BadCard),
        (
            f"{SELECT} > 9000\n00A4000002EF05 > 6A82\n00A4020002EF05 > 6A82\n00B2012812 > 6A82\n00B2012C12 > 6A82",
            OtherCard,
        ),
        (f"{SELECT} > 9000\n00A4000002EF05 > 9000\n00B2010012 > 6581", BadCard),
        (f"{SELECT} > 9000\n00A4000002EF05 > 9000\n00B2010012 > 0120FFFF 9000", BadCardData),
        (f"{SELECT} > 9000\n00A4000002EF05 > 9000\n00B2010012 > 6A83\n00B2010412 > 6A83\n00B20105FF > 6A83", BadCard),
        (f"{SELECT} > 9000\n00A4000002EF05 > ", NoAnswer),
    ],
)
def test_what_is_refused(lines, error):
    transcript = Transcript(lines)
    with pytest.raises(error):
        read(transcript.transmit)
    assert transcript.finished


HOLDER = {0x08: b"999999199001010016", 0x09: "测试员甲".encode("gb18030")}


@pytest.mark.parametrize(
    ("stored", "name"),
    [
        ("测试员甲".encode("gb18030").ljust(30, b"\0"), "测试员甲"),
        ("测试员㐂".encode("gb18030").ljust(30, b"\0"), "测试员㐂"),  # four bytes in GB18030, none in GBK
        ("测试·员".encode("gb18030") + b"\0\x90\x00rest", "测试·员"),
        ("测试员".encode("gb18030").ljust(30, b"\xff"), "测试员"),
    ],
)
def test_names(stored, name):
    assert interpret(HOLDER | {0x09: stored}).name == name


def test_a_long_name_goes_on_in_its_extension():
    long = "测" * 15
    records = HOLDER | {0x09: long.encode("gb18030"), 0x4E: "试员".encode("gb18030").ljust(20, b"\0")}
    assert interpret(records).name == long + "试员"


@pytest.mark.parametrize(
    "records",
    [
        {0x08: b"999999199001010017", 0x09: b"A"},  # the check character of another number
        {0x08: b"", 0x09: b"A"},
        {0x08: b"999999199001010016", 0x09: b"\0" * 30},
        {0x08: b"999999199001010016"},
    ],
)
def test_what_cannot_be_true_is_refused_without_telling_it(records):
    with pytest.raises(BadCardData) as refused:
        interpret(records)
    assert "9999" not in str(refused.value)


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        ("20210315", "2021-03-15"),
        ("32303132", "2012"),
        ("20211332", "20211332"),  # no such day: as it stands
        ("FFFFFFFF", ""),
        ("00000000", ""),
        ("20202020", ""),  # four spaces
    ],
)
def test_dates(value, meaning):
    assert calendar_date(bytes.fromhex(value)) == meaning


@given(st.dictionaries(st.sampled_from([1, 3, 5, 6, 7, 8, 9, 0x4E, 10, 11, 13]), st.binary(max_size=32)))
def test_whatever_the_records_hold_it_is_a_card_or_bad_data(records):
    with contextlib.suppress(BadCardData):
        interpret(records)


@given(st.data())
def test_a_card_that_answers_anything_is_a_value_never_a_crash(data):
    # Guards against: one broken card takes the terminal out of service.
    def transmit(command: bytes) -> bytes:
        assert command[1] in (0xA4, 0xB2, 0xC0), "only commands that cannot lock a card"
        body = data.draw(st.binary(max_size=40))
        return body + data.draw(st.sampled_from([b"\x90\x00", b"\x90\x00", b"\x61\x05", b"\x6c\x05", b"\x6a\x83", b""]))

    with contextlib.suppress(NoAnswer, OtherCard, BadCard, BadCardData):
        read(transmit)


def test_nothing_of_the_holder_is_in_its_repr():
    card = interpret(HOLDER)
    shown = repr(card)
    for field in dataclasses.fields(card):
        if field.name not in ("region", "version"):
            assert f"{field.name}=" not in shown


@pytest.mark.parametrize("name", card_application.names())
@pytest.mark.parametrize("more_data", [False, True])
@pytest.mark.parametrize("exact_le", [False, True])
def test_every_card_of_the_bench_can_be_read_or_is_refused_as_it_says(name, more_data, exact_le):
    card = card_application.load(name)
    application = CardApplication(card, more_data, exact_le)
    refused = BadCardData if name == "wrong_check_digit" else None if card.records else OtherCard
    if refused is not None:
        with pytest.raises(refused):
            read(application.answer)
    else:
        assert read(application.answer).id_number.startswith("999999")
