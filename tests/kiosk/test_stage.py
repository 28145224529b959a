"""A press counts only for the page that was on show, and only for what its step asks."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.text import Localized, Message, message
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.snapshot import Preferences, Site
from kiosk.visit.stage import Stage
from tests.limits import LIMIT_S

SITE = Site(Localized("测试站点", "Test site"), "TEST-0001")


def question(name: str, trail: tuple[v.Option, ...] = ()) -> v.QuestionView:
    return v.QuestionView(name, "choice", Localized("问", "Q"), None, None, trail=trail)


async def test_the_second_tap_of_a_double_press_does_not_answer_the_next_question() -> None:
    stage = Stage(SITE, settle=0.0)
    first = asyncio.create_task(stage.ask(question("one"), i.Next))
    await asyncio.sleep(0)
    stage.send(i.Next())
    stage.send(i.Next())  # before the step has gone on
    await first
    stage._settle = LIMIT_S
    second = asyncio.create_task(stage.ask(question("two"), i.Next))
    await asyncio.sleep(0.01)
    stage.send(i.Next())  # after it has, but before anybody can have read the page
    await asyncio.sleep(0)
    assert not second.done()
    stage._settle = 0.0  # it has stood for long enough
    stage.send(i.Next())
    assert isinstance(await second, i.Next)


async def test_a_new_level_of_the_same_question_is_a_new_page() -> None:
    stage = Stage(SITE, settle=0.0)
    asking = asyncio.create_task(stage.ask(question("dest"), i.Answer))
    await asyncio.sleep(0)
    stage.send(i.Answer("510000"))
    await asking
    stage._settle = LIMIT_S
    deeper = asyncio.create_task(
        stage.ask(question("dest", (v.Option("510000", Localized("四川省", "Sichuan")),)), i.Answer)
    )
    await asyncio.sleep(0)
    stage.send(i.Answer("510000"))
    await asyncio.sleep(0)
    assert not deeper.done()
    deeper.cancel()


async def test_a_press_on_what_was_drawn_before_the_page_changed_is_dropped() -> None:
    stage = Stage(SITE, settle=0.0)
    stage.show(question("one"))
    drawn = stage.snapshot.serial
    asking = asyncio.create_task(stage.ask(question("two"), i.Next))
    await asyncio.sleep(0)
    stage.send(i.Next(), drawn)
    assert not asking.done()
    stage.send(i.Next(), stage.snapshot.serial)
    assert isinstance(await asking, i.Next)


async def test_what_the_step_does_not_ask_for_is_ignored() -> None:
    stage = Stage(SITE, settle=0.0)
    stage.send(i.Next())  # nobody asks
    asking = asyncio.create_task(stage.ask(question("one"), i.Answer))
    await asyncio.sleep(0)
    assert not stage.snapshot.can_go_back
    stage.send(i.Back())
    stage.send(i.SetLanguage("tlh"))
    await asyncio.sleep(0)
    assert not asking.done()
    assert stage.snapshot.preferences == Preferences()
    asking.cancel()


async def test_the_touch_that_answers_the_warning_does_nothing_else() -> None:
    stage = Stage(SITE, settle=0.0)
    asking = asyncio.create_task(stage.ask(question("one"), i.Next))
    await asyncio.sleep(0)
    stage.warn(10)
    stage.send(i.Next())
    await asyncio.sleep(0)
    assert stage.snapshot.warning is None
    assert not asking.done()
    asking.cancel()


async def test_work_is_cancelled_when_a_button_wins_and_its_fault_is_told() -> None:
    stage = Stage(SITE, settle=0.0)
    ended = asyncio.Event()

    async def work() -> None:
        stage.show(question("one"))
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    racing = asyncio.create_task(stage.race(work(), i.Back))
    await asyncio.sleep(0.01)
    assert stage.snapshot.can_go_back
    stage.send(i.Back())
    assert isinstance(await racing, i.Back)
    assert ended.is_set()

    async def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await stage.race(broken(), i.Back)


async def test_a_window_that_cannot_draw_does_not_end_the_visit() -> None:
    stage = Stage(SITE, settle=0.0)
    seen: list[v.View] = []

    def broken(_: object) -> None:
        raise RuntimeError

    stage.subscribe(broken)
    unsubscribe = stage.subscribe(lambda snapshot: seen.append(snapshot.view))
    stage.show(question("one"))
    unsubscribe()
    stage.show(question("two"))
    assert seen == [question("one")]


async def test_help_is_a_sentence_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.visit.stage.TOAST_S", 0.02)
    stage = Stage(SITE, settle=0.0)
    gone = asyncio.Event()
    stage.subscribe(lambda snapshot: gone.set() if snapshot.toast is None else None)
    stage.send(i.CallHelp())
    assert stage.snapshot.toast == message("visit.help", terminal="TEST-0001")
    assert isinstance(stage.snapshot.toast, Message)
    await asyncio.wait_for(gone.wait(), LIMIT_S)


async def test_how_things_are_shown_and_heard_ends_with_the_visit_and_headphones_do_not() -> None:
    stage = Stage(SITE, settle=0.0)
    stage.listen(True)
    for wish in (i.SetLow(True), i.SetVolume(4), i.SetRate(0), i.SetMode("senior"), i.SetLanguage("en")):
        stage.send(wish)
    assert stage.snapshot.preferences == Preferences("en", "senior", low=True, rate=0, volume=4)
    stage.send(i.SetVolume(9))  # there is no such volume
    assert stage.snapshot.preferences.volume == 4
    visits = stage.snapshot.visits
    stage.reset(preferences=True)
    assert stage.snapshot.preferences == Preferences()
    assert stage.snapshot.visits == visits + 1
    assert stage.snapshot.listening
