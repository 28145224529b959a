"""The terminal put together from its settings: real drivers against their twins, and what it does when a part fails."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from drivers.id_card_reader.twin import VirtualIdCardReader
from drivers.id_card_reader.twin import load as person
from drivers.receipt_printer.twin import PrinterTwin
from drivers.status import Paper
from kiosk.pace import Pace
from kiosk.run_files import read_state
from kiosk.settings import Settings
from kiosk.terminal import Terminal, open_terminal
from kiosk.text import Message
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.stage import STARTING
from offline_cache.sealing import OpeningKey
from tests.drivers.faces import FONTS
from tests.drivers.id_card_reader.hands import waits_for_answers
from tests.drivers.receipt_printer.printers import impatient
from tests.kiosk.held_platform import HeldPlatform, served
from tests.kiosk.stand import Stand
from tests.limits import LIMIT_S


class Seat(Stand):
    """The same citizen in front of a terminal that was opened by itself."""

    def __init__(self, terminal: Terminal) -> None:
        self.stage = terminal.stage


def settings_for(home: Path, platform: HeldPlatform) -> Settings:
    home.mkdir(exist_ok=True)
    OpeningKey.generate().public().save(home / "sealing.key")
    return Settings(home=home, platform_url=platform.url, sealing_key=home / "sealing.key", fonts=FONTS)


def _preparing(terminal: Terminal) -> bool:
    view = terminal.stage.snapshot.view
    return view == STARTING or (isinstance(view, v.HomeView) and view.preparing)


@contextlib.asynccontextmanager
async def running(terminal: Terminal) -> AsyncIterator[Seat]:
    task = asyncio.create_task(terminal.run())
    seat = Seat(terminal)
    try:
        await seat.eventually(lambda: not _preparing(terminal))
        yield seat
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await terminal.close()


async def test_a_query_with_a_real_reader_and_a_real_printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    impatient(monkeypatch)
    waits_for_answers(monkeypatch)
    reader = VirtualIdCardReader()
    reader.start(tmp_path / "id-card")
    try:
        with PrinterTwin() as printer:
            async with served(HeldPlatform()) as platform:
                settings = settings_for(tmp_path / "home", platform)
                settings.devices.write_text(
                    f'[id_card_reader]\npath = "{tmp_path / "id-card"}"\n'
                    f'[receipt_printer]\nhost = "{printer.host}"\nport = {printer.port}\n'
                )
                terminal = await open_terminal(settings)
                async with running(terminal) as one:
                    await one.sees(v.HomeView, lambda view: tile(view, "SB03").unavailable is None)
                    printer.load_paper(Paper.OUT)
                    view = await one.sees(v.HomeView, lambda view: tile(view, "SB03").unavailable is not None)
                    reason = tile(view, "SB03").unavailable
                    assert isinstance(reason, Message)
                    assert reason.key == "devices.paper_out"
                    assert tile(view, "YB03").unavailable is not None  # no contact card reader in devices.toml
                    printer.load_paper()
                    await one.sees(v.HomeView, lambda view: tile(view, "SB03").unavailable is None)
                    await asyncio.sleep(0.4)  # the stage's own settling time after a change of page
                    one.touch(i.ChooseItem(tile(view, "SB03").code))
                    await settled(one, v.GuideView)
                    one.touch(i.Next())
                    await one.sees(v.IdentifyView)
                    reader.place(person("jia"))
                    for value in ("pension", "2026-01", "2026-02"):
                        await settled(one, v.QuestionView)
                        name = one.snapshot.view.name  # type: ignore[attr-defined]
                        one.touch(i.Answer(value))
                        await one.sees(v.View, lambda view, name=name: getattr(view, "name", None) != name)
                    await settled(one, v.ResultView)
                    assert read_state(settings.home).state == "visit"  # type: ignore[union-attr]
                    one.touch(i.Next())
                    await one.sees(v.TakeCardView)
                    reader.remove()
                    await one.sees(v.DoneView, lambda view: view.paper == "printed")
                    assert printer.wait_for_receipt(LIMIT_S)[:4] == b"\x89PNG"
    finally:
        reader.unplug()


def tile(view: v.HomeView, short: str) -> v.ItemTile:
    return next(one for one in view.favourites if one.short == short)


async def settled(one: Seat, kind: type[v.View]) -> None:
    await one.sees(kind)
    await asyncio.sleep(0.4)


async def test_an_outbox_that_cannot_be_opened_shows_out_of_order_and_comes_back(tmp_path: Path) -> None:
    async with served(HeldPlatform()) as platform:
        settings = settings_for(tmp_path / "home", platform)
        settings.devices.write_text("")
        settings.outbox.write_text("a file where the folder must be")
        terminal = await open_terminal(settings, Pace(0.01))
        async with running(terminal) as one:
            await one.sees(v.OutOfOrderView)
            assert read_state(settings.home).state == "out_of_order"  # type: ignore[union-attr]
            settings.outbox.unlink()
            view = await one.sees(v.HomeView)
            assert read_state(settings.home).state == "idle"  # type: ignore[union-attr]
            assert tile(view, "SB03").unavailable is not None  # a device that devices.toml does not name is not there
