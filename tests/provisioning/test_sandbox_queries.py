"""What a query answers is plausible, adds up, and is the same when it is asked again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kiosk.catalogue.load import load
from kiosk.catalogue.model import Step
from provisioning.problem import Problem
from provisioning.sandbox.queries import answer_query

TODAY = date(2026, 11, 22)
PERSON = "999999199001010016"
CATALOGUE = load()


def ask(short: str, person: str = PERSON, **answers: Any) -> dict[str, Any]:
    item = CATALOGUE.find(short)
    assert item is not None
    return answer_query(item, person, answers, TODAY)


def fen(text: str) -> int:
    yuan, _, cents = text.replace(",", "").partition(".")
    assert len(cents) == 2
    return int(yuan) * 100 + int(cents)


def test_contributions_of_the_months_asked_for() -> None:
    answer = ask("SB03", insurance="pension", start_month="2026-01", end_month="2026-06")
    assert [row[0] for row in answer["rows"]] == [f"2026-0{month}" for month in range(1, 7)]
    for _, base, own, employer in answer["rows"]:
        assert fen(own) == fen(base) * 8 // 100
        assert fen(employer) == fen(base) * 16 // 100
    assert fen(answer["headline"]["value"]) == sum(fen(row[2]) for row in answer["rows"])
    assert set(answer["headline"]["label"]) == {"zh", "en"}


def test_each_insurance_has_its_rates() -> None:
    months = {"start_month": "2026-03", "end_month": "2026-03"}
    rows = [ask("SB03", insurance=one, **months)["rows"][0] for one in ("pension", "unemployment", "injury")]
    assert len({row[1] for row in rows}) == 1  # one wage
    assert len({row[2] for row in rows}) == 3
    assert rows[2][2] == "0.00"  # nobody pays for work injury oneself


def test_a_balance_is_what_the_movements_add_up_to() -> None:
    answer = ask("YB03", start_month="2026-01", end_month="2026-10")
    balances = [fen(row[3]) for row in answer["rows"]]
    for before, row in zip(balances, answer["rows"][1:], strict=False):
        assert fen(row[3]) == before + fen(row[1]) - fen(row[2])
    assert fen(answer["headline"]["value"]) == balances[-1]
    assert min(balances) >= 0


def test_the_balance_is_of_today_whichever_months_are_shown() -> None:
    early = ask("YB03", start_month="2025-01", end_month="2025-03")
    late = ask("YB03", start_month="2026-01", end_month="2026-10")
    assert early["headline"] == late["headline"]


def test_months_to_come_are_left_out() -> None:
    answer = ask("SB03", insurance="pension", start_month="2026-09", end_month="2027-05")
    assert [row[0] for row in answer["rows"]] == ["2026-09", "2026-10"]


def test_the_same_question_has_the_same_answer_and_people_differ() -> None:
    months = {"start_month": "2026-01", "end_month": "2026-10"}
    assert ask("YB03", **months) == ask("YB03", **months)
    assert ask("YB03", **months) != ask("YB03", "999999198512120028", **months)


def test_every_item_that_asks_the_platform_gets_an_answer_of_the_form() -> None:
    months = {"start_month": "2026-01", "end_month": "2026-10", "year": "2025"}
    asked = [item for item in CATALOGUE.items if Step.QUERY in item.steps]
    assert len(asked) > 20
    for item in asked:
        try:
            answer = ask(item.short, **months)
        except Problem as nothing:
            assert nothing.name == "nothing-found"
            continue
        assert answer["rows"]
        assert all(set(column) == {"zh", "en"} for column in answer["columns"])
        assert {len(row) for row in answer["rows"]} == {len(answer["columns"])}
        assert all(isinstance(cell, str) and cell for row in answer["rows"] for cell in row)
        assert "样例" in answer["note"]["zh"]


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({"start_month": "2026-13"}, "malformed"),
        ({"start_month": 202601}, "malformed"),
        ({"start_month": "2026-06", "end_month": "2026-01"}, "nothing-found"),
        ({"start_month": "1950-01", "end_month": "1950-12"}, "nothing-found"),
    ],
)
def test_months_that_cannot_be(answers: dict[str, Any], refusal: str) -> None:
    with pytest.raises(Problem) as caught:
        ask("SB03", insurance="pension", **answers)
    assert caught.value.name == refusal
