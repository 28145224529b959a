"""`python -m tests.fuzz.wire [--examples N]`: the sandbox platform against its own description (schemathesis).

Every call of `/openapi.json` is made with generated parameters and bodies, good ones and bad ones, by a terminal with a
citizen's session. Found is what the description does not allow: a status that it does not name, a body of another form,
a server that fails. One line a call; exit code 1 if one did.
"""

from __future__ import annotations

import argparse
import asyncio
import queue
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.catalogue.load import load
from provisioning import clock
from provisioning.sandbox.application import Sandbox
from provisioning.sandbox.codes import people
from provisioning.serving import Peer

TERMINAL = "TEST-0001"
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
ENDS_SESSION = "endIdentitySession"


@schemathesis.serializer("application/offset+octet-stream")
def _bytes(ctx: Any, value: Any) -> bytes:
    """A part of an upload, as it is."""
    return value if isinstance(value, bytes) else str(value).encode()


class KnownCaller:
    """The platform as a terminal's certificate opens it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._inner: ASGIApp = sandbox.application()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["peer"] = Peer(TERMINAL, lambda: None)
        await self._inner(scope, receive, send)


@contextmanager
def platform(folder: Path) -> Iterator[tuple[str, Sandbox]]:
    """Its address on loopback. Database and server live in one thread, as in the sandbox itself."""
    opened: queue.Queue[tuple[uvicorn.Server, Sandbox]] = queue.Queue()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        def serve() -> None:
            sandbox = Sandbox.open(folder, load())
            config = uvicorn.Config(KnownCaller(sandbox), log_level="critical", lifespan="off", ws="none")
            server = uvicorn.Server(config)
            opened.put((server, sandbox))
            asyncio.run(server.serve(sockets=[listener]))
            sandbox.store.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        server, sandbox = opened.get(timeout=60)
        sandbox.sessions.remember = lambda session, now: None  # sessions are begun here, past the server's thread
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", sandbox
        finally:
            server.should_exit = True
            thread.join(10)


def token_of(sandbox: Sandbox) -> str:
    session = sandbox.sessions.begin(people()["jia"], "id_card", TERMINAL, clock.now())
    return session.token


def faults(folder: Path, examples: int) -> Iterator[tuple[str, str]]:
    """Each call with what was found; empty: nothing."""
    with platform(folder) as (address, sandbox):
        schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
        schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
        for result in schema.get_all_operations():
            operation = result.ok()
            yield operation.label, _fault(operation, sandbox, examples)


def _fault(operation: Any, sandbox: Sandbox, examples: int) -> str:
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def hold(case: Any) -> None:
        headers = {"Authorization": f"Bearer {token_of(sandbox)}"}
        case.call_and_validate(headers=headers, checks=list(CHECKS))

    try:
        hold()
    except (Exception, BaseExceptionGroup) as error:
        return "; ".join(" ".join(str(one).split()) for one in getattr(error, "exceptions", [error]))
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description="The sandbox platform against its own description.")
    parser.add_argument("--examples", type=int, default=200, help="for each call (default 200)")
    args = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, fault in faults(Path(folder), args.examples):
            print(f"{name}: {fault or 'holds'}", flush=True)
            failed += bool(fault)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
