"""Guards against praise that arrives as a complaint: both national codings, in both directions."""

from __future__ import annotations

import pytest

from kiosk.contract.ratings import Channel, Commitment, Satisfaction
from kiosk.rating_tags import LEVELS, tags
from kiosk.visit.rating import NOT_RATED
from provisioning.national_codes import (
    EXCHANGE,
    EXCHANGE_CHANNEL,
    GBT_39046,
    GBT_39046_COMMITMENT,
    INVERTED_COMMITMENT,
    Coding,
    NoCode,
    exchange_row,
)

# as the sources print them, and not made from the adapters
PRINTED = {
    "very_satisfied": ("1", "5"),
    "satisfied": ("2", "4"),
    "fairly_satisfied": ("3", "3"),
    "dissatisfied": ("4", "2"),
    "very_dissatisfied": ("5", "1"),
}


@pytest.mark.parametrize("level", PRINTED)
def test_each_level_has_the_code_that_the_source_prints(level: str) -> None:
    word, (standard, exchange) = Satisfaction(level), PRINTED[level]
    assert (GBT_39046.code(word), EXCHANGE.code(word)) == (standard, exchange)
    assert (GBT_39046.word(standard), EXCHANGE.word(exchange)) == (word, word)


@pytest.mark.parametrize("coding", [GBT_39046, EXCHANGE])
def test_not_rated_is_no_level(coding: Coding[Satisfaction]) -> None:
    with pytest.raises(NoCode):
        coding.code(Satisfaction.NOT_RATED)
    for code in ("0", "6", "", "５", "1 ", "very_satisfied"):
        with pytest.raises(NoCode):
            coding.word(code)


def test_a_terminal_is_channel_5() -> None:
    assert EXCHANGE_CHANNEL.code(Channel.SELF_SERVICE) == "5"
    assert [EXCHANGE_CHANNEL.word(str(number)) for number in range(1, 8)] == list(Channel)


def test_instant_and_promised_are_told_apart_in_every_source() -> None:
    assert GBT_39046_COMMITMENT.code(Commitment.INSTANT) == "1" == INVERTED_COMMITMENT.code(Commitment.PROMISED)
    for coding in (GBT_39046_COMMITMENT, INVERTED_COMMITMENT):
        assert all(coding.word(code) is word for word, code in coding.codes.items())


def test_the_terminal_s_words_are_the_contract_s() -> None:
    assert [*LEVELS, NOT_RATED] == list(Satisfaction)


def test_the_national_tags_are_forty_and_belong_to_their_level() -> None:
    first = {
        "very_satisfied": 510,
        "satisfied": 406,
        "fairly_satisfied": 307,
        "dissatisfied": 207,
        "very_dissatisfied": 108,
    }
    for level, number in first.items():
        assert [code for code, _ in tags().of[level]] == [str(number + step) for step in range(8)]
    assert tags().version


def test_a_row_for_the_exchange() -> None:
    row = {
        "subject": "N1", "item": "I1", "level": "very_satisfied", "tags": ["510", "517"], "assess_number": 2,
        "object": "item", "channel": "self_service", "rated_at": "2026-11-22T23:26:00Z",
    }  # fmt: skip
    assert exchange_row(row) == {
        "projectNo": "N1", "taskCode": "I1", "satisfaction": "5", "evalDetail": "510,517", "assessNumber": 2,
        "assessTime": "20261123T072600", "pf": "5", "isAnonymous": "1", "isDefault": "2",
    }  # fmt: skip
    assert exchange_row(row | {"level": "not_rated"}) is None


def test_a_terminal_that_is_rated_is_never_a_matter() -> None:
    row = {
        "subject": "TEST-0001", "item": "terminal", "level": "dissatisfied", "tags": [], "assess_number": 1,
        "object": "terminal", "channel": "self_service", "rated_at": "2026-11-22T02:26:00Z",
    }  # fmt: skip
    told = exchange_row(row)
    assert told is not None
    assert (told["evalObject"], told["evalObjectNo"], told["satisfaction"]) == ("2", "TEST-0001", "2")
    assert not {"projectNo", "taskCode"} & set(told)
    system = exchange_row(row | {"object": "system", "subject": "yukuaiban"})
    assert system is not None and system["evalObject"] == "3"
