"""The terminal of `stand.py` before the real sandbox platform: its whole application, behind a loopback socket."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk import clock
from kiosk.agent.content import ContentKeeper
from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.source import content_of
from kiosk.seals.trust import SEAL_TRUST
from offline_cache.sealing import SealingKey
from offline_cache.uploader import Uploader
from provisioning.sandbox.application import Sandbox
from provisioning.sandbox.operator.application import operator_application
from provisioning.serving import Peer
from tests.kiosk.held_platform import HeldPlatform, served
from tests.kiosk.stand import Stand, sample

TERMINAL = "TEST-0001"


class LoopbackPlatform(HeldPlatform):
    """The sandbox's application, which takes every caller for this terminal: mutual TLS has tests of its own."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__()
        self.sandbox = sandbox
        self.calls: list[str] = []  # "POST /v1/queries"
        self.before: Callable[[str], None] = lambda call: None
        self.lose: set[str] = set()  # calls whose answer is dropped once, after they were carried out
        self._inner: ASGIApp | None = None

    def count(self, verb: str, path: str) -> int:
        """How often this was called."""
        return self.calls.count(f"{verb} {path}")

    def application(self) -> ASGIApp:  # type: ignore[override]
        self._inner = self.sandbox.application()
        return self

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        assert self._inner is not None
        if self.portal:
            await HTMLResponse("<html>请先登录无线网络</html>")(scope, receive, send)
            return
        call = f"{scope['method']} {scope['path']}"
        self.calls.append(call)
        self.before(call)
        scope["peer"] = Peer(TERMINAL, lambda: None)
        lost = next((one for one in self.lose if call.startswith(one)), None)
        if lost is None:
            await self._inner(scope, receive, send)
            return
        self.lose.discard(lost)
        await self._inner(scope, receive, _nothing)  # uvicorn answers 500 where nothing was sent: `Away`


async def _nothing(message: object) -> None:
    return None


@contextlib.asynccontextmanager
async def sandbox_stand(
    home: Path,
    *,
    second: float = 0.02,
    catalogue: Catalogue | None = None,
    prepare: Callable[[Stand], None] | None = None,
) -> AsyncIterator[tuple[Stand, LoopbackPlatform]]:
    """A terminal, its agent's uploader and the platform, all real but for the devices; `second`: the terminal's."""
    folder = home / "sandbox"
    folder.mkdir(parents=True, exist_ok=True)
    catalogue = catalogue or sample()
    sandbox = Sandbox.open(folder, catalogue)
    try:
        async with served(LoopbackPlatform(sandbox)) as platform:
            one = Stand(home, platform, catalogue, second)
            one.sealing_key = SealingKey.load(folder / "sealing.key")
            one.now = clock.now
            if prepare is not None:
                prepare(one)
            one.open()
            if one.settings.content_key is not None:
                await fetched(one, SEAL_TRUST)
            stop = asyncio.Event()
            uploading = asyncio.create_task(_upload(one, stop))
            try:
                yield one, platform
            finally:
                stop.set()
                await asyncio.wait({uploading}, timeout=5)
                uploading.cancel()
                await one.close()
    finally:
        sandbox.store.close()


async def fetched(one: Stand, document: str) -> bool:
    """The agent's part: brings what the platform publishes."""
    content = content_of(one.settings)
    assert content is not None
    async with httpx.AsyncClient() as client:
        return await ContentKeeper(one.settings, content, client)._fetch(document)


async def _upload(one: Stand, stop: asyncio.Event) -> None:
    """The agent's part: sends what is committed."""
    async with httpx.AsyncClient(base_url=one.settings.platform_url) as client:
        await Uploader(one.outbox, client, one.settings.platform_url).run(stop)


def operator(sandbox: Sandbox) -> httpx.AsyncClient:
    """The operator's pages, without a socket."""
    transport = httpx.ASGITransport(operator_application(sandbox))
    return httpx.AsyncClient(transport=transport, base_url="http://operator")
