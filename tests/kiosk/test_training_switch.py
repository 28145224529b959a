"""Training switched at the terminal: nothing real is left behind or taken along, and both ways are said as clearly."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.agent import agent as agent_module
from kiosk.agent.agent import serve
from kiosk.clock import now
from kiosk.maintenance.door import hash_of
from kiosk.maintenance.training import can_switch, hindrance
from kiosk.pace import Pace
from kiosk.payments.journal import Journal
from kiosk.settings import BadSettings, Settings
from kiosk.terminal import Terminal
from kiosk.training.flag import LEFT, NAME
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.standing import TechnicianView
from offline_cache.outbox import Outbox
from offline_cache.sealing import OpeningKey
from tests.drivers.faces import FONTS
from tests.kiosk.stand import HeldPlatform, served
from tests.kiosk.test_terminal import Seat, running
from tests.limits import LIMIT_S

CODE = "246810"


def terminal_home(tmp_path: Path, real: str, practice: str) -> Path:
    """An installed terminal: the real platform in its own file, the one to train with in the training's."""
    for folder, lines in (
        (tmp_path, (f"KIOSK_PLATFORM_URL={real}", f"KIOSK_TECHNICIAN_CODE={hash_of(CODE)}", f"KIOSK_FONTS={FONTS}")),
        (tmp_path / "training", (f"KIOSK_PLATFORM_URL={practice}",)),
    ):
        folder.mkdir(exist_ok=True)
        OpeningKey.generate().public().save(folder / "sealing.key")
        text = "\n".join((*lines, "KIOSK_SEALING_KEY=sealing.key", ""))
        (folder / "terminal.env").write_text(text, encoding="utf-8")
    (tmp_path / "devices.toml").write_text("")
    return tmp_path


async def technicians_page(seat: Seat) -> None:
    seat.stage._settle = 0.0  # a finger that comes too soon is tested elsewhere
    await seat.sees(v.HomeView)
    seat.touch(i.OpenTechnician())
    await seat.sees(v.QuestionView)
    seat.touch(i.Answer(CODE))
    await seat.sees(TechnicianView)


async def switched(home: Path) -> Settings:
    """By the technician, who is asked once more; the window then ends by itself. The settings of the next."""
    terminal = Terminal(Settings.load(str(home), {}), Pace(0.1))
    async with running(terminal) as seat:
        (task,) = [one for one in asyncio.all_tasks() if "Terminal.run" in repr(one.get_coro())]
        await technicians_page(seat)
        seat.touch(i.ToggleTraining())
        await seat.sees(TechnicianView, lambda view: view.sure)
        seat.touch(i.Next())
        await seat.sees(TechnicianView, lambda view: not view.sure)
        assert (home / NAME).exists() is terminal.settings.training  # asked, and not done
        seat.touch(i.ToggleTraining())
        await seat.sees(TechnicianView, lambda view: view.sure)
        seat.touch(i.ToggleTraining())
        async with asyncio.timeout(LIMIT_S):
            await asyncio.wait({task})
        assert task.exception() is None
    return Settings.load(str(home), {})


async def test_a_technician_goes_into_training_and_out_of_it(tmp_path: Path) -> None:
    async with served(HeldPlatform()) as real, served(HeldPlatform()) as practice:
        home = terminal_home(tmp_path, real.url, practice.url)
        settings = await switched(home)
        assert settings.training and settings.home == home / "training"
        assert settings.platform_url == practice.url
        assert Terminal(settings).stage.snapshot.site.training  # every page says so
        settings = await switched(home)
        assert not settings.training and settings.platform_url == real.url
        terminal = Terminal(settings, Pace(0.1))
        async with running(terminal) as seat:
            await seat.eventually(lambda: getattr(seat.snapshot.toast, "key", "") == "technician.train.left")
        assert not (home / LEFT).exists()  # said once


async def test_training_does_not_begin_while_something_real_is_open(tmp_path: Path) -> None:
    """Guards against a citizen's payment or submission that waits while somebody practises."""
    async with served(HeldPlatform()) as real:
        home = terminal_home(tmp_path, real.url, real.url)
        journal = Journal.open(home / "payments.sqlite")
        terminal = Terminal(Settings.load(str(home), {}), Pace(0.1))
        async with running(terminal) as seat:
            await technicians_page(seat)
            journal.begin("key-1", "GY01", 100, now())

            async def refused(why: str) -> None:
                seat.touch(i.ToggleTraining())
                await seat.sees(
                    TechnicianView, lambda view: getattr(view.answer, "key", "") == f"technician.train.{why}"
                )
                assert not (home / NAME).exists()

            await refused("unpaid")
            journal.note("key-1", "closed")
            journal._database.execute("ALTER TABLE payments RENAME TO gone")  # as a disk that cannot be read
            seat.touch(i.ToggleTraining())
            await seat.sees(TechnicianView, lambda view: getattr(view.answer, "key", "") == "technician.failed")
            journal._database.execute("ALTER TABLE gone RENAME TO payments")
            await refused("not_sound")  # its file names the real platform
        journal.close()
    settings = terminal.settings
    assert getattr(hindrance(settings, 2, 0, 0), "params", None) == {"count": 2}
    assert getattr(hindrance(settings, 0, 0, 1), "key", "") == "technician.train.errands"


def test_what_is_wrong_with_the_training_platform_never_serves_citizens(tmp_path: Path) -> None:
    """Guards against people who practise at a terminal that has become a real one."""
    home = terminal_home(tmp_path, "https://real.invalid", "https://practice.invalid")
    (home / NAME).touch()
    assert Settings.load(str(home), {}).training_switch
    (home / "training/terminal.env").write_text("KIOSK_PLATFORM_URL=https://real.invalid\n")
    with pytest.raises(BadSettings, match="names the real platform"):
        Settings.load(str(home), {})
    assert main(["maintenance", "training-off", "--home", str(home)]) == 0  # the way out where nothing starts
    assert not Settings.load(str(home), {"KIOSK_TRAINING_SWITCH": "yes"}).training_switch  # no variable of anybody's
    assert not can_switch(Settings(home=tmp_path / "elsewhere"))
    assert not can_switch(Settings(home=home / "training", training=True))  # whoever set the machine up wants it so


async def test_the_agent_starts_anew_when_training_is_switched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guards against an agent that goes on uploading to the other platform."""
    monkeypatch.setattr(agent_module, "SWITCH_S", 0.02)
    home = terminal_home(tmp_path, "https://real.invalid", "https://practice.invalid")
    settings = Settings(home=home, fleet_url="http://127.0.0.1:9")
    outbox = Outbox.open(settings.outbox, margin=0)
    running_agent = asyncio.create_task(serve(settings, outbox, "sample-1"))
    await asyncio.sleep(0.1)
    assert not running_agent.done()
    (home / NAME).touch()
    async with asyncio.timeout(LIMIT_S):
        assert await running_agent == 1  # its supervisor starts it again
    outbox.close()
