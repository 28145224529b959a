"""Brings the platform's complaints into the fleet's list: asks for what has changed, and keeps how far it has read."""

from __future__ import annotations

import asyncio
import logging
import random
import sqlite3
import time
from urllib.parse import urlsplit

import httpx
import msgspec

from provisioning.fleet.follow_up.store import FollowUps
from provisioning.follow_ups import FEED, MOST, read_lines

EVERY_S = 15.0  # their deadlines are days; whoever looks at the list sees a new one within the minute
JITTER = 0.2
ANSWER_S = 10.0
LARGEST = 4 * 2**20  # some thousand lines
PATH = "/ratings/changes"

_log = logging.getLogger(__name__)


class BadSource(ValueError):
    """One sentence."""


class Complaints:
    """`at`: when the platform was last heard, seconds since 1970; None: not since the start."""

    def __init__(self, platform: str, follow_ups: FollowUps) -> None:
        """`platform`: its operators' page, on this machine. Raises `BadSource`."""
        parts = urlsplit(platform)
        if parts.scheme != "http" or parts.hostname not in ("127.0.0.1", "::1", "localhost"):
            raise BadSource(f"{platform!r} is no address such as http://127.0.0.1:8442 on this machine")
        self.platform = platform.rstrip("/")
        self.at: float | None = None
        self._follow_ups = follow_ups

    async def run(self) -> None:
        """Until it is cancelled."""
        async with httpx.AsyncClient(base_url=self.platform, trust_env=False, timeout=ANSWER_S) as client:
            while True:
                if not await self.ask(client):
                    await asyncio.sleep(EVERY_S * random.uniform(1 - JITTER, 1 + JITTER))  # noqa: S311

    async def ask(self, client: httpx.AsyncClient) -> bool:
        """Take in what has changed; True: there is more. A disk that fails is tried again, as a platform that does:
        whoever listens must not stop for good."""
        try:
            return await self._ask(client)
        except sqlite3.Error as error:
            return self._not_heard(type(error).__name__)

    async def _ask(self, client: httpx.AsyncClient) -> bool:
        feed, cursor = self._follow_ups.heard()
        try:
            answer = await client.get(PATH, params={"since": cursor})
            if answer.status_code != 200 or len(answer.content) > LARGEST or not answer.headers.get(FEED):
                return self._not_heard(f"status {answer.status_code}")
            told = read_lines(answer.content)
        except (httpx.HTTPError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            return self._not_heard(type(error).__name__)
        if (now_feed := answer.headers[FEED]) != feed:
            self._follow_ups.take((), now_feed, 0)  # another count of changes
            return not feed
        if told:
            self._follow_ups.take(told, feed, told[-1].seq)
        self.at = time.time()
        return len(told) == MOST

    def _not_heard(self, why: str) -> bool:
        if self.at is not None:
            _log.warning("the platform tells no complaints: %s", why)
        self.at = None
        return False
