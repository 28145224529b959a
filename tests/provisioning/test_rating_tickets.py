"""Guards against a deadline that runs on days off, a complaint that is overdue unnoticed, a rating that pretends."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue.load import load
from offline_cache.sealing import SealingKey
from provisioning import clock
from provisioning.problem import Problem
from provisioning.sandbox.application import Sandbox
from provisioning.sandbox.intake import PHONE
from provisioning.sandbox.ratings.ratios import report
from provisioning.sandbox.ratings.store import seen
from provisioning.sandbox.ratings.tickets import Ticket
from provisioning.sandbox.store import Record
from tests.kiosk.sandbox_stand import operator
from tests.provisioning.services import ITEM, TERMINAL, new_key, printed, refusal


class Platform:
    """A sandbox at a time that the test says."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (home / "sandbox").mkdir(parents=True)
        self.home = home
        self.sandbox = Sandbox.open(home / "sandbox", load())
        self._patch = monkeypatch
        self.at("2026-09-29T10:00:00")

    def at(self, wall: str) -> None:
        moment = datetime.fromisoformat(wall + "+08:00")
        self._patch.setattr(clock, "now", lambda: moment)

    def rate(self, level: str, terminal: str = TERMINAL, **more: Any) -> str:
        """Sealed as a terminal does it, and taken in."""
        key, code = new_key(), more.get("item_code", ITEM)
        content = {
            "schema": 1, "key": key, "terminal": terminal, "about": new_key(), "item_code": code, "level": level,
            "tags": [], "tag_version": "national-2", "rated_at": "2026-09-29T02:00:00Z", "channel": "self_service",
        } | more  # fmt: skip
        context = {"kind": "rating", "key": key, "terminal": terminal, "item": code, "schema": "1"}
        sealing = SealingKey.load(self.home / "sandbox/sealing.key")
        envelope = sealing.seal(json.dumps(content).encode(), context)
        record = Record(key, "rating", hashlib.sha256(envelope).hexdigest(), terminal, "", (), envelope)
        intake = self.sandbox.intake
        intake.add(intake.checked(record))
        return key

    @property
    def tickets(self) -> list[Ticket]:
        return self.sandbox.desk.ratings.every()

    def overdue(self) -> list[str]:
        told = report(self.sandbox.store.database, load(), clock.china_day(clock.now()))
        return [one.number for one in told.overdue]


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    one = Platform(tmp_path, monkeypatch)
    yield one
    one.sandbox.store.close()


@pytest.mark.parametrize(
    ("opened", "due", "last", "late"),
    [
        ("2026-11-18T10:00:00", "2026-11-25", "2026-11-25T23:59:00", "2026-11-26T00:01:00"),  # over a weekend
        # over the National Day: seven days off, and Saturday the 10th is worked for it
        ("2026-09-29T10:00:00", "2026-10-12", "2026-10-12T23:59:00", "2026-10-13T00:01:00"),
        ("2026-11-18T23:30:00", "2026-11-25", "2026-11-25T12:00:00", "2026-11-27T08:00:00"),  # a day is China's day
    ],
)
async def test_a_complaint_is_overdue_by_working_days_and_named(
    platform: Platform, opened: str, due: str, last: str, late: str
) -> None:
    platform.at(opened)
    platform.rate("dissatisfied", tags=["207"])
    (ticket,) = platform.tickets
    assert ticket.due.isoformat() == due
    platform.at(last)
    assert platform.overdue() == []
    platform.at(late)
    assert platform.overdue() == [ticket.number]
    async with operator(platform.sandbox) as office:
        shown = (await office.get("/ratings")).text
        assert "超期未整改 1 件" in shown and ticket.owner.zh in shown
        await office.post(f"/ratings/{ticket.number}", json={"do": "mend", "said": "补了样本"})
        assert "超期未整改" not in (await office.get("/ratings")).text
    assert platform.overdue() == []


def test_only_the_two_lowest_levels_open_a_ticket(platform: Platform) -> None:
    for level in ("very_satisfied", "satisfied", "fairly_satisfied", "not_rated"):
        platform.rate(level)
    assert platform.tickets == []
    platform.rate("dissatisfied")
    platform.rate("very_dissatisfied")
    item = load().find(ITEM)
    assert item is not None and [one.owner for one in platform.tickets] == [item.department] * 2
    assert len({one.number for one in platform.tickets}) == 2


async def test_another_deadline_holds_for_the_tickets_after_it(platform: Platform) -> None:
    platform.rate("dissatisfied")
    async with operator(platform.sandbox) as office:
        assert (await office.put("/ratings", json={"days": 15})).json() == {"days": 15}
        for days in (0, 61, "5", True):
            assert (await office.put("/ratings", json={"days": days})).status_code == 400
    platform.rate("dissatisfied")
    assert [one.due.isoformat() for one in platform.tickets] == ["2026-10-12", "2026-10-26"]


@pytest.mark.parametrize(
    "content",
    [
        {"channel": "qr_code"},  # a terminal that reports another channel breaks the coverage of channels
        {"terminal": PHONE},
        {"object": "terminal"},  # an item's code, and no item
        {"item_code": "terminal"},
        {"object": "terminal", "item_code": "terminal", "tags": ["207"]},
        {"object": "terminal", "item_code": "system"},
        {"object": "terminal", "item_code": "terminal", "about": "TEST-0002"},
        {"words": ""},
        {"words": "长" * 201},
    ],
)
def test_a_rating_that_contradicts_itself_is_refused(platform: Platform, content: dict[str, Any]) -> None:
    with pytest.raises(Problem) as refused:
        platform.rate("dissatisfied", **content)
    assert (refused.value.status, refused.value.name) == (422, "unreadable")
    assert "长" not in refused.value.title
    assert seen(platform.sandbox.store.database) == []


def test_the_ratios_on_the_command_line_are_those_of_the_page(platform: Platform, tmp_path: Path) -> None:
    platform.rate("dissatisfied", words="等得太久")
    platform.rate("satisfied")
    (told,) = printed(tmp_path, "sandbox", "ratings")
    shares = {one["name"]: (one["met"], one["of"]) for one in told["ratios"]}
    assert shares == {"items": (1, 1), "objects": (1, 3), "channels": (1, 2), "mended": (0, 1), "called_back": (0, 0)}
    assert told["good"] == {"met": 1, "of": 2, "share": 0.5}
    assert told["tickets"]["opened"] == 1 and len(told["overdue"]) == 1  # opened in September
    (first, second) = printed(tmp_path, "sandbox", "submissions", "--ratings")
    assert (first["words"], second["words"], first["rated_at"]) == (True, False, "2026-09-29T02:00:00Z")
    assert "等得太久" not in json.dumps([told, first], ensure_ascii=False)
    (tmp_path / "none").mkdir()
    assert "holds no sandbox" in refusal("sandbox", "ratings", "--home", str(tmp_path / "none"))
