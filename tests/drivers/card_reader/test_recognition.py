"""Which kind of card lies there."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.card_reader import card_application
from drivers.card_reader.apdu import NoAnswer
from drivers.card_reader.bank_card_data import BankCard
from drivers.card_reader.card_application import CardApplication
from drivers.card_reader.errors import BadCard, BadCardData
from drivers.card_reader.recognition import Reset, UnknownCard, name_of_other, of_reset, read
from drivers.card_reader.social_security_card import SocialSecurityCard

KEY, TODAY = b"a key for tests only", date(2026, 11, 22)


@pytest.mark.parametrize(
    ("atr", "reset"),
    [
        ("3B63000054424B", Reset(contactless=False)),
        ("3B8F8001804F0CA000000306030001000000006A", Reset(True, True, "Mifare Classic 1K")),
        ("3B8F8001804F0CA0000003060300020000000069", Reset(True, True, "Mifare Classic 4K")),
        ("3B8F8001804F0CA0000003060300030000000068", Reset(True, True, "Mifare Ultralight")),
        ("3B8F8001804F0CA0000003060300FF0000000094", Reset(True, True, "storage card 00FF")),
        ("3B8F8001804F0CA000000306030001000000006B", Reset(contactless=False)),  # wrong check byte
        ("3B80800101", Reset(contactless=True)),
        ("", Reset(contactless=False)),
    ],
)
def test_answers_to_reset(atr, reset):
    assert of_reset(bytes.fromhex(atr)) == reset


@given(st.binary(max_size=40))
def test_any_bytes_are_some_answer_to_reset(atr):
    assert isinstance(of_reset(atr), Reset)


@pytest.mark.parametrize(
    ("name", "kind", "looks_like"),
    [
        ("jia", SocialSecurityCard, ""),
        ("yi", SocialSecurityCard, ""),
        ("bing_2012", SocialSecurityCard, ""),
        ("bank_card", BankCard, ""),
        ("bank_card_contactless", BankCard, ""),
        ("bank_card_no_directory", BankCard, ""),
        ("transit_card", UnknownCard, "storage_card"),
        ("unknown_chip_card", UnknownCard, "chip_card"),
    ],
)
def test_the_cards_of_the_bench(name, kind, looks_like):
    card = card_application.load(name)
    found = read(CardApplication(card).answer, card.atr, KEY, TODAY)
    assert isinstance(found, kind)
    if isinstance(found, UnknownCard):
        assert found.looks_like == looks_like
        assert found.uid == card.uid.hex().upper()
        assert "uid" not in repr(found)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("bank_card", "a bank card"),
        ("transit_card", "a storage card"),
        ("bank_card_contactless", "a contactless card"),
        ("unknown_chip_card", "another chip card"),
    ],
)
def test_the_wrong_kind_of_card_is_named_for_the_log(name, said):
    card = card_application.load(name)
    assert name_of_other(CardApplication(card).answer, card.atr) == said


@given(st.data())
def test_a_card_that_answers_anything_is_a_value_never_a_crash(data):
    # Guards against: one broken card takes the terminal out of service.
    budget = iter(range(400))

    def transmit(command: bytes) -> bytes:
        next(budget)
        assert (command[0], command[1]) in {(0, 0xA4), (0, 0xB2), (0, 0xC0), (0x80, 0xA8), (0xFF, 0xCA)}
        body = data.draw(st.one_of(st.binary(max_size=40), st.sampled_from(ANSWERS)))
        return body + data.draw(st.sampled_from([b"\x90\x00"] * 4 + [b"\x61\x05", b"\x6c\x05", b"\x6a\x82", b""]))

    atr = data.draw(st.sampled_from([b"", bytes.fromhex("3B80800101")]))
    try:
        found = read(transmit, atr, KEY, TODAY)
    except (NoAnswer, BadCard, BadCardData, StopIteration):
        return
    assert isinstance(found, SocialSecurityCard | BankCard | UnknownCard)


ANSWERS = [
    bytes.fromhex(answer)
    for answer in (
        "6F15840E315041592E5359532E4444463031A503880101",
        "700C610A4F08A000000333010101",
        "80067C0008010100",
        "770A82027C00940408010200",
        "70115A0862000000000000135F24033112315F340101",
    )
]
