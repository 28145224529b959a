"""Decisions that no person makes: decided alike, each with its reason, and doubt goes to a person."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kiosk.catalogue.load import load
from kiosk.working_days import WorkingDays
from provisioning.sandbox.cases.deciding import findings, verdict
from tests.provisioning.test_sandbox_people import CARD

TODAY = date(2026, 11, 22)
RIGHT: dict[str, Any] = {
    "identity": {"method": "id_card", "evidence": CARD, "session": None},
    "face": {"page": "0" * 64},
    "answers": {"hukou": "local", "base": "100", "start_month": "2026-12", "phone": "13800001234"},
    "materials": [{"name": "id_card", "pages": ["1" * 64]}, {"name": "household_book", "pages": ["2" * 64]}],
    "signature": {"strokes": [[[0.1, 0.5, 0.0]]]},
}


def decided(**changes: Any) -> tuple[bool | None, str]:
    item = load().find("SB08")
    assert item is not None
    found = findings(item, RIGHT | changes, TODAY)
    assert found == findings(item, RIGHT | changes, TODAY)
    return verdict(found), found[0].reason.zh


def test_what_complies_with_every_rule_is_approved() -> None:
    assert decided()[0] is True


def test_a_session_that_proved_the_person_needs_no_picture() -> None:
    item = load().find("SB08")
    assert item is not None
    proved = RIGHT | {"face": None, "identity": {"method": "qr_code", "evidence": {}, "session": "x"}}
    assert verdict(findings(item, proved, TODAY, proved=True)) is True
    assert verdict(findings(item, proved, TODAY)) is None


def test_an_appointment_on_a_day_off_goes_to_a_person() -> None:
    """Wished for while the platform was away: a rule that took it would send somebody to a closed office."""
    item = load().find("CR03")
    assert item is not None
    answers = {name: field["enum"][0] for name, field in item.form["properties"].items() if "enum" in field}
    calendar = WorkingDays(off=[date(2026, 12, 8)], worked=[date(2026, 12, 12)])

    def found(day: str) -> tuple[bool | None, str]:
        content = RIGHT | {"answers": answers | {"slot": f"{day}/am", "phone": "13800001234"}}
        rules = findings(item, content, TODAY, proved=True, calendar=calendar)
        return verdict(rules), rules[0].reason.zh

    assert [found(day)[0] for day in ("2026-12-07", "2026-12-12")] == [True, True]
    for day in ("2026-12-08", "2026-12-06", "2027-01-01"):  # by the notice, a Sunday, a public holiday
        assert found(day) == (None, "预约的那天不上班，由工作人员联系改期")


def test_what_a_rule_refuses_is_refused_with_its_reason() -> None:
    approved, why = decided(answers=RIGHT["answers"] | {"hukou": "other", "base": "300"})
    assert approved is False
    assert "200%" in why


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({"face": {"declined": True}}, "照片"),
        ({"face": None}, "照片"),
        ({"signature": None}, "签名"),
        ({"materials": []}, "材料"),
        ({"answers": {"hukou": "local"}}, "填写"),
        ({"identity": None}, "身份"),
        ({"identity": {"method": "id_card", "evidence": CARD | {"id_number": "999999199001010017"}}}, "身份"),
    ],
)
def test_what_the_rules_cannot_settle_goes_to_a_person(changes: dict[str, Any], about: str) -> None:
    """A machine that refused people without a picture would punish those who may decline it."""
    approved, why = decided(**changes)
    assert approved is None
    assert about in why
