"""A terminal that nobody uses, that is out of service, or that a technician looks after."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from drivers.outcome import Completion, Failure
from drivers.status import DeviceState, IdCardReaderStatus
from kiosk.maintenance import flag
from kiosk.maintenance.door import LOCKED_S, TRIES, Door, Verdict, hash_of
from kiosk.visit import attract
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.standing import AttractView, TechnicianView
from offline_cache.faults import DiskFailed, Reason
from tests.kiosk.stand import Stand, stand

CODE = "246810"
HASH = hash_of(CODE)


def with_code(one: Stand) -> None:
    one.door = Door(HASH)


async def test_slides_come_when_nobody_is_there_and_go_at_a_touch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attract, "AFTER_S", 0.2)
    monkeypatch.setattr(attract, "SLIDE_S", 0.05)
    async with stand(tmp_path) as one:
        await one.sees(v.HomeView)
        await one.sees(AttractView, lambda view: view.slide == 3)
        await one.sees(AttractView, lambda view: view.slide == 0)  # and from the first again
        one.touch(i.OpenHome())
        await one.sees(v.HomeView)


async def test_slides_do_not_cover_what_somebody_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attract, "AFTER_S", 0.05)
    async with stand(tmp_path) as one:
        await one.sees(v.HomeView)
        one.touch(i.OpenCategory(None))
        await one.sees(v.ListView)
        await one.stage.quiet(0.3)
        assert isinstance(one.snapshot.view, v.ListView)


async def test_out_of_service_shows_at_home_and_goes_again(tmp_path: Path) -> None:
    async with stand(tmp_path) as one:
        await one.sees(v.HomeView)
        flag.switch(one.home, True)
        one.health.refresh()
        await one.sees(v.OutOfOrderView)
        one.touch(i.ChooseItem("SB03"))  # a touch that was under way
        flag.switch(one.home, False)
        one.health.refresh()
        await one.sees(v.HomeView)


async def test_home_says_which_device_is_down_and_how_much_still_works(tmp_path: Path) -> None:
    async with stand(tmp_path) as one:
        await one.sees(v.HomeView, lambda view: view.notice is None)
        one.id_cards.turn(IdCardReaderStatus(DeviceState.NO_DEVICE))
        home = await one.sees(v.HomeView, lambda view: view.notice is not None)
        assert home.notice.key == "visit.home.device_away"
        assert 0 < home.notice.params["able"] < home.notice.params["total"] == 54


async def test_a_technician_stops_prints_and_starts(tmp_path: Path) -> None:
    async with stand(tmp_path, prepare=with_code) as one:
        await one.sees(v.HomeView)
        one.touch(i.OpenTechnician())
        asked = await one.sees(v.QuestionView)
        assert asked.secret
        one.touch(i.Answer("000000"))
        await one.sees(v.QuestionView, lambda view: view.error is not None)
        one.touch(i.Answer(CODE))
        page = await one.sees(TechnicianView)
        assert not page.out_of_service
        one.touch(i.ToggleService())
        await one.sees(TechnicianView, lambda view: view.out_of_service)
        one.touch(i.TestPrint())
        await one.sees(TechnicianView, lambda view: view.answer and view.answer.key == "technician.printed")
        one.printer.outcome = Failure(Completion.HARDWARE_ERROR, "paperOut")
        one.touch(i.TestPrint())
        await one.sees(TechnicianView, lambda view: view.answer and view.answer.key == "technician.not_printed")
        one.touch(i.Next())
        await one.sees(v.OutOfOrderView)
        one.touch(i.OpenTechnician())  # the way back must be open while it is closed to citizens
        await one.sees(v.QuestionView)
        one.touch(i.Answer(CODE))
        await one.sees(TechnicianView)
        one.touch(i.ToggleService())
        await one.sees(TechnicianView, lambda view: not view.out_of_service)
        one.touch(i.Next())
        await one.sees(v.HomeView)
        assert len(one.printer.receipts) == 2


async def test_a_disk_that_fails_ends_no_technicians_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is what the technician came for: the page would show itself and be gone."""
    async with stand(tmp_path, prepare=with_code) as one:

        def failing() -> NoReturn:
            raise DiskFailed(Reason.FAILING, "I/O error")

        monkeypatch.setattr(one.outbox, "counts", failing)
        await one.sees(v.HomeView)
        one.touch(i.OpenTechnician())
        await one.sees(v.QuestionView)
        one.touch(i.Answer(CODE))
        page = await one.sees(TechnicianView)
        assert [value for _, value in page.facts].count("—") == 3
        one.touch(i.ToggleService())
        await one.sees(TechnicianView, lambda view: view.out_of_service)


async def test_without_a_code_there_is_no_technicians_page(tmp_path: Path) -> None:
    async with stand(tmp_path) as one:
        await one.sees(v.HomeView)
        one.touch(i.OpenTechnician())

        def listed() -> bool:
            one.touch(i.OpenCategory(None))
            return isinstance(one.snapshot.view, v.ListView)

        await one.eventually(listed)
        assert not any(isinstance(view, v.QuestionView) for view in one.seen)


def test_a_code_is_tried_a_few_times_only() -> None:
    """Otherwise somebody with patience in an empty mall gets in."""
    now = [0.0]
    door = Door(HASH, lambda: now[0])
    assert [door.try_code("000000") for _ in range(TRIES)] == [Verdict.WRONG] * (TRIES - 1) + [Verdict.LOCKED]
    assert door.try_code(CODE) is Verdict.LOCKED
    now[0] += LOCKED_S
    assert door.try_code(CODE) is Verdict.RIGHT


@pytest.mark.parametrize("code", ["", "12345", "12345a", "１２３４５６"])
def test_a_code_that_is_none(code: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        hash_of(code)


def test_a_damaged_hash_opens_nothing() -> None:
    for damaged in ("x", "a.b", HASH[:-4], HASH.replace(".", "")):
        assert Door(damaged).try_code(CODE) is not Verdict.RIGHT
