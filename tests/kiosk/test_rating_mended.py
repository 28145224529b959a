"""Guards against a complaint that nobody has to mend, an answer that its citizen never sees, and a telling page."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.steps import farewell
from kiosk.visit.views.cases import CasesView, CaseView
from provisioning.sandbox.operator import ratings as pages
from provisioning.sandbox.ratings.store import Seen, seen
from tests.kiosk.sandbox_stand import LoopbackPlatform, operator, sandbox_stand
from tests.kiosk.stand import Stand
from tests.kiosk.test_progress import Counter
from tests.limits import LIMIT_S
from tests.provisioning.services import problem

REPLY = "十一月二十日下午，三号窗口"
WORDS = "等了三次，每次说的材料都不一样"


SECOND = 0.1  # of the terminal: no page runs out while a test looks at the platform


@pytest.fixture(autouse=True)
def a_long_farewell(monkeypatch: pytest.MonkeyPatch) -> None:
    """The farewell waits for the test, however busy the machine is."""
    monkeypatch.setattr(farewell, "STAYS_S", 1000)


@pytest.fixture
async def counter(tmp_path: Path) -> AsyncIterator[Counter]:
    async with (
        sandbox_stand(tmp_path, second=SECOND) as (one, platform),
        operator(platform.sandbox) as office,
    ):
        yield Counter(one, platform, office)


async def submitted(counter: Counter) -> str:
    """One submission, whose receipt is printed and whose end is not yet reached; its case number."""
    one = counter.one
    await one.begin("GJ04")
    await counter.show_card()
    await one.sees(v.FaceView)
    one.touch(i.Skip())
    for name in ("mode", "amount", "marital", "bank_card", "phone"):
        view = await one.sees(v.QuestionView, lambda view, name=name: view.name == name)
        given = {"amount": "1200", "bank_card": "6222020000000000000", "phone": "13800001234"}
        one.touch(i.Answer(given.get(name) or view.options[0].value))
    await counter.sign_and_submit()
    done = await one.sees(v.DoneView, lambda view: view.paper == "printed")
    number: str = done.code.split(" ")[0]
    one.touch(i.Next())
    return number


async def say(one: Stand, level: str, words: str = "") -> None:
    await one.sees(v.RateView)
    one.touch(i.Rate(level))
    await one.sees(v.RateView, lambda view: view.level == level)
    if words:
        one.touch(i.Do("words"))
        await one.answer("rating_words", words)
        await one.sees(v.RateView, lambda view: view.words == len(words))
    one.touch(i.Next())


async def ratings(platform: LoopbackPlatform, count: int) -> list[Seen]:
    """Once so many have arrived that somebody gave."""
    async with asyncio.timeout(LIMIT_S):
        while len(given := [one for one in seen(platform.sandbox.store.database) if one.number]) < count:
            await asyncio.sleep(0.02)
    return given


async def act(office: httpx.AsyncClient, number: str, what: str, said: str = "") -> httpx.Response:
    return await office.post(f"/ratings/{number}", json={"do": what, "said": said})


async def case_page(counter: Counter, number: str) -> CaseView:
    """The citizen opens it anew."""
    one = counter.one
    await counter.open("card")
    await counter.show_card()
    await one.sees(CasesView)
    one.touch(i.ChooseCase(number))
    view: CaseView = await one.sees(CaseView)
    return view


async def opened_again(one: Stand, number: str, wanted: Callable[[CaseView], object]) -> CaseView:
    one.touch(i.Back())
    await one.sees(CasesView)
    one.touch(i.ChooseCase(number))
    view: CaseView = await one.sees(CaseView, wanted)
    return view


def facts(view: CaseView) -> dict[str, str]:
    return {str(getattr(fact.label, "key", "")): str(getattr(fact.value, "zh", fact.value)) for fact in view.facts}


async def test_a_bad_rating_is_mended_answered_and_rated_once_more(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    one, platform, office = counter.one, counter.platform, counter.office
    number = await submitted(counter)
    await say(one, "very_dissatisfied", WORDS)
    await one.sees(v.FarewellView)
    (first,) = await ratings(platform, 1)
    assert (first.subject, first.number, first.named, first.words) == (number, 1, True, True)
    (ticket,) = platform.sandbox.desk.ratings.every()
    item = one.catalogue.find("GJ04")
    assert item is not None and ticket.owner == item.department
    shown = (await office.get(f"/ratings/{ticket.number}")).text
    assert WORDS in shown and item.name.zh in shown
    assert number not in shown and first.key not in shown, "who mends it learns what was wrong, not whose case it was"
    assert number not in (await office.get("/ratings")).text

    assert problem(await act(office, ticket.number, "answer", "好了")) == (409, "not-in-this-state")
    assert problem(await act(office, ticket.number, "ask", " ")) == (400, "malformed")
    assert (await act(office, ticket.number, "ask", "是哪一天？")).status_code == 200
    one.touch(i.Next())  # the farewell
    page = await case_page(counter, number)
    assert facts(page)["rating.case.question"] == "是哪一天？"
    assert item.department.zh in str(page.facts), "who has to mend it, and by when"
    one.touch(i.Do("reply"))
    await one.answer("rating_words", REPLY)
    page = await one.sees(CaseView, lambda view: "reply" not in [action.name for action in view.actions])
    assert REPLY in (await office.get(f"/ratings/{ticket.number}")).text
    for what, said in (("mend", "换了材料清单"), ("answer", "抱歉，欢迎再评")):
        assert (await act(office, ticket.number, what, said)).status_code == 200
    page = await opened_again(one, number, lambda view: "rating.case.answer" in facts(view))
    told = facts(page)
    assert (told["rating.case.done"], told["rating.case.answer"]) == ("换了材料清单", "抱歉，欢迎再评")
    assert "rate" in [action.name for action in page.actions]
    one.touch(i.Do("rate"))
    await say(one, "satisfied")
    first, second = await ratings(platform, 2)
    assert (second.subject, second.number) == (number, 2)
    await one.sees(CaseView)
    await opened_again(one, number, lambda view: "rate" not in [action.name for action in view.actions])
    assert (await act(office, ticket.number, "close")).status_code == 200

    assert WORDS not in caplog.text and REPLY not in caplog.text
    for path in (one.home).rglob("*"):
        if path.is_file():
            stored = path.read_bytes()
            assert not any(one.encode() in stored for one in (WORDS, REPLY)), f"words lie open in {path.name}"


async def test_the_five_ratios_say_what_is_missing(counter: Counter) -> None:
    one, platform, office = counter.one, counter.platform, counter.office
    await submitted(counter)
    await say(one, "dissatisfied")
    await one.sees(v.FarewellView)
    (ticket,) = await _tickets(platform, 1)

    def ratios() -> dict[str, tuple[int, int]]:
        told = pages.report(platform.sandbox.store.database, one.catalogue, datetime.now(UTC).date())
        return {each.name: (each.met, each.of) for each in told.ratios}

    assert ratios() == {"items": (1, 1), "objects": (1, 3), "channels": (1, 2), "mended": (0, 1), "called_back": (0, 1)}
    one.touch(i.Do("rate"))
    await one.answer("rated", "terminal")
    await say(one, "satisfied", "屏幕反光")
    await one.sees(v.FarewellView, lambda view: view.rated)
    await ratings(platform, 2)
    assert ratios()["objects"] == (2, 3)
    await act(office, ticket.number, "ask", "是哪一天？")
    await act(office, ticket.number, "mend", "补了清单")
    assert (ratios()["mended"], ratios()["called_back"]) == ((1, 1), (1, 1))
    shown = (await office.get("/ratings")).text
    assert "事项覆盖率" in shown and "渝快办系统" in shown, "what is missing is named"


async def _tickets(platform: LoopbackPlatform, count: int) -> list[Any]:
    async with asyncio.timeout(LIMIT_S):
        while len(found := platform.sandbox.desk.ratings.every()) < count:
            await asyncio.sleep(0.02)
    return found


async def test_the_terminal_and_the_system_are_no_matter(counter: Counter) -> None:
    """A rating of the machine that counted as one of the item would be answered by the wrong people."""
    one, platform, office = counter.one, counter.platform, counter.office
    await submitted(counter)
    await say(one, "very_satisfied")
    await one.sees(v.FarewellView)
    one.touch(i.Do("rate"))
    await one.answer("rated", "system")
    view = await one.sees(v.RateView, lambda view: view.subject == "system")
    one.touch(i.Rate("dissatisfied"))
    view = await one.sees(v.RateView, lambda view: view.level)
    assert view.tags == (), "the national tags are about matters"
    one.touch(i.Next())
    await one.sees(v.FarewellView, lambda view: view.rated)
    (ticket,) = await _tickets(platform, 1)
    assert (ticket.rating.rated, ticket.rating.subject, ticket.owner.en) == (
        "system", "yukuaiban", "Operator of the platform",
    )  # fmt: skip
    assert problem(await act(office, ticket.number, "ask", "?")) == (409, "nobody-to-ask")
    assert (await act(office, ticket.number, "mend", "改好了")).status_code == 200
    assert [each.number for each in seen(platform.sandbox.store.database)] == [1, 1]


async def test_the_slips_code_makes_the_second_rating_of_the_same_case(counter: Counter) -> None:
    one, platform, office = counter.one, counter.platform, counter.office
    number = await submitted(counter)
    await say(one, "satisfied")
    await one.sees(v.FarewellView)
    await ratings(platform, 1)
    assert "非常满意" in (await office.get("/rate", params={"number": number})).text
    form = {"number": number, "level": "dissatisfied", "tag": ["207", "209"], "words": "后来才发现"}
    assert (await office.post("/rate", data=form)).status_code == 200
    first, second = await ratings(platform, 2)
    assert (first.subject, first.number, first.channel) == (number, 1, "self_service")
    assert (second.subject, second.number, second.channel) == (number, 2, "qr_code")
    assert second.tags == ("207", "209") and second.named
    assert "评价过两次" in (await office.post("/rate", data=form)).text
    assert len(await ratings(platform, 2)) == 2, "a third is not taken"
    assert (await office.get("/rate", params={"number": "NONE-000001"})).status_code == 404
    stranger = await office.post("/rate", data=form, headers={"Origin": "http://elsewhere.invalid"})
    assert problem(stranger) == (400, "malformed")


async def test_a_rating_that_was_sent_late_keeps_its_own_time(tmp_path: Path) -> None:
    """Rated while the platform was away, sent hours later, after the slip's code was used: it is still the first."""
    async with (
        sandbox_stand(tmp_path, second=SECOND) as (one, platform),
        operator(platform.sandbox) as office,
    ):
        counter = Counter(one, platform, office)
        earlier = datetime.now(UTC) - timedelta(hours=30)
        usual, held = one.kit.pace.now, asyncio.Event()

        def hold(call: str) -> None:
            if call == "POST /v1/ratings" and not held.is_set():
                platform.portal = True

        platform.before = hold
        object.__setattr__(one.kit.pace, "now", lambda: earlier)
        number = await submitted(counter)
        await say(one, "fairly_satisfied")
        await one.sees(v.FarewellView)
        object.__setattr__(one.kit.pace, "now", usual)
        form = {"number": number, "level": "satisfied"}
        assert (await office.post("/rate", data=form)).status_code == 200
        (by_code,) = await ratings(platform, 1)
        assert by_code.number == 1, "the only one that the platform knows so far"
        platform.portal = False
        held.set()
        first, second = await ratings(platform, 2)
        assert first.rated_at == earlier.strftime("%Y-%m-%dT%H:%M:%SZ") < first.received_at
        assert (first.channel, first.number, second.channel, second.number) == ("self_service", 1, "qr_code", 2)
