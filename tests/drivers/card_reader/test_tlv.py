"""Simple TLV."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.card_reader import tlv

objects = st.lists(st.tuples(st.integers(0, 255), st.binary(max_size=300)), max_size=8)


@given(objects)
def test_what_is_encoded_is_decoded(written):
    assert tlv.decode(b"".join(tlv.encode(tag, value) for tag, value in written)) == written


@given(st.binary(max_size=64))
def test_any_bytes_give_objects_or_say_that_they_are_none(data):
    # Guards against: a broken card crashes the step instead of being refused.
    try:
        decoded = tlv.decode(data)
    except tlv.BadTlv:
        return
    assert sum(len(value) + 2 for _, value in decoded) <= len(data)


@pytest.mark.parametrize("cut", ["09", "0905414243", "09FF", "09FF0005414243"])
def test_a_truncated_object_is_refused_and_its_bytes_are_not_told(cut):
    with pytest.raises(tlv.BadTlv) as refused:
        tlv.decode(bytes.fromhex(cut))
    assert "ABC" not in str(refused.value)
    assert "414243" not in str(refused.value)
