"""One try at one record: its pages first, then itself. Ends with a verdict, or raises a transport failure."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

import httpx

from offline_cache import tus
from offline_cache.exchange import TRANSPORT_FAILURES, Answer, ask, deadline
from offline_cache.link import Throttle
from offline_cache.records import Attachment, Lease
from offline_cache.sending import Sending
from offline_cache.upkeep import Damaged, read_page
from offline_cache.verdict import Again, AttachmentsMissing, ParkAfterConfirmation, Refusal, TooLarge, Verdict, judge


class Delivery:
    """`heard`: called when an answer is certain to come from the platform."""

    def __init__(
        self,
        outbox: Sending,
        client: httpx.AsyncClient,
        base_url: str,
        heard: Callable[[], None],
        *,
        throttle: Throttle,
        senders: int,
    ) -> None:
        self._outbox = outbox
        self._client = client
        self._base_url = base_url.rstrip("/")
        self._heard = heard
        self._throttle = throttle
        self._senders = senders

    async def deliver(self, lease: Lease) -> Verdict:
        """Raises `TRANSPORT_FAILURES`, `DiskFailed`, `Damaged` and `Unreadable`."""
        if hashlib.sha256(lease.sealed).hexdigest() != lease.digest:
            raise Damaged("record")
        for page in lease.attachments:
            if not page.uploaded and (refusal := await self._upload(lease, page)):
                return refusal
        verdict = await self._send_record(lease)
        if not isinstance(verdict, AttachmentsMissing):
            return verdict
        missing = [page for page in lease.attachments if page.digest in verdict.digests]
        lost = lease.digest in verdict.digests  # it was told that the record itself had been uploaded
        if not missing and not lost:  # it wants what does not belong to this record
            return ParkAfterConfirmation("409 attachments-missing")
        for page in missing:
            if refusal := await self._upload(lease, Attachment(page.digest, page.size)):
                return refusal
        verdict = await self._send_record(replace(lease, resumable=True, upload_url=None) if lost else lease)
        return Again("409 attachments-missing") if isinstance(verdict, AttachmentsMissing) else verdict

    async def platform_time(self) -> datetime | None:
        """The cheap probe; None: somebody else answered. Raises `TRANSPORT_FAILURES`."""
        async with asyncio.timeout(deadline(0)):
            answer = await ask(self._client, "GET", f"{self._base_url}/v1/health")
        try:
            told = datetime.fromisoformat(json.loads(answer.body)["server_time"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        return told if answer.status == 200 and told.tzinfo is not None else None

    async def terminate(self, url: str) -> None:
        """End an upload that nobody will finish. What is not heard ends by the platform's own time limit."""
        with suppress(*TRANSPORT_FAILURES):
            async with asyncio.timeout(deadline(0)):
                await ask(self._client, "DELETE", url, tus.VERSION)

    def _deadline(self, size: int) -> float:
        return deadline(size) + self._throttle.takes(size, self._senders)

    async def _send_record(self, lease: Lease) -> Verdict:
        """In one request; as an upload, if it was or is said to be too large for one."""
        if not lease.resumable:
            verdict = await self._post(lease, lease.sealed)
            if not isinstance(verdict, TooLarge):
                return verdict

        async def begun(url: str | None) -> None:
            await asyncio.to_thread(self._outbox.send_resumably, lease.key, url)

        return await self._send_upload(lease.sealed, lease.digest, lease.upload_url, begun) or await self._post(lease)

    async def _post(self, lease: Lease, body: bytes = b"") -> Verdict:
        """Without a body: that is one of the uploads."""
        headers = {"Content-Type": "application/octet-stream", "Idempotency-Key": f'"{lease.key}"'}
        if body:
            digest = base64.b64encode(bytes.fromhex(lease.digest)).decode()
            headers["Content-Digest"] = f"sha-256=:{digest}:"
        else:
            headers["Kiosk-Record"] = lease.digest
        if lease.attachments:
            headers["Kiosk-Attachments"] = ", ".join(page.digest for page in lease.attachments)
        url = f"{self._base_url}/v1/{lease.lane}"
        async with asyncio.timeout(self._deadline(len(body))):
            answer = await ask(self._client, "POST", url, headers, body, throttle=self._throttle)
        return judge(answer.status, answer.headers, answer.body, lease.key, lease.digest)

    async def _upload(self, lease: Lease, page: Attachment) -> Refusal | None:
        content = await asyncio.to_thread(read_page, lease.path(page), page.digest)

        async def begun(url: str | None) -> None:
            await asyncio.to_thread(self._outbox.upload_begun, lease.key, page.digest, url)

        refusal = await self._send_upload(content, page.digest, page.upload_url, begun)
        if refusal is None:
            await asyncio.to_thread(self._outbox.upload_done, lease.key, page.digest)
        return refusal

    async def _send_upload(self, content: bytes, digest: str, url: str | None, begun: tus.Begun) -> Refusal | None:
        async with asyncio.timeout(self._deadline(len(content))):
            collection = f"{self._base_url}/v1/uploads"
            return await tus.upload(self._ask_tus, collection, content, digest, url=url, begun=begun)

    async def _ask_tus(self, method: str, url: str, headers: Mapping[str, str], content: bytes) -> Answer:
        answer = await ask(self._client, method, url, headers, content, throttle=self._throttle)
        if "tus-resumable" in answer.headers and answer.status < 400:
            self._heard()  # a slow link that drops at each page is not a platform that is away
        return answer
