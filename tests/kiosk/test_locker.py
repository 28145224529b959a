"""Guards against a box that opens twice, for somebody else, or before anything lies in it; and against a result that
is taken out of it before the time that the citizen was told, or without a word."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from drivers.receipt_printer.document import Line, QrCode
from kiosk.text import Message
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.cases import CasesView, CaseView
from kiosk.visit.views.queues import TicketView
from kiosk.words import say
from provisioning import clock
from provisioning.problem import Problem
from provisioning.sandbox.lockers import LIES, LIFE, TAKEN_OUT, TRIES, Lockers
from tests.kiosk.sandbox_stand import operator, sandbox_stand
from tests.kiosk.test_progress import Counter


async def at_the_locker(counter: Counter) -> str:
    """A case that is decided and wanted from the locker, on its page; its number."""
    one = counter.one
    _, number = await counter.submit()
    await counter.open("card")
    await one.sees(CasesView)
    one.touch(i.ChooseCase(number))
    await one.sees(CaseView)
    one.touch(i.Do("deliver"))
    await one.answer("delivery", "locker")
    page = await one.sees(CaseView)
    assert "locker" not in {action.name for action in page.actions}, "nothing lies in it yet"
    early = await counter.office.post("/locker", json={"do": "load", "number": number})
    assert early.status_code == 409
    for what in ("accept", "approve"):
        await counter.do(number, what)
    return number


async def again(counter: Counter, number: str) -> CaseView:
    one = counter.one
    one.touch(i.Back())
    await one.sees(CasesView)
    one.touch(i.ChooseCase(number))
    view: CaseView = await one.sees(CaseView)
    return view


async def test_a_result_out_of_the_locker(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.1) as (one, platform), operator(platform.sandbox) as office:
        counter = Counter(one, platform, office)
        number = await at_the_locker(counter)
        assert number[-12:] in (await office.get("/locker")).text
        box = (await office.post("/locker", json={"do": "load", "number": number})).json()["box"]
        page = await again(counter, number)
        assert page.next.key == "cases.next.locker_until"
        assert [action.name for action in page.actions][:1] == ["locker"]
        assert "deliver" not in {action.name for action in page.actions}, "it lies there: the way is settled"
        platform.lose = {f"POST /v1/cases/{number}/locker-codes"}
        one.touch(i.Do("locker"))
        await one.sees(v.NoticeView, lambda view: view.title.key == "cases.away.title")
        one.touch(i.Next())
        first = await one.sees(TicketView, lambda view: view.paper == "printed")
        slip = one.printer.receipts[-1]
        assert first.number in [block.text for block in slip.blocks if isinstance(block, Line)]
        assert [block.payload for block in slip.blocks if isinstance(block, QrCode)] == [first.code]
        one.touch(i.Next())
        await one.sees(CaseView)
        one.touch(i.Do("locker"))
        second = await one.sees(TicketView, lambda view: view.paper == "printed" and view.code != first.code)
        old = await office.post("/locker", json={"do": "open", "code": first.code})
        assert old.status_code == 404, "a later code takes the place of the one before"
        opened = await office.post("/locker", json={"do": "open", "code": second.code})
        assert opened.json() == {"box": box}
        assert (await office.post("/locker", json={"do": "open", "code": second.code})).status_code == 404
        one.touch(i.Next())
        await one.sees(CaseView)
        page = await again(counter, number)
        assert page.state == Message("cases.state.delivered")
        assert "locker" not in {action.name for action in page.actions}


async def test_what_nobody_fetches_in_time_goes_to_the_counter_and_the_citizen_is_told(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.1) as (one, platform), operator(platform.sandbox) as office:
        counter = Counter(one, platform, office)
        number = await at_the_locker(counter)
        await office.post("/locker", json={"do": "load", "number": number})
        early = await office.post("/locker", json={"do": "take_out", "number": number})
        assert (early.status_code, early.json()["type"]) == (409, "/problems/not-overdue")
        assert "过期，取出转窗口" not in (await office.get("/locker")).text
        page = await again(counter, number)
        by = next(fact.value for fact in page.facts if fact.label == Message("cases.fact.fetch_by"))
        assert page.next == Message("cases.next.locker_until", {"time": by})
        one.touch(i.Do("locker"))
        code = (await one.sees(TicketView, lambda view: view.paper == "printed")).code
        one.touch(i.Next())
        await one.sees(CaseView)
        late = clock.now() + LIES
        lockers = Lockers(platform.sandbox.desk.cases)
        assert not lockers.overdue(number, late - timedelta(minutes=1))
        lockers.take_out(number, late)
        gone = await office.post("/locker", json={"do": "open", "code": code})
        assert gone.status_code == 404
        one.touch(i.Do("locker"))  # the page still offers it
        empty = await one.sees(v.NoticeView)
        assert "转到了窗口" in say(empty.body, "zh")
        one.touch(i.Back())
        page = await one.sees(CaseView, lambda view: view.next == Message("cases.next.taken_out"))
        assert "locker" not in {action.name for action in page.actions}
        assert (page.tone, page.lines[0].note) == ("warn", TAKEN_OUT)
        assert page.lines[0].what == Message("cases.state.moved"), "not decided a second time"
        assert Message("cases.fact.pickup_code") in [fact.label for fact in page.facts]
        one.touch(i.Do("deliver"))  # another way may be chosen, also the locker once more
        await one.answer("delivery", "locker")
        await one.sees(CaseView, lambda view: view.next == Message("cases.next.locker"))
        short = await office.post("/locker", json={"do": "load", "number": number, "minutes": 0})
        assert short.status_code == 200
        assert "过期，取出转窗口" in (await office.get("/locker/table")).text
        assert (await office.post("/locker", json={"do": "take_out", "number": number})).json() == short.json()


async def test_codes_grow_old_and_cannot_be_guessed(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.1) as (one, platform), operator(platform.sandbox) as office:
        number = await at_the_locker(Counter(one, platform, office))
        cases, now = platform.sandbox.desk.cases, clock.now()
        lockers = Lockers(cases)
        with pytest.raises(Problem):
            lockers.issue(number, now)  # nothing lies in it yet
        lockers.load(number, now)
        with pytest.raises(Problem):
            lockers.load(number, now)
        code = lockers.issue(number, now).code
        with pytest.raises(Problem) as late:
            lockers.open(code, now + LIFE)
        assert late.value.name == "no-such-code"
        wrong = f"{(int(code) + 1) % 10**6:06d}"
        later = now + LIFE + timedelta(minutes=10)
        fresh = lockers.issue(number, later).code
        for _ in range(TRIES):
            with pytest.raises(Problem):
                lockers.open(wrong if wrong != fresh else "000000", later)
        with pytest.raises(Problem) as stopped:
            lockers.open(fresh, later)
        assert stopped.value.name == "too-many-tries"
        assert cases.row(number)["state"] == "decided"  # type: ignore[index]
