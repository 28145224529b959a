"""Nobody is cut off without a warning, and nobody's page stays open for the next one."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from kiosk.text import Localized, message
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.patience import LIMITS, WARNING_S, Patience, limit_of
from kiosk.visit.snapshot import Preferences, Site, Snapshot
from kiosk.visit.stage import Stage
from kiosk.visit.views.certificates import PrintingView
from kiosk.visit.views.closed import ClosedView
from kiosk.visit.views.standing import AttractView
from tests.limits import LIMIT_S

SITE = Site(Localized("测试站点", "Test site"), "TEST-0001")
NOTICE = v.NoticeView("alert-circle", message("visit.fault.title"), message("visit.fault.body"), None)
HOME = v.HomeView((), (), 54)


def test_every_page_that_waits_for_a_citizen_has_a_limit() -> None:
    machine_works = {v.WorkingView, v.TakeCardView, v.FarewellView, v.OutOfOrderView, AttractView, ClosedView}
    machine_works |= {PrintingView}
    assert set(v.View.__subclasses__()) - machine_works == set(LIMITS)
    assert WARNING_S >= 20  # WCAG 2.2.1


def test_seniors_have_twice_the_time() -> None:
    guide = object.__new__(v.GuideView)
    snapshot = Snapshot(1, guide, SITE)
    usual, senior = limit_of(snapshot), limit_of(replace(snapshot, preferences=Preferences(mode="senior")))
    assert usual is not None
    assert senior == (usual[0] * 2, usual[1] * 2)
    assert limit_of(replace(snapshot, listening=True)) == senior, "who listens needs time as well"


def test_home_waits_for_ever_unless_somebody_changed_it() -> None:
    assert limit_of(Snapshot(1, HOME, SITE)) is None
    assert limit_of(Snapshot(1, HOME, SITE, Preferences("en"))) == (60, 0)
    heard = limit_of(Snapshot(1, HOME, SITE, Preferences("en"), listening=True))
    assert heard == (120, 60), "nobody who cannot see the page is sent home without a word"
    assert limit_of(Snapshot(1, v.WorkingView(message("visit.leaving")), SITE)) is None


async def test_the_warning_counts_down_and_any_touch_extends_without_limit() -> None:
    stage = Stage(SITE, settle=0.0)
    patience = Patience(stage, second=0.002)
    stage.show(NOTICE)
    counted: list[int] = []
    extended = 0

    def citizen(snapshot: Snapshot) -> None:
        nonlocal extended
        if snapshot.warning is not None:
            counted.append(snapshot.warning)
        if snapshot.warning == 3 and extended < 3:
            extended += 1
            asyncio.get_running_loop().call_soon(stage.send, i.StillHere())

    stage.subscribe(citizen)
    await asyncio.wait_for(patience.run_out(), LIMIT_S)
    assert extended == 3
    assert counted.count(WARNING_S) == 4
    assert counted[-1] == 1
