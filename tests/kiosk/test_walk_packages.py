"""All ten packages that document A names, each from home to the end of its last part, against the real sandbox."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue.fields import FieldKind, questions
from kiosk.catalogue.model import Item
from kiosk.catalogue.packages import asking_situations
from kiosk.contract.cases import Decision, Delivery
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.packages import PackageView
from provisioning import clock
from provisioning.sandbox.cases.store import Cases
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.stand import sample
from tests.kiosk.walker import Walker

NAMED = (
    "出生一件事", "我要办工程建设许可（老旧住宅增设电梯）", "我要开便利店", "我要开餐馆", "申领社会保障卡", "职工退休",
    "我要申请立项用地（社会投资小型低风险项目）", "我要办理施工许可", "我要开面馆（企业）", "我要开办职业中介机构",
)  # fmt: skip
FEW = ("YS03", "YS06", "YS07", "YS10")  # most choices, least, one part after the other, a list of people
TOUCHES = 14  # home to receipt, each question and each paper apart: 12 of a submission, and two pages of a package
APPROVED = Decision(approved=True, by="person", reasons=())


def situations(item: Item) -> Iterator[dict[str, Any]]:
    """Every one that the package asks about."""
    asked = questions(asking_situations(item))
    ways = [
        [True, False] if one.kind is FieldKind.BOOLEAN else [option.value for option in one.options] for one in asked
    ]
    for values in product(*ways):
        yield dict(zip((one.name for one in asked), values, strict=True))


def largest(item: Item) -> dict[str, Any]:
    """The situation that calls for the most parts."""
    assert item.package is not None
    package = item.package
    return max(situations(item), key=lambda answers: len(package.wanted(answers)))


def every_walk() -> Iterator[Any]:
    """Four packages in their largest situation; with `WALK=all` (`make walk`) all ten in every one, in English too."""
    whole = os.environ.get("WALK") == "all"
    for item in (item for item in sample().further if whole or item.short in FEW):
        for answers in situations(item) if whole else (largest(item),):
            for language in ("zh", "en") if whole else ("zh",):
                said = "-".join(str(value) for value in answers.values()) or "only"
                yield pytest.param(item.short, answers, language, id=f"{item.short}-{said}-{language}")


def test_the_ten_are_those_that_are_named() -> None:
    assert tuple(item.name.zh for item in sample().further) == NAMED


@pytest.mark.parametrize(("short", "answers", "language"), list(every_walk()))
async def test_a_package_to_its_end(tmp_path: Path, short: str, answers: dict[str, Any], language: str) -> None:
    async with sandbox_stand(tmp_path, second=0.5) as (one, far):
        item = one.catalogue.find(short)
        assert item is not None and item.package is not None
        wanted = item.package.wanted(answers)
        await one.sees(v.HomeView)
        one.touch(i.SetLanguage(language))
        walked = await Walker(one, answers).walk(short)
        assert walked.done is not None
        assert (walked.done.outcome, walked.done.paper) == ("submitted", "printed")
        told = next(view for view in one.seen if isinstance(view, PackageView))
        assert [part.title for part in told.parts] == [child.title for child in wanted]
        asked = [view.name for view in one.seen if isinstance(view, v.QuestionView) and view.kind != "region"]
        once = [name for at, name in enumerate(asked) if at == 0 or asked[at - 1] != name]
        assert len(once) == len(set(once)), "each datum is asked for once"
        pages = walked.views.count("QuestionView") + walked.views.count("MaterialView")
        assert walked.touches - pages <= TOUCHES, walked

        cases = far.sandbox.desk.cases
        number = walked.done.number
        assert [child["part"] for child in cases.children(number)] == [child.name for child in wanted]
        decide_all(cases, number)
        assert state(cases, number) == "decided"
        cases.deliver(number, clock.now(), Delivery(way="pickup", done=True))
        assert state(cases, number) == "delivered"
        assert {child["state"] for child in cases.children(number)} == {"delivered"}


def decide_all(cases: Cases, number: str) -> None:
    """Every part is approved, those that wait after those that they wait for."""
    while open_ones := [child for child in cases.children(number) if child["state"] == "received"]:
        done = {child["part"] for child in cases.children(number)} - {child["part"] for child in open_ones}
        ready = [child for child in open_ones if set(_waits_for(child)) <= done]
        assert ready, "parts wait for each other in a circle"
        for child in ready:
            cases.decide(child["number"], APPROVED, clock.now())


def _waits_for(child: Any) -> list[str]:
    found: list[str] = json.loads(child["waits_for"])
    return found


def state(cases: Cases, number: str) -> str:
    row = cases.row(number)
    assert row is not None
    return str(row["state"])
