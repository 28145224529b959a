"""A terminal at a sandbox: hands in, sends by whatever way, and is compared with what the platform has."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

from offline_cache.connection import platform_client
from offline_cache.outbox import Outbox
from offline_cache.records import Slot
from offline_cache.sealing import SealingKey
from offline_cache.states import State
from offline_cache.uploader import Uploader
from provisioning.authority import Authority
from tests.offline_cache.hands import until
from tests.provisioning.services import ITEM, TERMINAL, Service, sealing_key, stored

LIMIT_S = 300.0  # only ends a wait for what hangs: others may keep the machine busy


class Terminal:
    def __init__(self, service: Service, folder: Path) -> None:
        self.service = service
        self.outbox = Outbox.open(folder)
        self.key: SealingKey = sealing_key(service.home)
        self.handed_in: list[str] = []

    def hand_in(self, pages: tuple[int, ...] = (), not_after: datetime | None = None) -> str:
        slot = self.outbox.reserve("submissions", ITEM, secrets.token_hex(4), 64_000 + sum(pages), not_after)
        assert isinstance(slot, Slot)
        own = {"key": slot.key, "terminal": TERMINAL}
        page = {"kind": "page", **own, "name": "residence", "media_type": "image/jpeg"}
        digests = [self.outbox.attach(slot.key, self.key.seal(secrets.token_bytes(size), page)) for size in pages]
        record = {
            "schema": 1,
            **own,
            "number": f"{TERMINAL}-{slot.number:06d}",
            "item_code": ITEM,
            "captured_at": "2026-11-22T02:24:05Z",
            "language": "zh",
            "channel": "self_service",
            "identity": {"method": "id_card", "evidence": {"name": "测试员甲"}, "session": None},
            "face": None,
            "answers": {"type": "long_term"},
            "materials": [{"name": "residence", "pages": digests}],
            "signature": None,
        }
        context = {"kind": "submission", **own, "item": ITEM, "schema": "1"}
        self.outbox.commit(slot.key, self.key.seal(json.dumps(record).encode(), context))
        self.handed_in.append(slot.key)
        return slot.key

    @contextlib.asynccontextmanager
    async def sending(self, url: str, concurrency: int = 4) -> AsyncIterator[Uploader]:
        """By the address `url`, with the shortest delays that there are."""
        home = self.service.home / "authority"
        pair = Authority.open(home).terminal(TERMINAL)
        stop = asyncio.Event()
        async with platform_client(url, home / "ca.pem", pair.certificate, pair.key) as client:
            uploader = Uploader(self.outbox, client, url, concurrency=concurrency, random=lambda: 0.0)
            task = asyncio.create_task(uploader.run(stop))
            try:
                yield uploader
            finally:
                stop.set()
                await asyncio.wait_for(task, LIMIT_S)

    async def send_all(self, url: str) -> None:
        async with self.sending(url):
            await until(lambda: not self.outbox.counts().waiting, LIMIT_S)

    def wrong(self) -> list[str]:
        """All that is lost, doubled, damaged or different between this terminal and the platform."""
        there = [one for one in stored(self.service.home) if one["key"] in self.handed_in]
        found = [f"damaged: {what}" for _, what in self.outbox.damage()]
        if len({one["number"] for one in there}) != len(there):
            found.append("doubled")
        by_key = {one["key"]: one for one in there}
        for key in self.handed_in:
            record = self.outbox.record(key)
            if key not in by_key:
                found.append(f"lost: {key}, {record.state} {record.reason}")
            elif (record.case_number, record.digest) != (by_key[key]["number"], by_key[key]["digest"]):
                found.append(f"{key} has {record.case_number}, the platform {by_key[key]['number']}")
            elif record.state not in (State.ACKNOWLEDGED, State.SHREDDED):
                found.append(f"{key} is {record.state}")
        return found
