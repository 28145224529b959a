"""The same server with an application that does nothing: what is left of the time is the sandbox's own."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from starlette.types import Receive, Scope, Send

from provisioning.authority import Authority
from provisioning.serving import Service, bind, serve, tls_context, url_of


async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads what was sent and answers with an empty object."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    headers = [(b"content-type", b"application/json"), (b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"{}"})


def main(home: Path) -> None:
    authority = Authority.open(home / "authority")
    listener = bind("127.0.0.1:0")
    tls = tls_context(authority, authority.server([]))
    asyncio.run(serve([Service(nothing, listener, tls)], lambda: print(url_of(listener, "https"), flush=True)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
