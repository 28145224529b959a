"""Guards against tags that are no longer in force, a second rating that is lost, and a slip without its code."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from drivers.receipt_printer.document import QrCode
from kiosk.agent.content import ContentKeeper
from kiosk.catalogue.source import content_of
from kiosk.rating_tags import OWN, RATING_TAGS, BadTags, read_tags, tags, tags_in_use
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.context import Visit
from kiosk.visit.steps.rate import rate_case
from provisioning.sandbox import publishing
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.stand import CARD, Stand, stand


def trusting(one: Stand) -> None:
    one.settings = replace(
        one.settings,
        content_key=one.home / "sandbox/content.pub",
        rating_url="https://rate.test.invalid/?no={number}",
    )


async def test_the_tags_that_the_platform_published_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = json.loads(OWN.read_bytes())
    newer["version"] = "national-3"
    newer["levels"]["very_satisfied"][0]["zh"] = "新的标签"
    (tmp_path / "newer.json").write_text(json.dumps(newer), encoding="utf-8")
    monkeypatch.setattr(publishing, "OWN", tmp_path / "newer.json")
    async with sandbox_stand(tmp_path / "at", prepare=trusting) as (one, _):
        assert tags_in_use(one.settings) is tags()
        content = content_of(one.settings)
        assert content is not None
        async with httpx.AsyncClient() as client:
            assert await ContentKeeper(one.settings, content, client)._fetch(RATING_TAGS)
        known = tags_in_use(one.settings)
        assert (known.version, known.of["very_satisfied"][0][1].zh) == ("national-3", "新的标签")


@pytest.mark.parametrize(
    "content", [b"", b"{}", b'{"version": "1", "levels": {}}', b"\xff", b'{"version": "\xff"}', b"[" * 50_000]
)
def test_a_list_of_another_form_is_refused(content: bytes) -> None:
    with pytest.raises(BadTags):
        read_tags(content)


async def test_a_case_is_rated_once_more_by_its_number(tmp_path: Path) -> None:
    import asyncio

    async with stand(tmp_path) as one:
        await one.sees(v.HomeView)
        assert one._task is not None
        one._task.cancel()
        await asyncio.gather(one._task, return_exceptions=True)
        item = one.catalogue.items[0]
        again = asyncio.create_task(rate_case(Visit(one.kit), "C0001", item.code))
        await one.sees(v.RateView)
        one.touch(i.Rate("dissatisfied"))
        view = await one.sees(v.RateView, lambda view: view.level == "dissatisfied")
        one.touch(i.ToggleTag(view.tags[0].code))
        await one.sees(v.RateView, lambda view: view.tags[0].chosen)
        one.touch(i.Next())
        await again
        ((lane, record),) = one.waiting()
        assert (lane, record["about"], record["level"]) == ("ratings", "C0001", "dissatisfied")
        assert record["tags"] == [view.tags[0].code] and record["channel"] == "self_service"
        left = asyncio.create_task(rate_case(Visit(one.kit), "C0001", item.code))
        await one.sees(v.RateView, lambda view: view.level is None)
        one.touch(i.Skip())
        await left
        assert one.waiting() == [], "who leaves again has not rated again"


async def test_the_slip_bears_the_code_for_rating_later(tmp_path: Path) -> None:
    def addressed(one: Stand) -> None:
        one.settings = replace(one.settings, rating_url="https://rate.test.invalid/?no={number}")

    async with stand(tmp_path, second=1.0, prepare=addressed) as one:
        await one.begin("SB03")
        await one.sees(v.IdentifyView, lambda view: view.phase == "waiting")
        one.id_cards.lay(CARD)
        await one.answer("insurance", "pension")
        await one.answer("start_month", "2025-12")
        await one.answer("end_month", "2026-11")
        await one.sees(v.ResultView)
        one.touch(i.Next())
        await one.sees(v.TakeCardView)
        one.id_cards.take()
        done = await one.sees(v.DoneView, lambda view: view.paper == "printed")
        codes = [block.payload for block in one.printer.receipts[0].blocks if isinstance(block, QrCode)]
        assert f"https://rate.test.invalid/?no={done.number}" in codes
