"""Shorthand for tests: hand something in, wait for something."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from offline_cache.outbox import Outbox
from offline_cache.records import Slot
from tests.limits import LIMIT_S

ROOM = 64 * 1024


def hand_in(
    outbox: Outbox,
    order: str = "aa",
    sealed: bytes = b"sealed record",
    pages: tuple[bytes, ...] = (),
    lane: str = "submissions",
) -> str:
    slot = outbox.reserve(lane, "TEST-ITEM", order, ROOM + sum(map(len, pages)))
    assert isinstance(slot, Slot)
    for page in pages:
        outbox.attach(slot.key, page)
    outbox.commit(slot.key, sealed + slot.key.encode())
    return slot.key


def reserve(outbox: Outbox, order: str = "aa", lane: str = "submissions") -> Slot:
    slot = outbox.reserve(lane, "TEST-ITEM", order, ROOM)
    assert isinstance(slot, Slot)
    return slot


def files(folder: Path) -> list[str]:
    """Names of the sealed pages of the outbox in `folder`."""
    return sorted(path.name for path in (folder / "pages").iterdir())


async def until(what: Callable[[], bool], limit: float = LIMIT_S) -> None:
    deadline = time.monotonic() + limit
    while not what():
        assert time.monotonic() < deadline, "did not happen in time"
        await asyncio.sleep(0.01)
