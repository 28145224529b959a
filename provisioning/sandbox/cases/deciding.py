"""Decisions that no person makes (智能审批): rules over what was submitted, each with the reason that a citizen reads.

No learning and no score: the same submission on the same day is decided alike, and each rule can be read. What the
rules cannot settle goes to a person; so does whatever the citizen wants a person to see.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.catalogue.answers import check_answers, settled
from kiosk.catalogue.fields import FieldKind, questions
from kiosk.catalogue.model import Item
from kiosk.text import Localized
from kiosk.working_days import WorkingDays
from provisioning.problem import Problem
from provisioning.sandbox.identity import recognise

RULES = Path(__file__).parents[1] / "data/approval_rules.json"


@dataclass(frozen=True)
class Finding:
    """What one rule found. `approved` None: the rule leaves it to a person."""

    approved: bool | None
    reason: Localized


def findings(
    item: Item,
    content: Mapping[str, Any],
    today: date,
    *,
    proved: bool = False,
    calendar: WorkingDays | None = None,
) -> tuple[Finding, ...]:
    """Every rule over an opened submission, those that stand against it first. `proved`: the session in which it was
    handed in was as sure of the person as the item asks; `calendar`: in which the offices work."""
    found = [
        *_general(item, content, today, proved),
        *_days(item, content, calendar or WorkingDays()),
        *_own(item, content),
    ]
    return tuple(sorted(found, key=lambda one: {False: 0, None: 1, True: 2}[one.approved]))


def verdict(found: tuple[Finding, ...]) -> bool | None:
    """False where a rule refuses, None where one leaves it to a person, else True."""
    if any(one.approved is False for one in found):
        return False
    return None if any(one.approved is None for one in found) else True


def _general(item: Item, content: Mapping[str, Any], today: date, proved: bool) -> Iterator[Finding]:
    if content.get("asks_a_person"):
        yield _open("申请人请工作人员审核", "The applicant asked for a person")
    if proved:
        yield _held("身份信息核验一致", "The identity is consistent")
    elif item.identity.level != "none":
        yield from _identity(item, content, today)
    answers = settled(item, content["answers"])
    if check_answers(item, answers, today):
        yield _open("填写的内容需要工作人员核对", "A person has to check the answers")
    else:
        yield _held("填写的内容符合规定", "The answers comply with the rules")
    given = {one["name"] for one in content["materials"] if one["pages"] or one.get("licence") or one.get("declared")}
    missing = [one for one in item.asked_materials if one.required and one.name not in given]
    if missing:
        yield _open("材料需要工作人员核对", "A person has to check the papers")
    elif item.asked_materials:
        yield _held("材料齐全", "All papers are there")
    if item.signature and not content.get("signature"):
        yield _open("没有签名，由工作人员联系确认", "There is no signature; a person will call")


def _identity(item: Item, content: Mapping[str, Any], today: date) -> Iterator[Finding]:
    """What the card gave and the picture, where no session proved more."""
    identity = content.get("identity") or {}
    try:
        recognise(identity.get("method"), identity.get("evidence"), today)
        yield _held("身份信息核验一致", "The identity is consistent")
    except Problem:
        yield _open("身份信息需要工作人员核对", "A person has to check the identity")
    if item.identity.face and "page" in (content.get("face") or {}):
        yield _held("已拍摄现场照片", "A picture was taken on the spot")
    elif item.identity.face:
        yield _open("未拍摄现场照片，由工作人员核对身份", "No picture was taken; a person checks the identity")


def _days(item: Item, content: Mapping[str, Any], calendar: WorkingDays) -> Iterator[Finding]:
    """A half day that was wished for while the platform was away may be one on which nobody is there."""
    for field in questions(item):
        slot = content["answers"].get(field.name) if field.kind is FieldKind.SLOT else None
        with contextlib.suppress(ValueError):  # what is no half day was found above
            if isinstance(slot, str) and not calendar.is_working(date.fromisoformat(slot.partition("/")[0])):
                yield _open(
                    "预约的那天不上班，由工作人员联系改期",
                    "The office is closed on that day; a person will call to change it",
                )


def _own(item: Item, content: Mapping[str, Any]) -> Iterator[Finding]:
    for rule in _rules().get(item.short, ()):
        if all(content["answers"].get(name) in values for name, values in rule["when"].items()):
            yield Finding(rule["approved"], Localized(**rule["reason"]))


def _held(zh: str, en: str) -> Finding:
    return Finding(True, Localized(zh, en))


def _open(zh: str, en: str) -> Finding:
    return Finding(None, Localized(zh, en))


@cache
def _rules() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(RULES.read_text(encoding="utf-8"))
    return {short: rules for short, rules in raw.items() if short != "note"}
