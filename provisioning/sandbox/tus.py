"""`/v1/uploads`: resumable uploads by tus 1.0.0 (creation, creation-with-upload, expiration, termination).

https://tus.io/protocols/resumable-upload. An offset that was told to the terminal is on the disk. Who
resumes an upload whose old connection still hangs takes it over: behind a dead line nobody else would.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import re
import weakref
from collections.abc import AsyncIterator
from email.utils import formatdate

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from provisioning.problem import Problem, malformed
from provisioning.sandbox.uploads import LARGEST, SYNC_EVERY, Upload, Uploads, WrongDigest
from provisioning.serving import Peer

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,termination"
PATCH_TYPE = "application/offset+octet-stream"
PATH = "/v1/uploads"
ALWAYS = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}
_WHOLE_NUMBER = re.compile(r"[0-9]{1,15}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Tus:
    def __init__(self, uploads: Uploads) -> None:
        self._uploads = uploads
        self._holders: dict[str, Peer] = {}
        self._locks: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    def routes(self) -> list[Route]:
        return [
            Route(PATH, self.options, methods=["OPTIONS"]),
            Route(PATH, self.create, methods=["POST"]),
            Route(PATH + "/{upload}", self.head, methods=["HEAD"]),
            Route(PATH + "/{upload}", self.patch, methods=["PATCH"]),
            Route(PATH + "/{upload}", self.terminate, methods=["DELETE"]),
        ]

    async def options(self, _: Request) -> Response:
        told = {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(LARGEST)}
        return Response(status_code=204, headers=ALWAYS | told)

    async def create(self, request: Request) -> Response:
        _same_version(request)
        length = _number(request, "Upload-Length")
        if length > LARGEST:
            raise Problem(413, "too-large", f"an upload holds at most {LARGEST} bytes", ALWAYS)
        expected = _announced_digest(request.headers.get("Upload-Metadata", ""))
        upload = self._uploads.create(request.scope["terminal"], length, expected)
        location = {"Location": f"{PATH}/{upload.id}"}
        if request.headers.get("Content-Type") == PATCH_TYPE:
            async with self._alone(upload.id, request.scope["peer"]):
                upload = await self._receive(request, upload)
        elif upload.whole:
            self._finish(upload)
        return Response(status_code=201, headers=_described(upload) | location)

    async def head(self, request: Request) -> Response:
        _same_version(request)
        async with self._alone(self._find(request).id, request.scope["peer"]):
            upload = self._find(request)
            if upload.whole:  # a crash may have come between the last byte and the end
                self._finish(upload)
            return Response(headers=_described(upload) | {"Upload-Length": str(upload.length)})

    async def patch(self, request: Request) -> Response:
        _same_version(request)
        if request.headers.get("Content-Type") != PATCH_TYPE:
            raise Problem(415, "malformed", f"Content-Type is {PATCH_TYPE}", ALWAYS)
        offset = _number(request, "Upload-Offset")
        async with self._alone(self._find(request).id, request.scope["peer"]):
            upload = self._find(request)
            if offset != upload.durable:
                told = ALWAYS | {"Upload-Offset": str(upload.durable)}
                raise Problem(409, "other-offset", "the upload goes on from another offset", told)
            upload = await self._receive(request, upload)
            return Response(status_code=204, headers=_described(upload))

    async def terminate(self, request: Request) -> Response:
        _same_version(request)
        async with self._alone(self._find(request).id, request.scope["peer"]):
            self._uploads.remove(self._find(request))
        return Response(status_code=204, headers=ALWAYS)

    # -- inside ---------------------------------------------------------------------------------------

    async def _receive(self, request: Request, upload: Upload) -> Upload:
        """Write what comes, durably, and finish when all is there. What came before a drop is kept."""
        announced = request.headers.get("Content-Length", "0")
        if announced.isdigit() and int(announced) > upload.length - upload.durable:
            raise _too_much()
        with self._uploads.open(upload) as file:
            try:
                async for chunk in request.stream():
                    if file.tell() + len(chunk) > upload.length:
                        raise _too_much()
                    file.write(chunk)
                    if file.tell() - upload.durable >= SYNC_EVERY:
                        upload = self._uploads.sync(upload, file)
            except ClientDisconnect:
                return upload  # nobody is left to answer
            finally:
                if file.tell() != upload.durable:
                    upload = self._uploads.sync(upload, file)
        if upload.whole:
            self._finish(upload)
        return upload

    def _finish(self, upload: Upload) -> None:
        try:
            self._uploads.finish(upload)
        except WrongDigest as error:
            raise Problem(460, "digest-differs", "the whole file is not the one announced", ALWAYS) from error

    def _find(self, request: Request) -> Upload:
        upload = self._uploads.find(request.path_params["upload"], request.scope["terminal"])
        if upload is None:
            raise Problem(404, "not-found", "no such upload, or it has expired", ALWAYS)
        return upload

    @contextlib.asynccontextmanager
    async def _alone(self, identifier: str, peer: Peer) -> AsyncIterator[None]:
        """Hold an upload; an older request that holds it is cut off, and has then kept what it received."""
        if (holder := self._holders.get(identifier)) is not None:
            holder.abort()
        lock = self._locks.setdefault(identifier, asyncio.Lock())
        async with lock:
            self._holders[identifier] = peer
            try:
                yield
            finally:
                del self._holders[identifier]


def _described(upload: Upload) -> dict[str, str]:
    expires = formatdate(upload.expires_at, usegmt=True)
    return ALWAYS | {"Upload-Offset": str(upload.durable), "Upload-Expires": expires}


def _same_version(request: Request) -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise Problem(412, "other-version", f"tus {VERSION} is spoken here", ALWAYS | {"Tus-Version": VERSION})


def _number(request: Request, header: str) -> int:
    text = request.headers.get(header, "")
    if not _WHOLE_NUMBER.fullmatch(text):
        raise Problem(400, "malformed", f"{header} is a whole number", ALWAYS)
    return int(text)


def _announced_digest(metadata: str) -> str | None:
    """`sha256` of Upload-Metadata (`name base64, …`): the hex digest that the whole file will have, if it is told."""
    for pair in filter(None, (pair.strip() for pair in metadata.split(","))):
        name, _, value = pair.partition(" ")
        try:
            told = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise malformed("Upload-Metadata is of the form: name base64, name base64") from error
        if name == "sha256":
            if not _SHA256.fullmatch(told):
                raise malformed("sha256 in Upload-Metadata is 64 hex digits")
            return told
    return None


def _too_much() -> Problem:
    return Problem(413, "too-large", "more bytes than Upload-Length said", ALWAYS)
