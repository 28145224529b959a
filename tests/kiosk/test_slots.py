"""Appointments before the real platform: only what is free is offered, and what is chosen is the citizen's; nobody is
sent to an office on a holiday, or kept away on a Saturday that is worked."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk import clock
from kiosk.text import Message
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.steps.slot import wished
from kiosk.words import say
from kiosk.working_days import FILE, WORKING_DAYS
from provisioning.sandbox.slots import PLACES, taken_before
from tests.kiosk.sandbox_stand import LoopbackPlatform, fetched, sandbox_stand
from tests.kiosk.stand import CARD, Stand


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[tuple[Stand, LoopbackPlatform]]:
    async with sandbox_stand(tmp_path) as stands:
        yield stands


def days_ahead() -> tuple[date, date]:
    """A Tuesday and a Saturday of the next days."""
    today = clock.now().date()
    ahead = [today + timedelta(days=step) for step in range(1, 8)]
    return next(day for day in ahead if day.weekday() == 1), next(day for day in ahead if day.weekday() == 5)


@pytest.fixture
async def swapped(tmp_path: Path) -> AsyncIterator[tuple[Stand, LoopbackPlatform]]:
    """A platform whose notice swaps the two, and a terminal that has it."""
    off, worked = days_ahead()
    (tmp_path / "sandbox").mkdir()
    notice = {"source": "TEST", "off": [str(off)], "worked": [str(worked)]}
    (tmp_path / "sandbox" / FILE).write_text(json.dumps(notice), encoding="utf-8")

    def trusting(one: Stand) -> None:
        one.settings = replace(one.settings, content_key=one.home / "sandbox/content.pub")

    async with sandbox_stand(tmp_path, second=0.2, prepare=trusting) as (one, platform):
        assert await fetched(one, WORKING_DAYS)
        yield one, platform


async def to_the_slots(one: Stand, *, online: bool = True) -> tuple[str, str, v.QuestionView]:
    """CR03 (护照办理预约) at its question for a time: item, office and page."""
    await one.begin("CR03")
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    asked = await one.sees(v.QuestionView, lambda view: view.name == "type")
    one.touch(i.Answer(asked.options[0].value))
    asked = await one.sees(v.QuestionView, lambda view: view.name == "office")
    office = asked.options[0].value
    one.online = online
    one.health.refresh()
    one.touch(i.Answer(office))
    item = one.catalogue.find("CR03")
    assert item is not None
    return item.code, office, await one.sees(v.QuestionView, lambda view: view.name == "slot")


async def test_only_free_half_days_are_offered(both: tuple[Stand, LoopbackPlatform]) -> None:
    one, _ = both
    item, office, view = await to_the_slots(one)
    offered = [option.value for option in view.options]
    assert offered
    assert all(taken_before(item, office, slot) < PLACES for slot in offered)
    assert len(offered) < 20  # of ten working days; some are always full


async def test_what_is_taken_meanwhile_is_told_and_another_is_chosen(both: tuple[Stand, LoopbackPlatform]) -> None:
    one, platform = both
    item, office, view = await to_the_slots(one)
    slot = view.options[0].value
    rows = [(item, office, slot, f"somebody {at}", "2026-11-22T00:00:00Z") for at in range(PLACES)]
    platform.sandbox.store.database.executemany("INSERT INTO appointments VALUES (?, ?, ?, ?, ?)", rows)
    one.touch(i.Answer(slot))
    again = await one.sees(v.QuestionView, lambda view: view.error is not None)
    assert again.error.key == "slots.taken"
    assert slot not in {option.value for option in again.options}
    other = again.options[0].value
    one.touch(i.Answer(other))
    await one.sees(v.QuestionView, lambda view: view.name != "slot")
    held = platform.sandbox.store.database.execute(
        "SELECT slot FROM appointments WHERE holder NOT LIKE 'somebody%'"
    ).fetchall()
    assert [row["slot"] for row in held] == [other]


async def test_changing_ones_mind_keeps_one_place(both: tuple[Stand, LoopbackPlatform]) -> None:
    """Going back and forth must not fill an office with places that nobody comes for."""
    one, platform = both
    _, _, view = await to_the_slots(one)
    for option in view.options[:2]:
        one.touch(i.Answer(option.value))
        await one.sees(v.QuestionView, lambda view: view.name != "slot")
        one.touch(i.Back())
        await one.sees(v.QuestionView, lambda view: view.name == "slot")
    (count,) = platform.sandbox.store.database.execute("SELECT count(*) FROM appointments").fetchone()
    assert count == 1


async def test_no_place_on_a_holiday_and_one_on_a_saturday_that_is_worked(
    swapped: tuple[Stand, LoopbackPlatform],
) -> None:
    one, _ = swapped
    off, worked = days_ahead()
    item, office, view = await to_the_slots(one)
    offered = {option.value for option in view.options}
    assert view.hint is not None
    assert not isinstance(view.hint, Message), "what the office offers is certain"
    assert not {f"{off}/am", f"{off}/pm"} & offered
    halves = [f"{worked}/{half}" for half in ("am", "pm")]
    assert {slot for slot in halves if taken_before(item, office, slot) < PLACES} == offered & set(halves)
    one.touch(i.Answer(f"{off}/am"))  # the platform has the last word
    again = await one.sees(v.QuestionView, lambda view: view.error is not None)
    assert again.error.key == "slots.taken"


async def test_offline_the_calendar_is_the_published_one_and_the_page_says_that_nothing_is_kept(
    swapped: tuple[Stand, LoopbackPlatform],
) -> None:
    one, platform = swapped
    off, worked = days_ahead()
    _, _, view = await to_the_slots(one, online=False)
    offered = [option.value for option in view.options]
    assert len(offered) == 20
    assert f"{off}/am" not in offered
    assert {f"{worked}/am", f"{worked}/pm"} <= set(offered)
    assert "打电话确认" in say(view.hint, "zh")
    assert platform.count("GET", "/v1/slots") == 0
    one.touch(i.Answer(offered[0]))
    await one.sees(v.QuestionView, lambda view: view.name != "slot")
    assert platform.count("POST", "/v1/appointments") == 0


def test_a_year_that_nobody_has_announced_is_said(tmp_path: Path) -> None:
    """2031's swapped days are in no notice yet; its statutory holidays are known."""
    from kiosk.settings import Settings

    settings = Settings(home=tmp_path, terminal_id="TEST-0001", platform_url="http://127.0.0.1:1")
    slots = wished(settings, date(2030, 12, 27))
    assert not {slot for slot in slots.values if slot.startswith("2031-01-01")}
    assert slots.unannounced in (2030, 2031)
    hint = slots.said(None)
    assert hint is not None
    assert str(slots.unannounced) in say(hint, "zh")
    known = wished(settings, date(2026, 2, 10))  # before the Spring Festival: two swapped Saturdays, nine days off
    assert known.unannounced is None
    days = sorted({slot[:10] for slot in known.values})
    assert days[:5] == ["2026-02-11", "2026-02-12", "2026-02-13", "2026-02-14", "2026-02-24"]
    assert "2026-02-28" in days
