"""A platform on a real socket that stores each key once, and can be told to fail in every way of the table.

It keeps docs/api.md independently of the product's own sandbox, so that the uploader is not tested against
its author's second mistake of the same kind.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import json
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TUS = {"Tus-Resumable": "1.0.0", "Cache-Control": "no-store"}
Fault = Callable[[Request, bytes], "Response | str | None"]
"""A response to give instead, "drop" (handle it, then cut the connection), "cut" (cut it at once), or None."""


class FarEnd:
    def __init__(self) -> None:
        self.stored: dict[str, str] = {}  # key -> digest of the body
        self.bodies: dict[str, bytes] = {}
        self.arrivals: list[str] = []  # keys in the order in which they were first stored
        self.posts: list[str] = []  # keys of every attempt
        self.whole_posts: Counter[str] = Counter()  # of them, those that held the record itself
        self.seen: list[str] = []  # "METHOD path" of every request
        self.pages: dict[str, bytes] = {}  # digest -> content, complete
        self.uploads: dict[str, tuple[int, bytearray]] = {}
        self.bytes_received = 0
        self.faults: list[Fault] = []
        self.cut_uploads_at: list[int] = []  # connection is lost when an upload has this many bytes; one at a time
        self.takes_first_bytes = True  # creation-with-upload
        self.create_says: Callable[[], Response | None] = lambda: None  # instead of beginning an upload
        self.hangs: asyncio.Event | None = None  # ending an upload is answered when it is set
        self.url = ""

    def fail_next(self, *answers: Response | str) -> None:
        """The next submissions are answered so; then all is well."""
        left = list(answers)

        def fault(request: Request, _: bytes) -> Response | str | None:
            is_record = request.url.path in ("/v1/submissions", "/v1/ratings")
            return left.pop(0) if left and is_record else None

        self.faults.append(fault)

    def _record(self, request: Request, body: bytes) -> Response:
        key = request.headers["idempotency-key"].strip('"')
        if uploaded := request.headers.get("kiosk-record"):
            assert body == b"" and "content-digest" not in request.headers
            if uploaded not in self.pages:
                return problem(409, "attachments-missing", missing=[uploaded])
            body = self.pages[uploaded]
        digest = hashlib.sha256(body).hexdigest()
        told = request.headers.get("content-digest")
        assert uploaded or told == f"sha-256=:{base64.b64encode(bytes.fromhex(digest)).decode()}:"
        assert request.headers["content-type"] == "application/octet-stream"
        named = [one for one in request.headers.get("kiosk-attachments", "").split(", ") if one]
        if missing := [one for one in named if one not in self.pages]:
            return problem(409, "attachments-missing", missing=missing)
        if self.stored.setdefault(key, digest) != digest:
            return problem(422, "key-reused")
        first = key not in self.bodies
        if first:
            self.bodies[key] = body
            self.arrivals.append(key)
        number = f"CASE-{self.arrivals.index(key) + 1}"
        acknowledgement = {"key": key, "digest": digest, "number": number, "state": "accepted"}
        return JSONResponse(acknowledgement | {"received_at": "2026-11-22T02:24:05Z"}, 201 if first else 200)

    async def _records(self, request: Request) -> Response:
        body = await request.body()
        self.posts.append(request.headers["idempotency-key"].strip('"'))
        if body:
            self.whole_posts[self.posts[-1]] += 1
        for fault in self.faults:
            match fault(request, body):
                case Response() as response:
                    return response
                case "cut":
                    raise Cut
                case "drop":
                    self._record(request, body)
                    raise Cut
        return self._record(request, body)

    async def _health(self, request: Request) -> Response:
        for fault in self.faults:
            match fault(request, b""):
                case Response() as response:
                    return response
                case str():
                    raise Cut
        return JSONResponse({"server_time": "2026-11-22T02:24:05Z"})

    async def _create(self, request: Request) -> Response:
        assert request.headers["tus-resumable"] == "1.0.0"
        if (instead := self.create_says()) is not None:
            return instead
        name = f"u{len(self.uploads)}"
        self.uploads[name] = (int(request.headers["upload-length"]), bytearray())
        headers = TUS | {"Location": f"/v1/uploads/{name}"}
        if self.takes_first_bytes and request.headers.get("content-type") == "application/offset+octet-stream":
            await self._take(name, request)
            headers["Upload-Offset"] = str(len(self.uploads[name][1]))
        return Response(None, 201, headers)

    async def _upload(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self.uploads:
            return Response(None, 404, TUS)
        length, held = self.uploads[name]
        if request.method == "HEAD":
            return Response(None, 200, TUS | {"Upload-Offset": str(len(held)), "Upload-Length": str(length)})
        if int(request.headers["upload-offset"]) != len(held):
            return Response(None, 409, TUS)
        await self._take(name, request)
        return Response(None, 204, TUS | {"Upload-Offset": str(len(held))})

    async def _end(self, request: Request) -> Response:
        if self.hangs is not None:
            await self.hangs.wait()
        known = self.uploads.pop(request.path_params["name"], None)
        return Response(None, 204 if known else 404, TUS)

    async def _take(self, name: str, request: Request) -> None:
        length, held = self.uploads[name]
        with contextlib.suppress(ClientDisconnect):
            async for part in request.stream():
                self.bytes_received += len(part)
                held += part
                if self.cut_uploads_at and len(held) >= self.cut_uploads_at[0]:
                    del held[self.cut_uploads_at.pop(0) :]
                    raise Cut
        if len(held) == length:
            self.pages[hashlib.sha256(held).hexdigest()] = bytes(held)

    @property
    def app(self) -> Callable[..., object]:
        inner = Starlette(
            routes=[
                Route("/v1/health", self._health),
                Route("/v1/submissions", self._records, methods=["POST"]),
                Route("/v1/ratings", self._records, methods=["POST"]),
                Route("/v1/uploads", self._create, methods=["POST"]),
                Route("/v1/uploads/{name}", self._upload, methods=["HEAD", "PATCH"]),
                Route("/v1/uploads/{name}", self._end, methods=["DELETE"]),
            ]
        )

        async def app(scope, receive, send) -> None:  # type: ignore[no-untyped-def]
            if scope["type"] == "http":
                self.seen.append(f"{scope['method']} {scope['path']}")
            try:
                await inner(scope, receive, send)
            except Cut:
                transport = getattr(send, "__self__").transport  # noqa: B009 - uvicorn's, there is no public way
                transport.abort()

        return app


class Cut(BaseException):
    """The connection is to be lost without an answer; no middleware may make a 500 of it."""


def problem(status: int, kind: str, headers: dict[str, str] | None = None, **fields: object) -> Response:
    body = json.dumps({"type": f"/problems/{kind}", "title": kind, **fields})
    return Response(body, status, headers, media_type="application/problem+json")


def portal() -> Response:
    return Response("<html>Welcome to Free WiFi</html>", 200, media_type="text/html")


def free_socket() -> socket.socket:
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    return bound


@contextlib.asynccontextmanager
async def serving(far_end: FarEnd, at: socket.socket | None = None) -> AsyncIterator[FarEnd]:
    bound = at or free_socket()
    config = uvicorn.Config(far_end.app, log_level="critical", http="h11", lifespan="off", ws="none")
    config.timeout_graceful_shutdown = 0
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    task = asyncio.create_task(server._serve([bound]))
    far_end.url = f"http://127.0.0.1:{bound.getsockname()[1]}"
    while not server.started:
        await asyncio.sleep(0.005)
    try:
        yield far_end
    finally:
        server.should_exit = server.force_exit = True
        await task
