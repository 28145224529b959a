"""Frames of the SAM_V module."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.id_card_reader.frames import (
    PREAMBLE,
    Parser,
    Request,
    Response,
    Status,
    check_byte,
    decode_response,
    encode_request,
    encode_response,
)

bodies = st.binary(min_size=3, max_size=200)
# Noise in which no whole preamble stands; it may end with a part of one.
noise = st.lists(st.sampled_from([b"\xaa", b"\xaa\xaa", b"\x96", b"\x69", b"\x00", b"\xff\x10"]), max_size=12).map(
    b"".join
)


def frame(body: bytes) -> bytes:
    return encode_response(Response(sw3=body[2], data=body[3:], sw1=body[0], sw2=body[1]))


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (Request.STATUS, "AAAAAA9669000311FFED"),
        (Request.SAM_ID, "AAAAAA9669000312FFEE"),
        (Request.FIND, "AAAAAA96690003200122"),
        (Request.SELECT, "AAAAAA96690003200221"),
        (Request.READ, "AAAAAA96690003300132"),
    ],
)
def test_the_bytes_of_each_request(request_, expected):
    assert encode_request(request_).hex().upper() == expected


@pytest.mark.parametrize(
    ("frame_", "sw3", "length"),
    [
        ("AAAAAA96690008 00009F 00000000 97", Status.FOUND, 4),
        ("AAAAAA96690004 000080 84", Status.NO_CARD, 0),
        ("AAAAAA9669000C 000090 0000000000000000 9C", Status.OK, 8),
        ("AAAAAA96690004 000081 85", Status.SELECT_FAILED, 0),
        ("AAAAAA96690004 000041 45", Status.READ_FAILED, 0),
        ("AAAAAA96690004 000090 94", Status.OK, 0),
        ("AAAAAA96690004 698241 AE", Status.READ_FAILED, 0),  # the card's own status words before SW3
    ],
)
def test_answers_of_real_modules(frame_, sw3, length):
    (body,) = Parser().feed(bytes.fromhex(frame_.replace(" ", "")))
    response = decode_response(body)
    assert response is not None
    assert (response.sw3, len(response.data)) == (sw3, length)
    assert encode_response(response) == bytes.fromhex(frame_.replace(" ", ""))


@given(st.lists(st.tuples(noise, bodies), max_size=5), st.data())
def test_frames_are_found_among_noise_however_they_are_split(parts, data):
    # Guards against: a loose cable, or a slow one, costs the citizen another try.
    stream = b"".join(before + frame(body) for before, body in parts)
    if stream.count(PREAMBLE) != len(parts):
        return  # chance made one more preamble: the next test
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    parser = Parser()
    found = [body for a, b in pairwise([0, *cuts, len(stream)]) for body in parser.feed(stream[a:b])]
    assert found == [body for _, body in parts]
    assert parser.rejected == 0


@given(bodies, st.data())
def test_one_damaged_byte_never_gives_another_answer(body, data):
    good = frame(body)
    at = data.draw(st.integers(0, len(good) - 1))
    flipped = good[at] ^ data.draw(st.integers(1, 255))
    found = Parser().feed(good[:at] + bytes((flipped,)) + good[at + 1 :])
    # A damaged first AA can be made good by nothing: the preamble is exact. Then there is no frame at all.
    assert found == []


@given(bodies, bodies)
def test_a_whole_frame_after_a_broken_one_is_found(broken, whole):
    damaged = frame(broken)[:-1] + bytes((frame(broken)[-1] ^ 0x01,))
    parser = Parser()
    found = parser.feed(damaged + frame(whole))
    assert found[-1:] == [whole]
    assert parser.rejected >= 1


@given(st.binary(max_size=400))
def test_any_bytes_are_taken(data):
    parser = Parser()
    for at in range(len(data)):
        for body in parser.feed(data[at : at + 1]):
            response = decode_response(body)
            assert response is None or len(response.data) == len(body) - 3


@given(bodies)
def test_the_check_byte_makes_the_whole_zero(body):
    assert check_byte(frame(body)[len(PREAMBLE) :]) == 0
