"""Guards against one behaviour for every place, hours that are not kept, and a guest that keeps screen or devices."""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from drivers.id_card_reader.twin import VirtualIdCardReader
from drivers.receipt_printer.twin import PrinterTwin
from kiosk.pace import Pace
from kiosk.settings import SITE_PROFILES, BadSettings, Settings
from kiosk.sites import LEAST_IDLE_S, BadProfile, profile, profiles
from kiosk.terminal import Terminal, open_terminal
from kiosk.text import Localized
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.patience import LIMITS, limit_of
from kiosk.visit.privacy import cover_after
from kiosk.visit.snapshot import Preferences, Site, Snapshot
from kiosk.visit.stage import Stage
from kiosk.visit.views.closed import ClosedView
from kiosk.words import say
from tests.kiosk.held_platform import HeldPlatform, served
from tests.kiosk.stand import NOW, Stand, stand
from tests.kiosk.test_terminal import Seat, settings_for
from tests.limits import LIMIT_S

NAME = Localized("测试", "Test")


def at(hour: int, minute: int = 0) -> datetime:
    return NOW.replace(hour=hour, minute=minute, second=0)


def test_the_settings_know_every_profile() -> None:
    assert set(filter(None, SITE_PROFILES)) == set(profiles())


@pytest.mark.parametrize("name", ["mall", "bank", "station", "store", "hall"])
def test_a_place_has_its_own_waiting_covering_and_volume(name: str) -> None:
    place = profile(name)
    site = Site(NAME, "TEST-0001", place)
    for view in LIMITS:
        snapshot = Snapshot(1, object.__new__(view), site, Preferences("en"))
        limit = limit_of(snapshot)
        assert limit is None or limit[0] >= LEAST_IDLE_S, view
    assert cover_after(Snapshot(1, v.WorkingView(NAME), site)) == place.cover_s
    stage = Stage(site)
    assert stage.snapshot.preferences.volume == place.volume
    assert not place.guest


async def test_what_a_visit_begins_with_comes_back_after_it() -> None:
    stage = Stage(Site(NAME, "TEST-0001", profile("station")))
    stage.send(i.SetVolume(0))
    stage.reset(preferences=True)
    assert stage.snapshot.preferences.volume == profile("station").volume


def test_a_mall_waits_and_shows_for_less_time_than_a_hall() -> None:
    mall, hall = profile("mall"), profile("hall")
    assert mall.seconds(120) < hall.seconds(120) == 120
    assert (mall.cover_s, mall.reveal_s) < (hall.cover_s, hall.reveal_s)
    assert mall.volume > hall.volume


@pytest.mark.parametrize(
    ("hours", "open_at", "closed_at"),
    [
        ("10:00-22:00", (10, 15, 21), (9, 22, 23, 0)),
        ("22:00-06:00", (22, 0, 5), (6, 12, 21)),
        ("00:00-24:00", (0, 23), ()),
    ],
)
def test_hours(hours: str, open_at: tuple[int, ...], closed_at: tuple[int, ...]) -> None:
    place = profile("hall", hours)
    assert all(place.open_at(at(hour)) for hour in open_at)
    assert not any(place.open_at(at(hour)) for hour in closed_at)
    for hour in (*open_at, *closed_at):
        turn = place.turns_in(at(hour, 30))
        if turn is not None:
            then = at(hour, 30) + timedelta(seconds=turn)
            assert place.open_at(then) is not place.open_at(then - timedelta(minutes=1))


@pytest.mark.parametrize(
    "hours", ["10", "10:00", "10:00-", "25:00-26:00", "10:60-11:00", "1000-2200", "十点-十一点", "１0:00-22:00"]
)
def test_hours_that_are_none(hours: str) -> None:
    with pytest.raises(BadProfile):
        profile("mall", hours)
    with pytest.raises(BadSettings, match="KIOSK_SITE_HOURS"):
        Terminal(Settings(home=Path("/nowhere"), site_hours=hours))


async def test_a_place_closes_and_opens_by_itself(tmp_path: Path) -> None:
    now = at(21, 59) + timedelta(seconds=59, milliseconds=500)

    def closing(one: Stand) -> None:
        one.now = lambda: now
        one.stage = Stage(Site(NAME, "TEST-0001", profile("mall")), settle=0.0)

    async with stand(tmp_path, prepare=closing, second=1.0) as one:
        await one.sees(v.HomeView)
        now = at(22)
        closed = await one.sees(ClosedView)
        assert "10:00" in say(closed.body, "zh")
        one.touch(i.OpenCategory(None))
        now = at(10)
        one.touch(i.SetMode("senior"))  # whatever draws the page anew
        await one.sees(v.ListView)


async def test_a_guest_hands_back_when_the_citizen_leaves_or_nobody_is_there(
    tmp_path: Path, pages_run_out: None
) -> None:
    """And in both cases the reader's line and the printer's connection are free again."""
    reader = VirtualIdCardReader()
    reader.start(tmp_path / "id-card")
    try:
        with PrinterTwin() as printer:
            async with served(HeldPlatform()) as platform:
                for leaves in ("at home", "at once", ""):
                    settings = settings_for(tmp_path / "home", platform)
                    settings.devices.write_text(
                        f'[id_card_reader]\npath = "{tmp_path / "id-card"}"\n'
                        f'[receipt_printer]\nhost = "{printer.host}"\nport = {printer.port}\n'
                    )
                    terminal = await open_terminal(settings, Pace(0.02), guest=True)
                    task = asyncio.create_task(terminal.run())
                    seat = Seat(terminal)
                    if leaves == "at once":  # the first second, in which only the picture of home is there
                        terminal.stage.send(i.Exit())
                    else:
                        await seat.sees(v.HomeView, lambda view: not view.preparing)
                        assert terminal.stage.snapshot.in_visit, "there is a way back on the first page"
                    if leaves == "at home":
                        seat.touch(i.Exit())
                    async with asyncio.timeout(LIMIT_S):
                        await task
                    await terminal.close()
                    assert not _held(tmp_path / "id-card")
                    assert terminal.stage.snapshot.visits == (leaves != "at once"), "asked back at once, no visit began"
    finally:
        reader.unplug()


def _held(path: Path) -> bool:
    """Whether another keeps the serial line for itself."""
    line = os.open(path.resolve(), os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        fcntl.flock(line, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(line)
    return False


@pytest.mark.window
def test_the_program_as_a_guest_ends_with_0_when_it_is_asked_back(tmp_path: Path) -> None:
    from offline_cache.sealing import OpeningKey
    from tests.drivers.faces import FONTS

    OpeningKey.generate().public().save(tmp_path / "sealing.key")
    environment = os.environ | {
        "KIOSK_HOME": str(tmp_path), "KIOSK_SEALING_KEY": "sealing.key", "KIOSK_FONTS": str(FONTS),
        "SDL_VIDEODRIVER": "offscreen", "KIVY_HOME": str(tmp_path / "kivy"),
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", "kiosk", "ui", "--guest"], env=environment)
    try:
        ends = time.monotonic() + LIMIT_S
        while not list((tmp_path / "run").glob("painted*")):
            assert process.poll() is None and time.monotonic() < ends
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT_S) == 0
    finally:
        if process.poll() is None:
            process.kill()
