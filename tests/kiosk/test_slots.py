"""Appointments before the real platform: only what is free is offered, and what is chosen is the citizen's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.visit import intents as i
from kiosk.visit import views as v
from provisioning.sandbox.slots import PLACES, taken_before
from tests.kiosk.sandbox_stand import LoopbackPlatform, sandbox_stand
from tests.kiosk.stand import CARD, Stand


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[tuple[Stand, LoopbackPlatform]]:
    async with sandbox_stand(tmp_path) as stands:
        yield stands


async def to_the_slots(one: Stand) -> tuple[str, str, v.QuestionView]:
    """CR03 (护照办理预约) at its question for a time: item, office and page."""
    await one.begin("CR03")
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    asked = await one.sees(v.QuestionView, lambda view: view.name == "type")
    one.touch(i.Answer(asked.options[0].value))
    asked = await one.sees(v.QuestionView, lambda view: view.name == "office")
    office = asked.options[0].value
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
