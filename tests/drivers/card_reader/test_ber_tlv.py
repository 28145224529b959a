"""BER-TLV, against another implementation."""

from __future__ import annotations

import ber_tlv.tlv as oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.card_reader import ber_tlv
from drivers.card_reader.tlv import BadTlv

PRIMITIVE = [0x4F, 0x50, 0x5A, 0x57, 0x87, 0x5F20, 0x5F24, 0x9F38, 0x9F61, 0x94]
TEMPLATES = [0x61, 0x6F, 0x70, 0x77, 0xA5, 0xBF0C]
leaves = st.tuples(st.sampled_from(PRIMITIVE), st.binary(max_size=300))
trees = st.recursive(
    leaves, lambda children: st.tuples(st.sampled_from(TEMPLATES), st.lists(children, max_size=4)), max_leaves=12
)


def encode(tree) -> bytes:
    tag, value = tree
    return ber_tlv.encode(tag, value if isinstance(value, bytes) else b"".join(map(encode, value)))


def decode(data: bytes) -> list:
    return [(tag, decode(value) if ber_tlv.is_constructed(tag) else value) for tag, value in ber_tlv.decode(data)]


def by_the_oracle(data: bytes) -> list:
    """Level by level: left alone, it also looks for objects in values that are none."""
    return [
        (tag, by_the_oracle(bytes(value)) if oracle.Tag.isConstructed(tag) else bytes(value))
        for tag, value in oracle.Tlv.parse(data, False)
    ]


@given(st.lists(trees, max_size=4))
def test_both_implementations_read_the_same(written):
    data = b"".join(map(encode, written))
    assert decode(data) == by_the_oracle(data)


@given(st.lists(leaves, max_size=6))
def test_what_is_encoded_is_decoded_and_no_duplicate_is_lost(written):
    # Guards against: of two applications in one directory only the last is seen.
    assert ber_tlv.decode(b"".join(ber_tlv.encode(tag, value) for tag, value in written)) == written


@given(st.binary(max_size=120))
def test_any_bytes_give_objects_or_say_that_they_are_none(data):
    try:
        objects = ber_tlv.decode(data)
        levels = list(ber_tlv.walk(objects))
    except BadTlv:
        return
    assert sum(len(value) + 2 for _, value in objects) <= len(data)
    assert len(levels) <= 9 * len(data)


@given(st.binary(max_size=60))
def test_any_list_of_names_is_read_or_refused(data):
    try:
        wanted = ber_tlv.decode_names(data)
    except BadTlv:
        return
    assert all(0 <= length <= 255 for _, length in wanted)


@pytest.mark.parametrize(
    "data",
    [
        "5A",
        "5A80",
        "5A8141",
        "5A84010203",
        "5A0241",
        "9F",
        "9F80808001",
        "9F8101",
        "61",
        "1F",
        "5A83FFFFFF00",
        "5A80" + "00" * 128,
    ],
)
def test_what_is_broken_is_refused_and_its_bytes_are_not_told(data):
    with pytest.raises(BadTlv) as refused:
        ber_tlv.decode(bytes.fromhex(data))
    assert "414243" not in str(refused.value)


def test_padding_between_objects_means_nothing():
    assert ber_tlv.decode(bytes.fromhex("00005A0141FF500142 00".replace(" ", ""))) == [(0x5A, b"A"), (0x50, b"B")]


def test_templates_within_templates_have_an_end():
    # Guards against: a card made for it exhausts the stack.
    data = b""
    for _ in range(40):
        data = ber_tlv.encode(0x61, data)
    with pytest.raises(BadTlv):
        list(ber_tlv.walk(ber_tlv.decode(data)))
