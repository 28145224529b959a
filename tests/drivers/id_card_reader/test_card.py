"""What the text block of a resident identity card means."""

from __future__ import annotations

import dataclasses
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.id_card_reader import twin
from drivers.id_card_reader.answers import BadAnswer, document, format_sam_id, split
from drivers.id_card_reader.card import decode
from drivers.id_card_reader.layouts import DATES, LAYOUTS, LONG_TERM, Kind
from drivers.id_card_reader.text import BadCardData, OtherDocument


def block(**changes: str) -> bytes:
    person = twin.load("jia")
    return dataclasses.replace(person, fields=person.fields | changes).text()


def test_all_fields():
    card = decode(block(), b"photo", "05.01-x")
    assert dataclasses.asdict(card) == {
        "name": "测试员甲",
        "sex": "1",
        "nation": "01",
        "birth": "1990-01-01",
        "address": "测试市测试区测试路 1 号 1-1",
        "id_number": "999999199001010016",
        "authority": "测试市公安局测试分局",
        "valid_from": "2020-05-06",
        "valid_to": "2040-05-06",
        "sam_id": "05.01-x",
        "photo": b"photo",
        "kind": Kind.RESIDENT,
        "pass_number": "",
        "issue_count": "",
        "newest_address": "",
        "fingerprints": (),
        "warnings": (),
    }


def test_a_name_with_a_space_keeps_it():
    # Guards against: a name or an address is cut at its first space.
    assert decode(block(name="阿·测试 员甲"), b"", "").name == "阿·测试 员甲"


def test_nul_padding_is_padding_too():
    text = block().replace(" ".encode("utf-16-le"), b"\0\0")
    assert decode(text, b"", "").name == "测试员甲"


def test_a_card_without_end():
    assert decode(block(valid_to="长期"), b"", "").valid_to == "长期"


@pytest.mark.parametrize(
    "changes",
    [
        {"id_number": "999999199001010017"},
        {"id_number": ""},
        {"name": ""},
        {"birth": "1990-02-30"},
        {"valid_from": "长期"},
        {"valid_to": ""},
    ],
)
def test_what_cannot_be_true_is_refused_without_telling_it(changes):
    with pytest.raises(BadCardData) as refused:
        decode(block(**changes), b"", "")
    assert "9999" not in str(refused.value)
    assert "1990" not in str(refused.value)


def test_a_residence_permit_has_no_nation_and_a_foreigners_card_is_another_document():
    text = bytearray(block(nation="  "))
    text[248:250] = "J".encode("utf-16-le")
    assert decode(bytes(text), b"", "").nation == ""
    text[248:250] = "Y".encode("utf-16-le")
    with pytest.raises(OtherDocument):
        decode(bytes(text), b"", "")


@given(st.binary(min_size=256, max_size=256))
def test_any_block_is_a_card_or_refused(text):
    try:
        decode(text, b"", "")
    except (BadCardData, OtherDocument):
        return


def test_the_answer_is_split_by_its_lengths():
    data = struct.pack(">HH", 256, 1024) + bytes(256) + b"p" * 1024
    assert split(data) == [bytes(256), b"p" * 1024]
    for wrong in (b"", data[:3], data[:-1], data + b"x", struct.pack(">HH", 255, 1024) + bytes(255 + 1024)):
        with pytest.raises(BadAnswer):
            split(wrong)


def test_the_number_of_a_module_is_printed_as_on_its_label():
    data = bytes.fromhex("0500010009B8320105BE1200ADC5B111")
    assert format_sam_id(data) == "05.01-20101129-0001228293-0296863149"


def test_nothing_of_the_holder_is_in_its_repr():
    assert repr(decode(block(), b"photo", "05.01")) == (
        "ResidentCard(sam_id='05.01', kind=<Kind.RESIDENT: 'resident'>, warnings=())"
    )


@pytest.mark.parametrize("key", twin.names())
def test_the_people_of_the_bench_fit_on_a_card(key):
    person = twin.load(key)
    for name, (_, length) in LAYOUTS[person.kind].items():
        value = person.fields.get(name, "")
        value = value.replace("-", "") if name in DATES and value != LONG_TERM else value[:35]
        assert len(value.encode("utf-16-le")) <= length, name
    number = person.fields.get("id_number") or person.fields["number"]
    assert number.startswith(("999999", "810000", "UTO"))
    data = struct.pack(">HH", 256, 1024) + person.text() + person.photo()
    if key == "wrong_check_digit":
        with pytest.raises(BadCardData):
            document(data, "")
    else:
        found = document(data, "")
        assert found.kind is person.kind
        assert found.name == person.fields["name"]
        assert found.warnings == ()


def test_an_unknown_person_is_a_key_error():
    for key in ("nobody", "../people/jia"):
        with pytest.raises(KeyError):
            twin.load(key)
