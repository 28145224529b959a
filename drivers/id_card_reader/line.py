"""What a line to the module is: one request, one response, and why there was none. For one thread only."""

from __future__ import annotations

import threading
from typing import Protocol

from drivers.id_card_reader.frames import Parser, Request, Response, decode_response


class LineError(Exception):
    """Why there was no answer."""


class NoDevice(LineError):
    """The path is absent."""


class Offline(LineError):
    """The path is there, but it cannot be opened, it broke off, or nobody answers."""


class Garbled(LineError):
    """Something answered, but no whole frame came: to be asked again."""


class GivenUp(LineError):
    """The command was cancelled."""


class Line(Protocol):
    def ask(self, request: Request, limit: float, given_up: threading.Event) -> Response:
        """Send and wait up to `limit` seconds. Opens the line if need be. Raises `LineError`."""

    def close(self) -> None: ...


def first_response(parser: Parser, data: bytes) -> Response | None:
    """None as long as no frame is complete. Raises `Garbled`."""
    for body in parser.feed(data):
        response = decode_response(body)
        if response is not None:
            return response
        raise Garbled(f"a frame of {len(body)} bytes")
    if parser.rejected:
        raise Garbled("a frame with a wrong check byte or length")
    return None
