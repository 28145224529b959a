"""The agent: sends what citizens handed in, and says how the terminal is. It needs no window and no device."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import signal
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from typing import Any

from kiosk.agent.bookkeeper import Bookkeeper
from kiosk.agent.cashier import Cashier
from kiosk.agent.content import ContentKeeper
from kiosk.agent.courier import Courier
from kiosk.agent.heartbeat import Pulse
from kiosk.catalogue.source import content_of
from kiosk.faults import describe
from kiosk.maintenance.training import was_switched
from kiosk.notify import notify, watchdog_interval
from kiosk.platform import open_client
from kiosk.settings import Settings
from offline_cache.link import Link
from offline_cache.outbox import Outbox
from offline_cache.phase import Phase, UploaderState
from offline_cache.uploader import Uploader

CERTIFICATE_S = 30.0  # two small files; whoever has enrolled a terminal anew waits for its first heartbeat
SWITCH_S = 2.0  # one look at a file; whoever switches waits for the window longer than that

_log = logging.getLogger(__name__)


async def serve(settings: Settings, outbox: Outbox, catalogue: str) -> int:
    """Until SIGTERM or SIGINT. 1 when a part fell or wants the supervisor to start it anew. Raises `BadSettings`.

    `catalogue`: version of the one in use at the start.
    """
    certificate = await asyncio.to_thread(_certificate_of, settings)  # before anything is opened with it
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as closing:
        # both before any work is made, which would be left behind where an address is wrong
        clients = {
            url: await closing.enter_async_context(open_client(settings, url))
            for url in (settings.platform_url, settings.fleet_url)
            if url
        }
        work: list[Coroutine[Any, Any, None]] = []
        keeper: ContentKeeper | None = None
        uploader: Uploader | None = None
        if settings.platform_url:
            client = clients[settings.platform_url]
            rate = settings.upload_kbit_s * 125 or None  # bytes in a kbit
            link = Link(rate, settings.metered, settings.terminal_id)
            uploader = Uploader(outbox, client, settings.platform_url, link=link)
            work.append(uploader.run(stop))
            work.append(Cashier(settings, client).run(stop))
            if (content := content_of(settings)) is not None:
                keeper = ContentKeeper(settings, content, client)
                work.append(keeper.run(stop))

        def label() -> str:
            published = keeper.label() if keeper and settings.catalogue is None else None
            return published or catalogue

        def sending() -> UploaderState:
            return uploader.state if uploader is not None else UploaderState(Phase.IDLE)

        if settings.fleet_url:
            client = clients[settings.fleet_url]
            work.append(Pulse(settings, outbox, client, label, sending).run(stop))
            work.append(Courier(settings, client).run(stop))
            work.append(Bookkeeper(settings, client).run(stop))
        work += [_feed_watchdog(stop), _watch_training(settings, stop), _watch_certificate(settings, certificate, stop)]
        tasks = [asyncio.create_task(one) for one in work]
        notify("READY=1")
        _log.info("the agent runs for terminal %s", settings.terminal_id)
        try:
            asked = asyncio.create_task(stop.wait())
            await asyncio.wait({asked, *tasks}, return_when=asyncio.FIRST_COMPLETED)
            called = asked.done()
        finally:
            notify("STOPPING=1")
            stop.set()
            await asyncio.wait({asked, *tasks}, timeout=5)
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
    faults = [one for one in ended if isinstance(one, Exception)]
    for fault in faults:
        _log.error("a part of the agent fell: %s", describe(fault))
    return 0 if called and not faults else 1


async def _watch_training(settings: Settings, stop: asyncio.Event) -> None:
    """Return, and so end the agent, when training is switched on or off at the terminal."""
    while not stop.is_set():
        if was_switched(settings):
            _log.warning("training was switched: the agent starts anew")
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), SWITCH_S)


async def _watch_certificate(settings: Settings, first: tuple[bytes | None, ...], stop: asyncio.Event) -> None:
    """Return, and so end the agent, when the terminal's certificate or key is another: it is read at the start only."""
    while not stop.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), CERTIFICATE_S)
        if await asyncio.to_thread(_certificate_of, settings) != first:
            _log.warning("the terminal's certificate is another: the agent starts anew")
            return


def _certificate_of(settings: Settings) -> tuple[bytes | None, ...]:
    found: list[bytes | None] = []
    for path in (settings.terminal_cert, settings.terminal_key):
        try:
            found.append(hashlib.sha256(path.read_bytes()).digest() if path is not None else None)
        except OSError:
            found.append(None)
    return tuple(found)


async def _feed_watchdog(stop: asyncio.Event) -> None:
    """The loop turns: that is what the watchdog watches here."""
    interval = watchdog_interval()
    while not stop.is_set():
        if interval is not None:
            notify("WATCHDOG=1")
        try:
            await asyncio.wait_for(stop.wait(), interval)
        except TimeoutError:
            continue
