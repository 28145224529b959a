"""The data of the module's answers, with fingerprints and the newest address."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.id_card_reader import twin
from drivers.id_card_reader.answers import BadAnswer, document, newest_address, split
from drivers.id_card_reader.fingerprints import Fingerprint, summary
from drivers.id_card_reader.frames import Response, Status, encode_response
from drivers.id_card_reader.text import BadCardData, OtherDocument


def answer(prints: int | None) -> bytes:
    person = twin.load("jia")
    parts = [person.text(), person.photo()] + ([] if prints is None else [person.prints(prints)])
    return struct.pack(f">{len(parts)}H", *map(len, parts)) + b"".join(parts)


@pytest.mark.parametrize(("prints", "length"), [(None, 1295), (0, 1297), (512, 1809), (1024, 2321)])
def test_the_lengths_of_whole_frames_are_those_of_real_modules(prints, length):
    assert len(encode_response(Response(Status.OK, answer(prints)))) == length


@pytest.mark.parametrize(
    ("prints", "fingers"),
    [
        (0, ()),
        (512, (Fingerprint("right_thumb", "registered", 80),)),
        (1024, (Fingerprint("right_thumb", "registered", 80), Fingerprint("left_thumb", "not_registered", 0))),
    ],
)
def test_prints_are_named_and_dropped(prints, fingers):
    assert document(answer(prints), "", with_prints=True).fingerprints == fingers


@pytest.mark.parametrize("prints", [1, 511, 513, 1536])
def test_prints_of_another_length_are_refused(prints):
    parts = [bytes(256), bytes(1024), bytes(prints)]
    with pytest.raises(BadAnswer):
        split(struct.pack(">3H", *map(len, parts)) + b"".join(parts), 3)


def test_a_newest_address():
    assert newest_address("测试市 1 号".ljust(35).encode("utf-16-le")) == "测试市 1 号"
    for wrong in (b"", b"x" * 69, b"\x00\xd8" * 35):
        with pytest.raises(BadAnswer):
            newest_address(wrong)


@given(st.binary(max_size=1600), st.booleans())
def test_any_answer_is_a_document_or_refused(data, with_prints):
    try:
        document(data, "", with_prints)
    except (BadAnswer, BadCardData, OtherDocument):
        return


@given(st.binary(max_size=1100))
def test_any_bytes_are_prints_or_none(data):
    assert len(summary(data)) <= 2
