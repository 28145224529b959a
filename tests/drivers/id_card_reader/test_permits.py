"""Permits, byte by byte: the offsets stand here once more, so that the twin and the driver cannot err together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.id_card_reader import card, permits, twin
from drivers.id_card_reader.layouts import Kind
from drivers.id_card_reader.permits import check_digit, old_number
from drivers.id_card_reader.text import BadCardData, OtherDocument, kind_of


def block(flag: str, *fields: tuple[int, str]) -> bytes:
    text = bytearray((" " * 128).encode("utf-16-le"))
    for offset, value in (*fields, (248, flag)):
        text[offset : offset + 2 * len(value)] = value.encode("utf-16-le")
    return bytes(text)


HMT = (
    (0, "测试员戊"),
    (30, "1"),
    (36, "19800304"),
    (52, "测试市测试路 5 号"),
    (122, "810000198003040014"),
    (158, "测试市公安局"),
    (188, "20220202"),
    (204, "20270202"),
    (220, "HT0000005"),
    (238, "01"),
)
OF_2017 = (
    (0, "TEST, SIX"),
    (120, "2"),
    (122, "UTO990075080904"),
    (152, "UTO"),
    (158, "测试员己"),
    (188, "20180809"),
    (204, "20280808"),
    (220, "19750809"),
    (236, "01"),
    (240, "1500"),
)
OF_2023 = (
    (0, "测试员庚"),
    (30, "1"),
    (32, "01"),
    (36, "19810203"),
    (52, "TEST PERSON OF A VERY LONG FAMILY A"),
    (122, "999999198102030011"),
    (188, "20240101"),
    (204, "长期"),
    (220, ", SEVEN"),
    (242, "UTO"),
    (250, "001"),
)


def test_a_residence_permit_of_hong_kong_macao_and_taiwan_people():
    found = card.decode(block("J", *HMT), b"", "")
    assert found.kind is Kind.HMT_RESIDENCE_PERMIT
    assert (found.name, found.nation, found.id_number) == ("测试员戊", "", "810000198003040014")
    assert (found.pass_number, found.issue_count, found.authority) == ("HT0000005", "01", "测试市公安局")


def test_a_permanent_residence_card_of_2017():
    found = permits.decode(block("I", *OF_2017), b"", "")
    assert found.kind is Kind.PERMANENT_RESIDENCE_2017
    assert (found.name, found.name_en, found.sex, found.birth) == ("测试员己", "TEST, SIX", "2", "1975-08-09")
    assert (found.number, found.country, found.authority, found.version) == ("UTO990075080904", "UTO", "1500", "01")
    assert (found.valid_from, found.valid_to, found.old_number) == ("2018-08-09", "2028-08-08", "")
    assert found.warnings == ()


def test_a_permanent_residence_card_of_2023_and_the_number_of_before():
    found = permits.decode(block("Y", *OF_2023), b"", "")
    assert found.kind is Kind.PERMANENT_RESIDENCE_2023
    assert (found.name, found.name_en) == ("测试员庚", "TEST PERSON OF A VERY LONG FAMILY A, SEVEN")
    assert (found.number, found.country, found.issue_count) == ("999999198102030011", "UTO", "01")
    assert (found.birth, found.sex, found.valid_to) == ("1981-02-03", "1", "长期")
    # country, province 99, association 00, birth 810203, association 1, check digit
    assert found.old_number == "UTO990081020316"
    assert found.warnings == ()


def test_an_english_name_that_is_cut_at_a_space_keeps_it():
    # Guards against: "LONG FAMILY" and "SEVEN" grow together where one field ends and the next begins.
    fields = dict(OF_2023) | {52: "TEST PERSON OF A VERY LONG FAMILY  "[:34] + " ", 220: "SEVEN"}
    assert permits.decode(block("Y", *fields.items()), b"", "").name_en == "TEST PERSON OF A VERY LONG FAMILY  SEVEN"


@pytest.mark.parametrize(
    ("text", "digit"),
    [("D23145890", "7"), ("340712", "7"), ("950712", "2"), ("L898902C<", "3"), ("520727", "3")],
)
def test_check_digits_of_the_examples_in_icao_doc_9303(text, digit):
    assert check_digit(text) == digit


@pytest.mark.parametrize(
    ("country", "association"), [("UTO", ""), ("UTO", "0 1"), ("UTO", "00"), ("U", "001"), ("", "001"), ("UTo", "001")]
)
def test_without_an_association_there_is_no_old_number(country, association):
    assert old_number("999999198102030011", country, association) == ""


@pytest.mark.parametrize(
    ("flag", "fields", "changes", "warning"),
    [
        ("I", OF_2017, {122: "UTO990075080905"}, "number: its check digit is wrong"),
        ("I", OF_2017, {152: "XXX"}, "country: differs from the number"),
        ("Y", OF_2023, {36: "19810204"}, "birth: differs from the number"),
        ("Y", OF_2023, {30: "2"}, "sex: differs from the number"),
        ("Y", OF_2023, {204: "20231231"}, "valid_to: before valid_from"),
        ("J", HMT, {36: "19800305"}, "birth: differs from the number"),
    ],
)
def test_what_contradicts_itself_is_reported(flag, fields, changes, warning):
    decode = card.decode if flag == "J" else permits.decode
    found = decode(block(flag, *(dict(fields) | changes).items()), b"", "")
    assert found.warnings == (warning,)


@pytest.mark.parametrize(
    ("flag", "fields", "changes"),
    [
        ("I", OF_2017, {122: "UTO99007508090 "}),
        ("I", OF_2017, {122: "990990075080904"}),
        ("I", OF_2017, {220: "19751309"}),
        ("I", OF_2017, {0: " " * 9, 158: " " * 4}),
        ("Y", OF_2023, {122: "999999198102030012"}),
        ("Y", OF_2023, {188: "长期    "}),
    ],
)
def test_what_cannot_be_true_is_refused_without_telling_it(flag, fields, changes):
    with pytest.raises(BadCardData) as refused:
        permits.decode(block(flag, *(dict(fields) | changes).items()), b"", "")
    assert "9" not in str(refused.value)


@pytest.mark.parametrize("flag", ["A", "j", "Z", "é"])
def test_an_unknown_kind_is_another_document(flag):
    with pytest.raises(OtherDocument):
        kind_of(block(flag))


@pytest.mark.parametrize("key", ["foreigner_2017", "foreigner_2023"])
def test_nothing_of_the_holder_is_in_its_repr(key):
    found = permits.decode(twin.load(key).text(), b"photo", "05.01")
    assert all(word not in repr(found) for word in ("TEST", "UTO", "测试", "99"))


@given(st.binary(min_size=256, max_size=256), st.sampled_from(["I", "Y", "J", " "]))
def test_any_block_is_a_document_or_refused(text, flag):
    marked = text[:248] + flag.encode("utf-16-le") + text[250:]
    for decode in (card.decode, permits.decode):
        try:
            decode(marked, b"", "")
        except (BadCardData, OtherDocument):
            continue
