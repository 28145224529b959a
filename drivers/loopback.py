"""Ports of this machine alone, on which twins and demos are served."""

from __future__ import annotations

import contextlib
import random
import socket
import time
from collections.abc import Callable

# Below the kernel's own range (32768 and up, ip(7)): between the look and the use, no outgoing connection and no
# server on "any" port is given one of them. Whoever looks at the same moment draws another by chance.
_FIRST, _LAST = 20_000, 32_000


def free_ports(count: int) -> list[int]:
    """Different ones, for servers that must be told theirs before they are started."""
    found: list[int] = []
    held: list[socket.socket] = []
    try:
        while len(found) < count:
            with contextlib.suppress(OSError):
                port = random.randint(_FIRST, _LAST)  # noqa: S311 (no secret)
                held.append(socket.create_server(("127.0.0.1", port)))
                found.append(port)
    finally:
        for one in held:
            one.close()
    return found


def answers(port: int) -> bool:
    """Whether something listens there."""
    with contextlib.suppress(OSError), socket.create_connection(("localhost", port), 0.5):
        return True
    return False


def wait_until(reached: Callable[[], bool], seconds: float, what: str) -> None:
    """Raises `TimeoutError`, which says that `what` did not start."""
    until = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > until:
            raise TimeoutError(f"{what} did not start within {seconds:g} s")
        time.sleep(0.02)
