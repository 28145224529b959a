"""What a card asks a terminal, and where it says that its records are."""

from __future__ import annotations

from datetime import date

import pytest

from drivers.card_reader.emv import Location, answer_names, locations, scheme_of, terminal_values

KNOWN = {0x9F1A: bytes.fromhex("0156"), 0x9F66: bytes.fromhex("36000000")}


@pytest.mark.parametrize(
    ("wanted", "answer"),
    [
        ([(0x9F1A, 2)], "0156"),
        ([(0x9F1A, 3)], "000156"),  # digits: right aligned
        ([(0x9F1A, 1)], "56"),
        ([(0x9F1A, 0)], ""),
        ([(0x9F66, 4)], "36000000"),
        ([(0x9F66, 2)], "3600"),  # bytes: left aligned
        ([(0x9F66, 5)], "3600000000"),
        ([(0xDF01, 2), (0x9F1A, 2)], "00000156"),  # unknown: zeros, in their length
    ],
)
def test_values_have_the_length_that_is_wanted(wanted, answer):
    # Guards against: a card that asks for three bytes of country gets another country.
    assert answer_names(wanted, KNOWN).hex() == answer


def test_the_terminal_says_the_day_and_no_amount():
    values = terminal_values(date(2026, 11, 22))
    assert values[0x9A].hex() == "261122"
    assert values[0x9F02] == bytes(6)
    assert len(values[0x9F37]) == 4
    assert terminal_values(date(2026, 11, 22))[0x9F37] != values[0x9F37]


def test_locations():
    assert locations(bytes.fromhex("0801020010010300")) == [Location(1, 1, 2), Location(2, 1, 3)]
    assert locations(b"") == []


@pytest.mark.parametrize("locator", ["080102", "00010100", "F8010100", "08000100", "08020100"])
def test_what_is_no_location(locator):
    with pytest.raises(ValueError, match="file locator"):
        locations(bytes.fromhex(locator))


@pytest.mark.parametrize(
    ("aid", "scheme"),
    [("A000000333010101", "unionpay"), ("A0000000031010", "visa"), ("A0000000041010", "mastercard"), ("D156", "other")],
)
def test_schemes(aid, scheme):
    assert scheme_of(bytes.fromhex(aid)) == scheme
