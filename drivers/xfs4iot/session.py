"""A conversation with one XFS4IoT service: commands with acknowledgement and completion, and what it says unasked."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from drivers.xfs4iot.messages import BadMessage, Message, read, write

OPEN_LIMIT = 3.0  # s; the service runs on the terminal itself or in its cabinet
ACK_LIMIT = 2.0  # s; a service acknowledges before it does anything
PING = 5.0  # s; a service that has died without a word is noticed so soon
MOST = 1 << 20  # bytes of one message; a status has a few hundred
BROKEN = (OSError, WebSocketException, TimeoutError)

_log = logging.getLogger(__name__)


class Lost(Exception):
    """The connection ended. `sent`: the command had left, so that the service may have carried it out."""

    def __init__(self, *, sent: bool) -> None:
        super().__init__("the service hung up")
        self.sent = sent


@dataclass
class _Call:
    acknowledged: asyncio.Future[Message] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    completed: asyncio.Future[Message] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def fail(self, error: Exception) -> None:
        for future in (self.acknowledged, self.completed):
            if not future.done():
                future.set_exception(error)
                future.exception()  # whoever still waits gets it; a future that nobody asks complains to no log


class Session:
    """Open from `open` until `close`, or until the service hangs up (`ended`)."""

    def __init__(self, connection: ClientConnection, heard: Callable[[Message], None]) -> None:
        self._connection = connection
        self._heard = heard
        self._calls: dict[int, _Call] = {}
        self._last = 0
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, url: str, heard: Callable[[Message], None]) -> Session:
        """`heard` is called with every unsolicited message. Raises one of `BROKEN`."""
        connection = await connect(
            url, open_timeout=OPEN_LIMIT, ping_interval=PING, ping_timeout=PING, max_size=MOST, proxy=None,
            close_timeout=1,
        )  # fmt: skip
        return cls(connection, heard)

    async def close(self) -> None:
        with contextlib.suppress(*BROKEN):
            await self._connection.close()
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)

    async def ended(self) -> None:
        """Return when the service has hung up."""
        await asyncio.wait({self._reading})

    async def call(
        self, name: str, payload: Mapping[str, Any], limit: float, sent: Callable[[], None] = lambda: None
    ) -> Message:
        """The completion, or the acknowledgement where it refuses the command (`status` is set): nothing was done then.
        `sent` is called as the command leaves.

        Raises `Lost`, or `TimeoutError` after `limit` seconds; the service is then asked to give the command up.
        """
        self._last += 1
        request, call = self._last, _Call()
        self._calls[request] = call
        text = write(Message("command", name, request, payload, timeout=max(1, int(limit * 1000))))
        left = False
        try:
            async with asyncio.timeout(limit):
                sent()
                left = True
                await self._connection.send(text)
                acknowledgement = await asyncio.wait_for(asyncio.shield(call.acknowledged), ACK_LIMIT)
                return acknowledgement if acknowledgement.status is not None else await call.completed
        except TimeoutError:
            await self._give_up(request)
            raise
        except (OSError, WebSocketException) as error:
            raise Lost(sent=left) from error
        finally:
            del self._calls[request]

    async def _give_up(self, request: int) -> None:
        """Best effort; its completion is nobody's."""
        self._last += 1
        cancel = Message("command", "Common.Cancel", self._last, {"requestIds": [request]})
        with contextlib.suppress(*BROKEN):
            await asyncio.wait_for(self._connection.send(write(cancel)), ACK_LIMIT)

    async def _read(self) -> None:
        try:
            async for text in self._connection:
                try:
                    self._take(read(text))
                except BadMessage as error:
                    _log.warning("an XFS4IoT service said something that is no message: %s", error)
        except (OSError, WebSocketException):
            pass
        finally:
            for call in self._calls.values():
                call.fail(Lost(sent=True))

    def _take(self, message: Message) -> None:
        call = self._calls.get(message.request) if message.request is not None else None
        match message.type:
            case "unsolicited":
                self._heard(message)
            case "acknowledge" if call is not None and not call.acknowledged.done():
                call.acknowledged.set_result(message)
            case "completion" if call is not None and not call.completed.done():
                if not call.acknowledged.done():  # some services skip it where there is nothing to wait for
                    call.acknowledged.set_result(Message("acknowledge", message.name, message.request))
                call.completed.set_result(message)
