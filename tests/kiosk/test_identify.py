"""Each thing that can go wrong with a card has its own calm sentence, and the way on is still open after it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drivers.outcome import Completion, Failure
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.words import LANGUAGES, say
from tests.kiosk.stand import CARD, SOCIAL_CARD, stand


def failed(error: str) -> Failure:
    return Failure(Completion.COMMAND_ERROR_CODE, error)


@pytest.mark.parametrize(
    ("card", "sentence"),
    [
        (failed("mediaUnreadable"), "unreadable"),
        (failed("invalidMedia"), "wrong_card"),
        (failed("mediaRemoved"), "pulled"),
        (failed("dataInvalid"), "bad_data"),
        (failed("somethingNew"), "unreadable"),
        (replace(CARD, id_number="999999199001010019"), "bad_data"),
        (replace(CARD, valid_to="2026-11-21"), "card_expired"),
    ],
)
async def test_a_bad_resident_card_and_then_a_good_one(tmp_path: Path, card: Any, sentence: str) -> None:
    async with stand(tmp_path, second=1.0) as one:
        await one.begin("SB03")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(card)
        view = await one.sees(v.IdentifyView, lambda view: view.problem is not None)
        assert view.problem.key == f"visit.identify.{sentence}"
        assert all(say(view.problem, language) for language in LANGUAGES)
        one.id_cards.take()
        one.id_cards.lay(CARD)
        await one.sees(v.QuestionView)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("card-lost", "card_lost"),
        ("card-expired", "card_expired"),
        ("not-recognised", "not_recognised"),
        ("something-new", "refused"),
    ],
)
async def test_what_the_platform_says_of_a_card(tmp_path: Path, kind: str, sentence: str) -> None:
    async with stand(tmp_path, second=1.0) as one:
        one.far_platform.refuse["/v1/identity/sessions"] = (401, kind)
        await one.begin("YB03")
        await one.sees(v.IdentifyView)
        one.cards.lay(SOCIAL_CARD)
        view = await one.sees(v.IdentifyView, lambda view: view.problem is not None)
        assert view.problem.key == f"visit.identify.{sentence}"
        one.far_platform.refuse.clear()
        one.cards.take()
        one.cards.lay(SOCIAL_CARD)
        await one.sees(v.QuestionView)


async def test_a_card_that_lies_there_after_a_failure_is_not_read_again_and_again(tmp_path: Path) -> None:
    async with stand(tmp_path, second=1.0) as one:
        one.far_platform.refuse["/v1/identity/sessions"] = (401, "card-lost")
        await one.begin("SB03")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        await one.sees(v.IdentifyView, lambda view: view.problem is not None)
        assert len(one.far_platform.bodies) == 1
        one.touch(i.Back())
        await one.sees(v.GuideView)
        assert len(one.far_platform.bodies) == 1


async def test_a_reader_that_went_away_says_so_and_comes_back(tmp_path: Path) -> None:
    async with stand(tmp_path, second=1.0) as one:
        await one.begin("SB03")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(Failure(Completion.DEVICE_NOT_READY))
        view = await one.sees(v.IdentifyView, lambda view: view.problem is not None)
        assert view.problem.key == "visit.identify.reader_away_id_card"
        one.id_cards.take()
        one.id_cards.lay(CARD)
        await one.sees(v.QuestionView)


async def test_an_item_that_needs_the_platform_waits_for_it(tmp_path: Path) -> None:
    async with stand(tmp_path, second=1.0) as one:
        one.far_platform.portal = True  # 200 with a page of its own: not the platform
        await one.begin("SB03")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        notice = await one.sees(v.NoticeView)
        assert notice.title.key == "visit.identify.away.title"
        one.far_platform.portal = False
        one.touch(i.Next())
        await one.sees(v.QuestionView)


async def test_a_card_that_the_one_before_left_does_not_speak_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.visit.steps.take_card.GIVE_UP_S", 0.5)
    monkeypatch.setattr("kiosk.visit.steps.take_card.AT_ONCE_S", 0.1)
    async with stand(tmp_path, second=1.0) as one:
        await one.begin("SB03")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        await one.sees(v.QuestionView)
        one.touch(i.Exit())
        await one.sees(v.TakeCardView)
        await one.begin("SB03")  # the terminal did not wait for ever
        view = await one.sees(v.IdentifyView, lambda view: view.problem is not None)
        assert view.problem.key == "visit.identify.left_card"
        one.id_cards.take()
        one.id_cards.lay(CARD)
        await one.sees(v.QuestionView)
