"""Guards against words of one's own that are read on the way, outlive the visit, or name somebody by mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.own_words import MOST
from tests.kiosk import test_wipe
from tests.kiosk.stand import CARD, Stand, stand

WORDS = "PLANTED 窗口的人很客气，材料却问了三遍"


async def to_the_rating(one: Stand) -> None:
    """A query, up to its rating, with a level chosen."""
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
    await one.sees(v.DoneView, lambda view: view.paper == "printed")
    one.touch(i.Next())
    await one.sees(v.RateView)
    one.touch(i.Rate("dissatisfied"))
    await one.sees(v.RateView, lambda view: view.level)


async def write(one: Stand, words: str) -> None:
    one.touch(i.Do("words"))
    await one.answer("rating_words", words)


async def test_words_wait_sealed_and_nothing_else_keeps_them(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level("DEBUG")
    monkeypatch.setattr(test_wipe, "PLANTED", (WORDS,))
    async with stand(tmp_path, second=0.2) as one:
        await to_the_rating(one)
        await write(one, WORDS)
        view = await one.sees(v.RateView, lambda view: view.words)
        assert view.words == len(WORDS) and WORDS not in repr(view)
        one.touch(i.Next())
        await one.sees(v.FarewellView)
        one.touch(i.Next())
        await one.sees(v.HomeView)
        one.printer.receipts.clear()
        test_wipe.assert_forgotten(one, caplog)
        ((lane, record),) = one.waiting()
        assert (lane, record["words"], record["anonymous"]) == ("ratings", WORDS, True)
        assert set(record) == {
            "schema", "key", "terminal", "object", "about", "item_code", "level", "tags", "tag_version", "rated_at",
            "channel", "anonymous", "number", "words",
        }, "nothing of a rating says who gave it"  # fmt: skip


async def test_who_leaves_in_the_middle_leaves_what_was_said_before(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is being typed is not yet said: the exit button sends none of it."""
    monkeypatch.setattr(test_wipe, "PLANTED", (WORDS,))
    async with stand(tmp_path, second=0.2) as one:
        await to_the_rating(one)
        await write(one, WORDS + "😀")  # not accepted
        await one.sees(v.QuestionView, lambda view: view.error is not None)
        one.touch(i.Exit())
        await one.sees(v.HomeView)
        one.printer.receipts.clear()
        one.seen.clear()
        test_wipe.assert_forgotten(one, caplog)
        ((_, record),) = one.waiting()
        assert record["level"] == "dissatisfied" and "words" not in record


async def test_what_should_not_be_in_it_is_said_kindly(tmp_path: Path) -> None:
    async with stand(tmp_path, second=0.2) as one:
        await to_the_rating(one)
        one.touch(i.Do("words"))
        asked = await one.sees(v.QuestionView)
        assert "电话" in asked.hint.zh and not asked.required
        for wrong, key in (("长" * (MOST + 1), "form.error.too_long"), ("坏\x07", "form.error.character")):
            one.touch(i.Answer(wrong))
            await one.sees(v.QuestionView, lambda view, key=key: getattr(view.error, "key", "") == key)
        one.touch(i.Answer("打 138 0000 1234 找我"))
        warned = await one.sees(v.QuestionView, lambda view: view.error.key == "rating.words.number")
        assert warned.value == "打 138 0000 1234 找我", "what was typed is kept"
        one.touch(i.Answer(warned.value))  # the citizen means it
        await one.sees(v.RateView, lambda view: view.words == len(warned.value))
        one.touch(i.Do("words"))
        assert (await one.sees(v.QuestionView)).value == warned.value
        one.touch(i.Back())
        await one.sees(v.RateView, lambda view: view.words == len(warned.value))
        one.touch(i.Do("words"))
        await one.sees(v.QuestionView)
        one.touch(i.Skip())
        await one.sees(v.RateView, lambda view: view.words == 0)
