"""Guards against a check page that shows too much or the wrong thing, and against answers that nobody was asked for."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.catalogue.answers import check_answers, settled, show_answer
from kiosk.catalogue.fields import Choice, Field, FieldKind, asked, questions
from kiosk.catalogue.model import Item
from kiosk.text import Localized
from tests.kiosk.catalogue.people import TODAY, answers, id_number
from tests.kiosk.stand import sample

CATALOGUE = sample()


def item(short: str) -> Item:
    found = CATALOGUE.find(short)
    assert found
    return found


def field(kind: FieldKind, **more: Any) -> Field:
    return Field("asked", kind, Localized("问", "Asked"), Localized("问？", "Asked?"), **more)


HAVE = Localized("有", "Yes"), Localized("没有", "No")
OPTIONS = (Choice("a", Localized("甲", "First")), Choice("b", Localized("乙", "Second")))


@pytest.mark.parametrize(
    ("asked_field", "value", "zh", "en"),
    [
        (field(FieldKind.PHONE), "13800005678", "138****5678", "138****5678"),
        (field(FieldKind.ID_NUMBER), "500000199001011234", "500***********1234", "500***********1234"),
        (field(FieldKind.BANK_CARD), "6200000000006789", "**** 6789", "**** 6789"),
        (field(FieldKind.DATE), "2026-12-01", "2026 年 12 月 1 日", "1 Dec 2026"),
        (field(FieldKind.MONTH), "2026-02", "2026 年 2 月", "Feb 2026"),
        (field(FieldKind.YEAR), "2026", "2026 年", "2026"),
        (field(FieldKind.SLOT), "2026-12-01/pm", "2026 年 12 月 1 日 周二 下午", "Tue 1 Dec 2026, afternoon"),
        (field(FieldKind.CHOICE, options=OPTIONS), "b", "乙", "Second"),
        (field(FieldKind.CHOICES, options=OPTIONS), ["a", "b"], "甲、乙", "First, Second"),
        (field(FieldKind.BOOLEAN), False, "否", "No"),
        (field(FieldKind.BOOLEAN, yes_no=HAVE), True, "有", "Yes"),
        (field(FieldKind.BOOLEAN, yes_no=HAVE), False, "没有", "No"),
        (field(FieldKind.DECLARATION), True, "已声明", "Declared"),
        (field(FieldKind.REGION), ["510000", "510100"], "四川省成都市", "Chengdu, Sichuan"),
        (field(FieldKind.REGION, root="500000", levels=1), ["500112"], "重庆市渝北区", "Yubei, Chongqing"),
        (field(FieldKind.MONEY), "800.50", "800.50 元", "800.50 yuan"),
        (field(FieldKind.TEXT), None, "", ""),
        (
            field(FieldKind.LIST, parts=(field(FieldKind.PHONE),)),
            [{"asked": "13800005678"}, {"asked": "13800001234"}],
            "138****5678；138****1234",
            "138****5678; 138****1234",
        ),
    ],
)
def test_shown_as_a_person_reads_it(asked_field: Field, value: Any, zh: str, en: str) -> None:
    assert show_answer(asked_field, value, "zh") == zh
    assert show_answer(asked_field, value, "en") == en


def test_a_question_is_asked_only_where_an_earlier_answer_calls_for_it() -> None:
    fields = questions(item("SB07"))
    assert "address" not in {one.name for one in asked(fields, {"pickup": "branch"})}
    assert "address" in {one.name for one in asked(fields, {"pickup": "post"})}
    assert "address" not in {one.name for one in asked(fields, {})}


def test_a_question_that_hangs_on_one_that_is_gone_is_gone_too() -> None:
    """The co-applicant of a family must not travel along when the citizen then applies alone."""
    fields = questions(item("ZJ01"))
    alone = {"type": "single", "family_count": "2"}
    assert not {"family_count", "family_1_name", "family_2_id"} & {one.name for one in asked(fields, alone)}


def test_answers_that_are_no_longer_asked_for_are_left_out() -> None:
    rental = item("ZJ01")
    given = answers(rental, {"type": "family", "family_count": "1"}) | {"type": "single"}
    kept = settled(rental, given)
    assert "family_1_id" in given and not any(name.startswith("family") for name in kept)
    assert check_answers(rental, kept, TODAY) == {}


def test_every_wrong_answer_is_told_at_its_question_in_the_order_of_the_form() -> None:
    register = item("YB04")
    given = answers(register) | {"phone": "1", "dest": ["500000", "500112"], "end": "2020-01-01"}
    problems = check_answers(register, given, TODAY)
    assert {name: problem.key for name, problem in problems.items()} == {
        "dest": "form.error.region",  # treatment at home is not treatment elsewhere
        "end": "form.error.before_start",
        "phone": "form.error.phone",
    }
    assert list(problems) == ["dest", "end", "phone"]


def test_what_nobody_asked_for_is_refused() -> None:
    register = item("YB04")
    given = answers(register) | {"id_number": id_number()}
    assert {name: problem.key for name, problem in check_answers(register, given, TODAY).items()} == {
        "": "form.error.unexpected"
    }


def test_an_optional_end_may_be_left_out() -> None:
    register = item("YB04")
    given = answers(register)
    del given["end"]
    assert check_answers(register, given, TODAY) == {}
