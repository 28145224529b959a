"""After a visit nothing of the citizen is left: not on the disk in clear, not in a log, not in memory."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest

from kiosk.visit import intents as i
from kiosk.visit import views as v
from tests.kiosk.stand import CARD, ID_NUMBER, NAME, Stand, stand
from tests.kiosk.test_visit_application import decline_face, fill_in, hand_in_a_page, sign_and_submit

PHONE = "13800001234"
PLANTED = (ID_NUMBER, NAME, PHONE)


def assert_forgotten(one: Stand, caplog: pytest.LogCaptureFixture) -> None:
    for path in one.home.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for planted in PLANTED:
                for form in (planted.encode(), planted.encode("utf-16-le"), planted.encode("gb18030")):
                    assert form not in content, path.name
            assert ID_NUMBER not in path.name
    for planted in PLANTED:
        assert planted not in caplog.text
    held = reachable([one.kit, one.conductor, one.stage, one._task])
    for planted in PLANTED:
        found = [thing for thing in held if holds(thing, planted)]
        assert not found, [gc.get_referrers(thing)[:2] for thing in found[:1]]


def holds(thing: Any, planted: str) -> bool:
    if isinstance(thing, str):
        return planted in thing
    if isinstance(thing, (bytes, bytearray)):
        return planted.encode() in thing
    return False


def reachable(roots: list[Any], but: tuple[type, ...] = ()) -> list[Any]:
    """Every object that these hold, directly or not. Modules, classes and the event loop lead out of the terminal, and
    so may `but`."""
    outside = (type, ModuleType, asyncio.AbstractEventLoop, Stand, *but)
    seen: dict[int, Any] = {}
    todo = list(roots)
    while todo:
        thing = todo.pop()
        if id(thing) in seen or issubclass(type(thing), outside):
            continue
        if isinstance(thing, dict) and "__builtins__" in thing:  # a module's names
            continue
        seen[id(thing)] = thing
        if isinstance(thing, FunctionType):
            todo.extend([thing.__closure__, thing.__defaults__, thing.__kwdefaults__])
        else:
            todo.extend(gc.get_referents(thing))
    return list(seen.values())


async def half_way(one: Stand) -> None:
    """Identified, and with the form filled in."""
    await one.begin("YB04")
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    await decline_face(one)
    await fill_in(one)
    await one.sees(v.MaterialView)
    one.far_platform.bodies.clear()  # the platform may know; this test looks at the terminal
    assert any(holds(thing, PHONE) for thing in reachable([one._task]))  # the search finds what is there


def outbox_is_empty(one: Stand) -> bool:
    return not list(one.outbox.records())


@pytest.fixture(autouse=True)
def _all_logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.DEBUG):
        yield


async def test_after_exit(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with stand(tmp_path) as one:
        await half_way(one)
        one.touch(i.Exit())
        await one.sees(v.TakeCardView)  # a card is never left behind
        one.id_cards.take()
        await one.sees(v.HomeView)
        await one.eventually(lambda: one.far_platform.closed == ["session-0001"])
        assert outbox_is_empty(one)
        assert_forgotten(one, caplog)


async def test_after_time_out(tmp_path: Path, caplog: pytest.LogCaptureFixture, pages_run_out: None) -> None:
    async with stand(tmp_path, second=0.01) as one:
        await half_way(one)
        one.id_cards.take()
        await one.eventually(lambda: one.snapshot.warning is not None)
        one.touch(i.StillHere())
        assert one.snapshot.warning is None  # any touch extends
        await one.eventually(lambda: one.snapshot.warning is not None)
        await one.sees(v.HomeView)
        assert outbox_is_empty(one)
        assert_forgotten(one, caplog)


async def test_after_a_fault_of_the_program(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(visit: Any) -> Any:
        raise ValueError(f"cannot handle {visit.visitor.id_number}")

    monkeypatch.setattr("kiosk.visit.steps.check.rows_of", broken)
    async with stand(tmp_path) as one:
        await half_way(one)
        one.id_cards.take()
        await hand_in_a_page(one)
        notice = await one.sees(v.NoticeView)
        assert notice.title.key == "visit.fault.title"
        one.touch(i.Next())
        await one.sees(v.HomeView)
        assert "ValueError" in caplog.text
        assert outbox_is_empty(one)
        assert_forgotten(one, caplog)


async def test_after_a_finished_visit_what_was_accepted_stays_sealed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.visit.steps.submit.ANSWER_S", 0.1)
    async with stand(tmp_path, second=0.05) as one:
        await half_way(one)
        one.id_cards.take()
        await hand_in_a_page(one)
        await sign_and_submit(one)
        await one.sees(v.DoneView, lambda view: view.paper == "printed")
        one.touch(i.Next())
        await one.sees(v.RateView)
        one.touch(i.Skip())
        await one.sees(v.HomeView)
        one.printer.receipts.clear()  # the paper is the citizen's
        assert {record.lane for record in one.outbox.records()} == {"submissions", "ratings"}
        assert_forgotten(one, caplog)


async def test_preferences_are_those_of_the_next_one(tmp_path: Path) -> None:
    async with stand(tmp_path, second=0.05) as one:
        await one.sees(v.HomeView)
        one.touch(i.SetLanguage("en"))
        one.touch(i.SetMode("senior"))
        await one.begin("SB03")
        await one.sees(v.IdentifyView)
        assert one.snapshot.preferences.language == "en"
        one.touch(i.Exit())
        await one.sees(v.HomeView)
        assert (one.snapshot.preferences.language, one.snapshot.preferences.mode) == ("zh", "standard")
