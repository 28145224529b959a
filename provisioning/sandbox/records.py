"""`POST /v1/submissions` and `/v1/ratings`: a sealed record, taken in exactly once."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from uuid import UUID

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from provisioning.problem import Problem, malformed
from provisioning.sandbox.faults import pause_here
from provisioning.sandbox.intake import Intake
from provisioning.sandbox.store import Record
from provisioning.sandbox.uploads import Uploads

LARGEST = 4 * 1024 * 1024  # of a record; pages travel as uploads
ASK_AGAIN_S = 1
_KEY = re.compile(r'"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"')  # a string of structured fields, RFC 9651
_DIGEST = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]+):\s*(?:,|$)")  # RFC 9530
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Records:
    def __init__(self, intake: Intake, uploads: Uploads) -> None:
        self._intake = intake
        self._uploads = uploads
        self._under_way: set[str] = set()

    def routes(self) -> list[Route]:
        return [
            Route("/v1/submissions", self.submission, methods=["POST"]),
            Route("/v1/ratings", self.rating, methods=["POST"]),
        ]

    async def submission(self, request: Request) -> Response:
        return await self._take(request, "submission")

    async def rating(self, request: Request) -> Response:
        return await self._take(request, "rating")

    async def _take(self, request: Request, kind: str) -> Response:
        terminal: str = request.scope["terminal"]
        key = _key(request)
        attachments = _attachments(request)
        if "Kiosk-Record" in request.headers:
            body, digest = self._uploaded(request)
        else:
            body = await _body(request)
            digest = hashlib.sha256(body).hexdigest()
            if _announced_digest(request) != digest:
                raise malformed("Content-Digest is not that of the body")
        if key in self._under_way:
            again = {"Retry-After": str(ASK_AGAIN_S)}
            raise Problem(409, "in-progress", "a record with this key is being stored", again)
        self._under_way.add(key)
        try:
            if (before := self._intake.replay(key, digest, terminal)) is not None:
                return _acknowledged(before, 200)
            record = self._intake.checked(Record(key, kind, digest, terminal, "", attachments, body))
            await pause_here(request.scope)
            answer, is_new = self._intake.add(record)
            return _acknowledged(answer, 201 if is_new else 200)
        finally:
            self._under_way.discard(key)

    def _uploaded(self, request: Request) -> tuple[bytes, str]:
        """A record that was too large for one request, and came as an upload before."""
        digest = request.headers["Kiosk-Record"]
        if not _SHA256.fullmatch(digest):
            raise malformed("Kiosk-Record is a SHA-256 digest in hex")
        if self._uploads.missing([digest], request.scope["terminal"]):
            raise Problem(409, "attachments-missing", "the record is to be uploaded first", missing=[digest])
        return self._uploads.page(digest).read_bytes(), digest


def _acknowledged(body: bytes, status: int) -> Response:
    return Response(body, status, media_type="application/json")


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST:
                raise Problem(413, "too-large", f"a record holds at most {LARGEST} bytes")
    except ClientDisconnect as error:
        raise malformed("the body broke off") from error  # nobody hears it; nothing is stored
    return bytes(body)


def _key(request: Request) -> str:
    found = _KEY.fullmatch(request.headers.get("Idempotency-Key", ""))
    if not found or UUID(found[1]).version != 7:
        raise malformed("Idempotency-Key is a UUIDv7 in double quotes")
    return found[1]


def _announced_digest(request: Request) -> str:
    found = _DIGEST.search(request.headers.get("Content-Digest", ""))
    try:
        return base64.b64decode(found[1], validate=True).hex() if found else ""
    except binascii.Error as error:
        raise malformed("Content-Digest is of the form sha-256=:base64:") from error


def _attachments(request: Request) -> tuple[str, ...]:
    told = request.headers.get("Kiosk-Attachments", "")
    digests = tuple(part.strip() for part in told.split(",") if part.strip())
    if not all(_SHA256.fullmatch(digest) for digest in digests):
        raise malformed("Kiosk-Attachments is a list of SHA-256 digests in hex")
    return digests
