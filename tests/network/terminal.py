"""Agent and window's assembly in one process, without a window, and a citizen who looks round: for `alone.py`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kiosk.agent.agent import serve
from kiosk.catalogue.source import in_use
from kiosk.columns.model import COLUMNS
from kiosk.pace import USUAL
from kiosk.settings import Settings
from kiosk.terminal import open_terminal
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.stage import Stage
from kiosk.visit.views.reading import EntriesView
from kiosk.visit.views.search import SearchView
from offline_cache.outbox import Outbox
from tests.limits import LIMIT_S


async def main(done: Path) -> int:
    settings = Settings.load()
    outbox = Outbox.open(settings.outbox)
    agent = asyncio.create_task(serve(settings, outbox, in_use(settings).version))
    terminal = await open_terminal(settings, USUAL)
    window = asyncio.create_task(terminal.run())
    try:
        async with asyncio.timeout(LIMIT_S):
            try:
                await look_round(terminal.stage, settings)
            except asyncio.CancelledError:
                print("on show:", terminal.stage.snapshot.view, flush=True)
                raise
        done.touch()
        await agent  # until it is told to stop
    finally:
        for task in (window, agent):
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(window, agent, return_exceptions=True)
        await terminal.close()
        outbox.close()
    return 0


async def look_round(stage: Stage, settings: Settings) -> None:
    """Everything at which somebody might be asked: content, search, columns, a guide, a call for a person."""

    async def until(met: Callable[[], object]) -> None:
        while not met():
            await asyncio.sleep(0.02)

    def shows(kind: type[v.View]) -> bool:
        return isinstance(stage.snapshot.view, kind)

    async def go(intent: i.Intent, kind: type[v.View]) -> None:
        stage.send(intent)
        await until(lambda: shows(kind))
        await asyncio.sleep(0.3)  # a page is touched when it has stood for a moment

    def there(view: v.View) -> bool:
        ready = isinstance(view, v.HomeView) and not view.preparing
        return ready and all(door.unavailable is None for door in view.services)  # the platform answers

    await until(lambda: there(stage.snapshot.view) and (settings.home / "content" / COLUMNS / "manifest").exists())
    await asyncio.sleep(0.3)
    await go(i.Search("异地就医"), SearchView)
    await go(i.OpenHome(), v.HomeView)
    await go(i.OpenService("columns"), EntriesView)
    await go(i.Back(), v.HomeView)
    await go(i.ChooseItem("SC01"), v.GuideView)
    stage.send(i.CallHelp())
    await asyncio.sleep(1.0)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Path(sys.argv[1]))))
