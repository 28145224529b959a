"""Carries calls for a person to the fleet service, at once: a citizen stands and waits (docs/api.md, "Calls")."""

from __future__ import annotations

import asyncio
import contextlib
import logging

import httpx

from kiosk import calls
from kiosk.settings import Settings
from offline_cache.clock import boottime

LOOK_S = 0.5  # a look at an empty folder costs 20 µs
AGAIN_S = 5.0  # after a call that did not get through
ANSWER_S = 5.0
PATH = "/v1/help"

_log = logging.getLogger(__name__)


class Courier:
    def __init__(self, settings: Settings, client: httpx.AsyncClient) -> None:
        self._settings = settings
        self._client = client

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            told = [await self._tell(call) for call in list(calls.waiting(self._settings.home))]
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), LOOK_S if all(told) else AGAIN_S)

    async def _tell(self, call: calls.Call) -> bool:
        body = {
            "terminal": self._settings.terminal_id,
            "id": call.id,
            "number": call.number,
            "reason": call.reason,
            "ago_s": round(max(0.0, boottime() - call.at), 1),
        }
        try:
            async with asyncio.timeout(ANSWER_S):
                answer = await self._client.post(f"{self._settings.fleet_url.rstrip('/')}{PATH}", json=body)
            answer.raise_for_status()
            if answer.json().get("id") != call.id:
                return False  # a captive portal also says 200
        except (httpx.HTTPError, TimeoutError, ValueError, AttributeError) as error:
            _log.warning("a call for a person did not get through: %s", type(error).__name__)
            return False
        calls.heard(self._settings.home, call)
        _log.info("the fleet service has call %d: %s", call.number, call.reason)
        return True
