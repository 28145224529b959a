"""Commands, and answers that come in parts."""

from __future__ import annotations

import pytest

from drivers.card_reader.apdu import NoAnswer, Response, exchange, read_record, select_by_name, select_file, without_le
from tests.drivers.card_reader.transcript import Transcript


def test_the_bytes_of_each_command():
    name = "社会保障".encode("gbk")
    assert select_by_name(b"sx1.sh." + name).encode().hex().upper() == "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"
    assert select_file(0xEF05).encode().hex().upper() == "00A4000002EF05"
    assert select_file(0xEF05, p1=2).encode().hex().upper() == "00A4020002EF05"
    assert read_record(0x08, 0x00, 20).encode().hex().upper() == "00B2080014"


def test_a_wrong_le_is_asked_again_with_the_right_one():
    card = Transcript("00B2090020 > 6C0A\n00B209000A > 0908B2E2CAD4D4B1BCD7 9000")
    response = exchange(card.transmit, read_record(0x09, 0x00, 32))
    assert response.ok
    assert response.data.hex().upper() == "0908B2E2CAD4D4B1BCD7"
    assert card.finished


def test_a_waiting_answer_is_fetched_in_all_its_parts():
    card = Transcript("00B2010012 > 6104\n00C0000004 > 01020304 6102\n00C0000002 > 0506 9000")
    assert exchange(card.transmit, read_record(1, 0, 0x12)).data == bytes(range(1, 7))
    assert card.finished


def test_a_card_that_always_has_more_ends_nevertheless():
    # Guards against: a broken card holds the reader for ever.
    asked = []

    def endless(command: bytes) -> bytes:
        asked.append(command)
        return b"\x00\x61\x10"

    assert not exchange(endless, read_record(1, 0, 0)).ok
    assert len(asked) < 40


@pytest.mark.parametrize("nothing", [b"", b"\x90"])
def test_no_status_word_is_no_answer(nothing):
    with pytest.raises(NoAnswer):
        exchange(lambda command: nothing, select_file(0xEF05))


def test_an_answer_does_not_show_its_data_when_printed():
    assert "secret" not in repr(Response(b"secret", 0x9000))


@pytest.mark.parametrize(
    ("command", "sent"),
    [
        ("00A4040002AABB00", "00A4040002AABB"),  # sends and expects: the card answers 61xx
        ("00A4040002AABB", "00A4040002AABB"),
        ("00B2010C00", "00B2010C00"),
        ("00B20105FF", "00B20105FF"),
        ("80A8000002830000", "80A80000028300"),
        ("00200000", "00200000"),
    ],
)
def test_over_t0_no_command_both_sends_and_names_what_it_expects(command, sent):
    # Guards against: a reader that refuses such a command, or a card that takes its last byte for data.
    assert without_le(bytes.fromhex(command)).hex().upper() == sent
