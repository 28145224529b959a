"""Takes the platform away and brings it back: its process, through the demo's supervisor, or its behaviour."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx

from provisioning.bench.orders import Clumsy

STATES = [
    {"id": "online", "zh": "正常", "en": "online"},
    {"id": "stopped", "zh": "停掉", "en": "stopped"},
    {"id": "error", "zh": "回 500", "en": "answers 500"},
    {"id": "slow", "zh": "很慢", "en": "slow"},
    {"id": "busy", "zh": "繁忙（请稍候）", "en": "busy, Retry-After"},
    {"id": "captive-portal", "zh": "上网登录页", "en": "captive portal"},
    {"id": "drop-answer", "zh": "收下但不回话", "en": "stores, drops the answer"},
]
PATHS = {"drop-answer": "/v1/submissions"}  # where all answers were lost the network would just be away
ORDER_LIMIT_S = 30.0  # stopping and starting the platform's process


class PlatformSwitch:
    """`operators` is the sandbox's operator address; `supervisor` the demo's socket, when there is a demo."""

    def __init__(self, operators: str, supervisor: Path) -> None:
        self._operators = operators
        self._supervisor = supervisor
        self._now = "online"

    async def state(self) -> dict[str, Any]:
        return {"platform_states": STATES, "platform_state": self._now}

    async def do(self, device: str, action: str, value: str | None) -> None:
        if action != "state" or value not in {state["id"] for state in STATES}:
            raise Clumsy(f"the platform cannot be {value!r}")
        if value == "stopped":
            await self._order("stop")
        else:
            if self._now == "stopped":
                await self._order("start")
            await self._behave(value)
        self._now = value

    async def _order(self, do: str) -> None:
        try:
            async with asyncio.timeout(ORDER_LIMIT_S):
                reader, writer = await asyncio.open_unix_connection(self._supervisor)
                writer.write(json.dumps({"do": do, "name": "sandbox"}).encode() + b"\n")
                answer = json.loads(await reader.readline())
                writer.close()
        except (OSError, ValueError, TimeoutError) as error:
            raise Clumsy("平台由别处启动,这里不能停 · The platform was not started by this demo") from error
        if "error" in answer:
            raise Clumsy(answer["error"])

    async def _behave(self, fault: str) -> None:
        try:
            async with httpx.AsyncClient(timeout=5) as client:
                order = {"fault": None if fault == "online" else fault, "path": PATHS.get(fault, "/v1/")}
                answer = await client.post(f"{self._operators}/faults", json=order)
                answer.raise_for_status()
        except httpx.HTTPError as error:
            raise Clumsy("平台没有回答 · The platform does not answer") from error
