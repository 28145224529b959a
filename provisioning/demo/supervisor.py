"""Starts the demo's processes in order, keeps them alive, and takes orders on a UNIX socket."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from provisioning.demo.child import Child, Recipe, StartFailed


class Supervisor:
    """`start` all, `stop` all (last first). Orders: one JSON line `{"do": "stop" | "start" | "status", "name": …}`
    on `socket`, answered by one JSON line; the device bench uses them to take the platform away."""

    def __init__(self, logs: Path, socket: Path, say: Callable[[str], None]) -> None:
        self._logs = logs
        self._socket = socket
        self._say = say
        self._children: dict[str, Child] = {}
        self._server: asyncio.Server | None = None

    async def start(self, recipes: Iterable[Recipe]) -> None:
        self._logs.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._server is None:
            self._socket.unlink(missing_ok=True)
            self._server = await asyncio.start_unix_server(self._serve, self._socket)
            self._socket.chmod(0o600)
        for recipe in recipes:
            child = self._children[recipe.name] = Child(recipe, self._logs)
            await child.start()
            self._say(f"  {recipe.name}")

    async def stop(self) -> None:
        if self._server:
            self._server.close()
            self._socket.unlink(missing_ok=True)
        for child in reversed(self._children.values()):
            await child.stop()
            child.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while line := await reader.readline():
                writer.write(json.dumps(await self._obey(line)).encode() + b"\n")
                await writer.drain()
        writer.close()

    async def _obey(self, line: bytes) -> dict[str, Any]:
        try:
            order = json.loads(line)
            do, name = order["do"], order.get("name", "")
        except (ValueError, KeyError, TypeError):
            return {"error": "not an order"}
        if do == "status":
            return {
                "processes": [
                    {"name": c.recipe.name, "running": c.running, "pid": c.pid, "restarts": c.restarts}
                    for c in self._children.values()
                ]
            }
        child = self._children.get(name)
        if child is None or do not in ("start", "stop"):
            return {"error": "no such process or order"}
        try:
            if do == "stop":
                await child.stop()
            elif not child.running:
                await child.start()
        except StartFailed as failed:
            return {"error": str(failed)}
        return {"running": child.running}
