"""Brings what the platform publishes to this terminal: asked by ETag, only what has changed, verified before use."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from pathlib import Path

import httpx

from offline_cache.content import LARGEST_PART, Content, NotGenuine
from offline_cache.exchange import SLOWEST, TRANSPORT_FAILURES, Answer, ask, deadline
from offline_cache.faults import DiskFailed

SIGNATURE, GROUP = "kiosk-signature", "Kiosk-Group"


class NotFetched(Exception):
    """What is here stays in use. One short reason for the log."""


Accept = Callable[[Path], None]
"""Looks at the parts of a new document before it is used, in the folder where they lie. Raises `NotFetched`."""


async def fetch(client: httpx.AsyncClient, base_url: str, content: Content, name: str, accept: Accept) -> bool:
    """Whether there is a new document, which is in use from now on. Raises `NotFetched`."""
    url = f"{base_url.rstrip('/')}/v1/content"
    try:
        whole = await asyncio.to_thread(content.current, name)
        headers = {"If-None-Match": f'"{whole.digest}"'} if whole else {}
        if content.group:
            headers[GROUP] = content.group
        answer = await _get(client, f"{url}/{name}", headers)
        if answer.status == 304 and whole:
            await asyncio.to_thread(content.confirm, name)
            return False
        if answer.status != 200:
            raise NotFetched(f"{name}: {answer.status}")
        document = content.verified(name, answer.body, answer.headers.get(SIGNATURE, ""))
        kept = content.kept(name)
        ours = kept is not None and content.is_for_us(kept)  # who left a group takes over what all others have
        if kept and ours and document.digest != kept.digest and document.serial <= kept.serial:
            raise NotFetched(f"{name}: serial {document.serial} is not above {kept.serial}")  # a replay, perhaps
        parts = {}
        for part, wanted in document.parts.items():
            found = next(filter(None, (content.part(one, part, wanted) for one in (document, kept) if one)), None)
            parts[part] = found if found is not None else await _part(client, url, wanted)
        folder = await asyncio.to_thread(content.put_parts, document, parts)
        await asyncio.to_thread(accept, folder)
        await asyncio.to_thread(content.use, document)
    except TRANSPORT_FAILURES as error:
        raise NotFetched(f"{name}: {type(error).__name__}") from error
    except (NotGenuine, DiskFailed) as error:
        raise NotFetched(str(error)) from error
    return True


async def _part(client: httpx.AsyncClient, url: str, wanted: str) -> bytes:
    answer = await _get(client, f"{url}/parts/{wanted}", {})
    if answer.status != 200 or hashlib.sha256(answer.body).hexdigest() != wanted:
        raise NotFetched(f"part {wanted[:12]} is not what the manifest names ({answer.status})")
    return answer.body


async def _get(client: httpx.AsyncClient, url: str, headers: dict[str, str]) -> Answer:
    async with asyncio.timeout(deadline(0) + LARGEST_PART / SLOWEST):
        return await ask(client, "GET", url, headers, limit=LARGEST_PART)
