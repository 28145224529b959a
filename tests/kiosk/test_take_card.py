"""A card is asked back at once and never forgotten in silence: not by a reader that cannot tell, nor after the end."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from drivers.outcome import Completion, Failure
from drivers.status import DeviceState, IdCardReaderStatus, Media
from kiosk.visit import intents as i
from kiosk.visit import views as v
from tests.kiosk.stand import CARD, SOCIAL_CARD, Stand, stand

AWAY = IdCardReaderStatus(DeviceState.OFFLINE)
SILENT = IdCardReaderStatus(DeviceState.ONLINE, Media.UNKNOWN)


async def until_the_result(one: Stand) -> None:
    """The card lies on the reader, and the last page before it is asked back is on show."""
    await one.begin("SB03")
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    await one.answer("insurance", "pension")
    await one.answer("start_month", "2026-01")
    await one.answer("end_month", "2026-11")
    await one.sees(v.ResultView)
    one.seen.clear()


async def to_the_end(one: Stand) -> None:
    await one.sees(v.DoneView, lambda view: view.paper == "printed")
    one.touch(i.Next())
    await one.sees(v.RateView)
    one.touch(i.Skip())


def slow(one: Stand) -> asyncio.Event:
    """As a real module is, that reads the card once more to see it: it answers when the test lets it."""
    ask, answers = one.id_cards.wait_removed, asyncio.Event()

    async def wait_removed(limit: float) -> Failure | None:
        try:
            async with asyncio.timeout(limit):
                await answers.wait()
        except TimeoutError:
            return Failure(Completion.TIME_OUT)
        return await ask(limit)

    one.id_cards.wait_removed = wait_removed  # type: ignore[method-assign]
    return answers


def asked(one: Stand) -> list[v.TakeCardView]:
    return [view for view in one.seen if isinstance(view, v.TakeCardView)]


async def test_a_card_that_is_known_to_lie_there_is_asked_back_at_once(tmp_path: Path) -> None:
    """Not when the reader has answered once more: by then whoever is in a hurry has gone. Where the reader goes away
    meanwhile, who stands there is asked; before, the visit went on as if the card were taken.
    """
    async with stand(tmp_path, second=0.1) as one:
        await until_the_result(one)
        answers = slow(one)
        one.touch(i.Next())
        view = await one.sees(v.TakeCardView)
        assert not view.unsure
        one.touch(i.Next())  # no button says so while the reader knows better
        await asyncio.sleep(0.05)
        assert isinstance(one.snapshot.view, v.TakeCardView)
        away(one)
        answers.set()
        await one.sees(v.TakeCardView, lambda view: view.unsure)
        one.touch(i.Next())
        await one.sees(v.DoneView)


async def test_a_card_that_is_known_to_be_gone_is_not_asked_for(tmp_path: Path) -> None:
    """However slow the reader is: no page flashes by, and nobody waits."""
    async with stand(tmp_path, second=1.0) as one:
        await until_the_result(one)
        one.id_cards.take()
        slow(one)
        one.touch(i.Next())
        await one.sees(v.DoneView)
        assert not asked(one)


async def test_a_reader_that_does_not_know_and_answers_slowly_is_not_waited_for(tmp_path: Path) -> None:
    async with stand(tmp_path, second=0.1) as one:
        await until_the_result(one)
        one.id_cards.turn(SILENT)
        answers = slow(one)
        one.touch(i.Next())
        view = await one.sees(v.TakeCardView)
        assert view.unsure
        one.id_cards.card = None
        answers.set()
        await one.sees(v.DoneView)


def away(one: Stand) -> None:
    """The cable is cut: nobody can see the card that lies there."""

    async def cannot_tell(limit: float) -> Failure:
        return Failure(Completion.DEVICE_NOT_READY)

    one.id_cards.wait_removed = cannot_tell  # type: ignore[method-assign]
    one.id_cards.turn(AWAY)


async def test_where_nobody_says_that_they_have_it_the_next_one_is_not_taken_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.visit.steps.take_card.UNSURE_S", 2)
    async with stand(tmp_path, second=0.1) as one:
        await until_the_result(one)
        ask: Any = one.id_cards.wait_removed
        away(one)
        one.touch(i.Exit())
        await one.sees(v.TakeCardView, lambda view: view.unsure)
        await one.sees(v.HomeView)
        one.id_cards.wait_removed = ask
        one.id_cards.turn(IdCardReaderStatus(DeviceState.ONLINE, Media.PRESENT))
        await one.begin("SB03")
        view = await one.sees(v.IdentifyView, lambda view: view.problem is not None)
        assert view.problem.key == "visit.identify.left_card"


async def test_a_card_that_is_laid_down_again_before_the_end_is_asked_back(tmp_path: Path) -> None:
    async with stand(tmp_path, second=1.0) as one:
        await until_the_result(one)
        one.id_cards.take()
        one.id_cards.turn(SILENT)  # it does not know, but says so at once: no page flashes by
        one.touch(i.Next())
        await to_the_end(one)
        assert not asked(one)
        await one.sees(v.FarewellView)
        one.id_cards.lay(CARD)
        one.touch(i.Next())
        await one.sees(v.TakeCardView)
        one.id_cards.take()
        await one.sees(v.HomeView)


async def test_a_card_in_the_reader_that_was_not_asked_for_one(tmp_path: Path) -> None:
    """Put in by mistake beside the one that was read: nobody asked for it, and it stayed for the next citizen."""
    async with stand(tmp_path) as one:
        await until_the_result(one)
        one.cards.lay(SOCIAL_CARD)
        one.touch(i.Exit())
        await one.sees(v.TakeCardView, lambda view: view.means == "id_card")
        one.id_cards.take()
        await one.sees(v.TakeCardView, lambda view: view.means == "social_security_card")
        one.cards.take()
        await one.sees(v.HomeView)


async def test_a_card_that_nobody_takes_from_the_other_reader_is_asked_about_once(tmp_path: Path) -> None:
    async with stand(tmp_path, second=0.003) as one:
        await until_the_result(one)
        one.cards.lay(SOCIAL_CARD)
        one.id_cards.take()
        one.touch(i.Exit())
        await one.sees(v.TakeCardView, lambda view: view.means == "social_security_card")
        await one.sees(v.HomeView)
        one.seen.clear()
        await one.begin("SB03")
        await one.sees(v.IdentifyView)
        one.touch(i.Exit())
        await one.sees(v.HomeView)
        assert not asked(one)
        await one.begin("SB03")
        await one.sees(v.IdentifyView)
        one.touch(i.ChooseMeans("social_security_card"))
        refused = await one.sees(v.IdentifyView, lambda view: view.means == "social_security_card")
        assert refused.problem is not None, "it would speak for whoever comes next"
