"""Guards against a wrong number that passes, a right one that is refused, and a message that repeats what was typed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.check_digits import (
    id_number_fault,
    implementation_code_fault,
    luhn_holds,
    organ_code_check,
    uscc_check,
    uscc_fault,
)
from kiosk.catalogue.fields import Field, FieldKind, questions
from kiosk.catalogue.load import load
from kiosk.catalogue.model import Item
from kiosk.catalogue.validators import check_answer, doubt, tidy
from kiosk.text import Localized
from kiosk.words import say
from tests.kiosk.catalogue.people import TODAY, id_number, person, uscc

DIGITS = "0123456789"
USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BIRTHDAYS = st.dates(date(1900, 1, 1), TODAY)


def field(kind: FieldKind, **more: Any) -> Field:
    return Field("asked", kind, Localized("问", "Asked"), Localized("问？", "Asked?"), **more)


def fault(kind: FieldKind, value: Any, /, **more: Any) -> str | None:
    """The key of what is said; the words exist in both languages."""
    problem = check_answer(field(kind, **more), value, TODAY)
    if problem is None:
        return None
    for language in ("zh", "en"):
        words = say(problem, language)
        assert not (isinstance(value, str) and len(value) > 4 and value in words)
    return problem.key.removeprefix("form.error.")


def bodies(day: date, serial: int) -> str:
    return f"500000{day:%Y%m%d}{serial:03d}"


@given(BIRTHDAYS, st.integers(0, 999))
def test_an_id_number_with_its_check_digit_stands(day: date, serial: int) -> None:
    assert id_number_fault(id_number(bodies(day, serial)), TODAY) is None


@given(BIRTHDAYS, st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_of_an_id_number_is_always_seen(day: date, serial: int, place: int, shift: int) -> None:
    right = id_number(bodies(day, serial))
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
    assert id_number_fault(wrong, TODAY) is not None


@given(BIRTHDAYS, st.integers(0, 999), st.integers(0, 15))
def test_two_neighbours_of_an_id_number_that_changed_places_are_seen(day: date, serial: int, place: int) -> None:
    right = id_number(bodies(day, serial))
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    assert wrong == right or id_number_fault(wrong, TODAY) is not None


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("11010519491231002X", None),  # the example of GB 11643
        ("11010519491231002x", "length"),  # small letters are made large before
        ("110105194912310021", "check"),
        ("11010519490231002X", "date"),
        (id_number(bodies(TODAY + timedelta(1), 1)), "date"),
        (id_number("99999918491231001"), "date"),
        ("01010519491231002X", "region"),
        ("1101051949123100", "length"),
        ("", "length"),
        ("１１０１０５１９４９１２３１００２Ｘ", "length"),
    ],
)
def test_id_numbers_by_hand(number: str, expected: str | None) -> None:
    assert id_number_fault(number, TODAY) == expected


@given(st.text(USCC_SIGNS, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(USCC_SIGNS))
def test_one_wrong_sign_of_a_social_credit_code_is_always_seen(body: str, place: int, sign: str) -> None:
    right = body + uscc_check(body)
    assert uscc_fault(right) is None
    wrong = right[:place] + sign + right[place + 1 :]
    assert wrong == right or uscc_fault(wrong) == "check"


def test_codes_that_stand_in_the_standards() -> None:
    assert implementation_code_fault("11370800MB285591843370117002011") is None
    assert implementation_code_fault("12441500196720244T3442199806003") is None
    assert implementation_code_fault("11370800MB285591853370117002011") == "organ"
    assert implementation_code_fault("11370800MB285591840370117002011") == "level"
    assert implementation_code_fault("11370800MB28559184337011700201") == "length"
    assert implementation_code_fault("11370800MB28559184337011700201-") == "basic"
    assert organ_code_check("D2143569") == "X"  # the example of GB 11714
    assert uscc_fault("91350100M000100Y4I") == "characters"
    assert uscc_fault(uscc()) is None


@given(st.text(DIGITS, min_size=15, max_size=18))
def test_luhn_is_seen_by_one_digit_only(body: str) -> None:
    assert sum(luhn_holds(body + digit) for digit in DIGITS) == 1


def test_an_unusual_card_number_is_doubted_and_not_refused() -> None:
    right = next(f"622848999999999{digit}" for digit in DIGITS if luhn_holds(f"622848999999999{digit}"))
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    assert fault(FieldKind.BANK_CARD, wrong) is None
    assert doubt(field(FieldKind.BANK_CARD), right) is None
    unusual = doubt(field(FieldKind.BANK_CARD), wrong)
    assert unusual is not None and say(unusual, "zh") and say(unusual, "en")


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (FieldKind.PHONE, "13800000000", None),
        (FieldKind.PHONE, "12800000000", "phone"),
        (FieldKind.PHONE, "1380000000", "phone"),
        (FieldKind.PHONE, "１３８０００００００００", "phone"),
        (FieldKind.PHONE, 13800000000, "phone"),
        (FieldKind.BANK_CARD, "6" * 15, "bank_card"),
        (FieldKind.ID_NUMBER, "110105194912310021", "id_number_check"),
        (FieldKind.USCC, "91350100M000100Y4I", "uscc_characters"),
        (FieldKind.CODE, "T990000001", None),
        (FieldKind.CODE, "T99000000１", "code"),
        (FieldKind.CODE, "出T99000000", "code"),
        (FieldKind.PLATE, "渝A00000", None),
        (FieldKind.PLATE, "渝AD00000", None),
        (FieldKind.PLATE, "渝A00000D", None),
        (FieldKind.PLATE, "渝A0000学", None),
        (FieldKind.PLATE, "渝I00000", "plate"),
        (FieldKind.PLATE, "渝AO0000", "plate"),
        (FieldKind.PLATE, "渝A000000", "plate"),
        (FieldKind.PLATE, "重A00000", "plate"),
        (FieldKind.NAME, "测试员甲", None),
        (FieldKind.NAME, "测试·阿卜杜拉", None),
        (FieldKind.NAME, "𠮷测", None),  # beyond the basic plane, as in real names
        (FieldKind.NAME, "Test Person", None),
        (FieldKind.NAME, "测", "name"),
        (FieldKind.NAME, "测试1", "name"),
        (FieldKind.MONEY, "0.5", None),
        (FieldKind.MONEY, "1.234", "money"),
        (FieldKind.MONEY, "-1", "money"),
        (FieldKind.MONEY, "1e3", "money"),
        (FieldKind.NUMBER, "1.5", "number"),
        (FieldKind.NUMBER, "²", "number"),
        (FieldKind.DIGITS, "12a", "digits"),
        (FieldKind.BOOLEAN, False, None),
        (FieldKind.BOOLEAN, "yes", "choice"),
        (FieldKind.DECLARATION, False, "declaration"),
        (FieldKind.TEXT, "a\u0000b", "character"),
        (FieldKind.REGION, ["510000", "510100"], None),
        (FieldKind.REGION, ["110000"], None),
        (FieldKind.REGION, ["510000"], "region"),
        (FieldKind.REGION, ["510000", "110000"], "region"),
        (FieldKind.REGION, [["510000"]], "region"),
        (FieldKind.SLOT, "2026-12-01/am", None),
        (FieldKind.SLOT, "2026-11-21/am", "slot"),
        (FieldKind.SLOT, "2026-12-01/night", "slot"),
        (FieldKind.SLOT, 7, "slot"),
        (FieldKind.DATE, "2026-12-01", None),
        (FieldKind.DATE, "2026-02-29", "date"),
        (FieldKind.DATE, "20261201", "date"),
        (FieldKind.DATE, None, "required"),
        (FieldKind.MONTH, "2026-13", "month"),
        (FieldKind.YEAR, "26", "year"),
        (FieldKind.YEAR, "２０２６", "year"),
        (FieldKind.CHOICE, "nothing", "choice"),
        (FieldKind.TEXT, "", "required"),
    ],
)  # fmt: skip
def test_answers_by_hand(kind: FieldKind, value: Any, expected: str | None) -> None:
    assert fault(kind, value) == expected


def test_limits_name_themselves_in_words() -> None:
    start = field(FieldKind.MONTH, earliest="2000-01", latest="today")
    early, late = (check_answer(start, value, TODAY) for value in ("1999-12", "2026-12"))
    assert early and late
    assert say(early, "zh") == "最早只能填 2000 年 1 月"
    assert say(late, "en") == "It cannot be after Nov 2026"
    end = field(FieldKind.MONTH, after="start")
    before = check_answer(end, "2026-01", TODAY, {"start": "2026-02"})
    assert before and say(before, "zh") == "不能早于 2026 年 2 月"
    assert check_answer(end, "2026-02", TODAY, {"start": "2026-02"}) is None
    money = field(FieldKind.MONEY, minimum=1, maximum=200000)
    assert [problem and problem.key for problem in (check_answer(money, one, TODAY) for one in ("0", "200000.01"))] == [
        "form.error.too_little",
        "form.error.too_much",
    ]
    short = field(FieldKind.TEXT, min_length=3, max_length=4)
    assert fault(FieldKind.TEXT, "ab", min_length=3) == "too_short"
    assert check_answer(short, "abcde", TODAY).key == "form.error.too_long"  # type: ignore[union-attr]


def test_an_optional_question_may_be_left_out() -> None:
    assert fault(FieldKind.PHONE, None, required=False) is None
    assert fault(FieldKind.PHONE, "1", required=False) == "phone"


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (FieldKind.PHONE, "138 0000-0000", "13800000000"),
        (FieldKind.PHONE, "１３８００００００００", "13800000000"),
        (FieldKind.ID_NUMBER, "110105 19491231 002x", "11010519491231002X"),
        (FieldKind.PLATE, "渝a·00000", "渝A·00000"),
        (FieldKind.PLATE, "渝a 00000", "渝A00000"),
        (FieldKind.NAME, " 测试员甲 ", "测试员甲"),
        (FieldKind.ADDRESS, "测试路 1 号", "测试路 1 号"),
        (FieldKind.BOOLEAN, True, True),
    ],
)
def test_what_an_input_method_adds_is_taken_off(kind: FieldKind, typed: Any, kept: Any) -> None:
    assert tidy(field(kind), typed) == kept


def test_people_of_a_list_are_checked_one_by_one() -> None:
    parts = (field(FieldKind.NAME),)
    assert fault(FieldKind.LIST, [{"asked": "测试员甲"}], parts=parts) is None
    assert fault(FieldKind.LIST, [{"asked": "测试员甲"}, {"asked": "1"}], parts=parts) == "name"
    assert fault(FieldKind.LIST, [{}], parts=parts) == "required"
    assert fault(FieldKind.LIST, [{"asked": "测试员甲"}] * 3, parts=parts, max_items=2) == "too_many"
    assert fault(FieldKind.PERSON, "测试员甲", parts=parts) == "required"


def test_nobody_stands_in_a_list_twice() -> None:
    """JSON Schema's `uniqueItems` takes one number under two names for two people."""
    staff = next(one for one in questions(sample_item("YS10")) if one.name == "staff")
    people = [person(staff, number) for number in range(3)]
    assert check_answer(staff, people, TODAY) is None
    again = {**people[0], "name": "测试员寅", "id_number": people[0]["id_number"].lower()}
    said = check_answer(staff, [*people, again], TODAY)
    assert said is not None and said.key in ("form.error.twice", "form.error.id_number_check")
    said = check_answer(staff, [*people, {**again, "id_number": people[0]["id_number"]}], TODAY)
    assert said is not None and said.key == "form.error.twice"
    every = [(item.short, one) for item in catalogue() for one in questions(item) if one.kind is FieldKind.LIST]
    assert all(one.unique == "id_number" for _, one in every), "every list of people of the sample says so"


def catalogue() -> list[Item]:
    whole = load()
    return [*whole.items, *whole.further]


def sample_item(short: str) -> Item:
    return next(item for item in catalogue() if item.short == short)


@given(
    st.sampled_from(list(FieldKind)), st.one_of(st.none(), st.text(), st.integers(), st.booleans(), st.lists(st.text()))
)
def test_nothing_that_arrives_makes_a_check_fail(kind: FieldKind, value: Any) -> None:
    asked = field(kind)
    problem = check_answer(asked, tidy(asked, value), TODAY)  # it does not raise, and what it says has words
    assert problem is None or say(problem, "zh")
