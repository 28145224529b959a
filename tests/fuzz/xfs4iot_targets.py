"""XFS4IoT, both ends: what a service says to the driver, and what anybody says to the virtual service."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

from drivers.print_jobs import NotPrinted, Printed
from drivers.status import PrinterStatus
from drivers.xfs4iot.messages import BadMessage, Message, read, write
from drivers.xfs4iot.printer import CLEAR, PRINT, STATUS, changed, outcome_of, proves_the_end
from drivers.xfs4iot.session import Lost, Session
from drivers.xfs4iot.twin import XfsPrinterTwin
from tests.fuzz.target import Target

_LOOP = asyncio.new_event_loop()
_NOBODY = SimpleNamespace(host="127.0.0.1", port=1)  # nobody listens there
_PROOF = base64.b64encode(b"\x00").decode()


class Service:
    """Says the lines of the input as soon as it is asked something, and hangs up."""

    def __init__(self, said: list[bytes]) -> None:
        self._said = said
        self._asked = asyncio.Event()

    async def send(self, text: str) -> None:
        self._asked.set()

    async def close(self) -> None: ...

    async def __aiter__(self) -> AsyncIterator[bytes]:
        await self._asked.wait()
        for one in self._said:
            yield one


class Client:
    def __init__(self) -> None:
        self.heard: list[Message] = []

    async def send(self, text: str) -> None:
        self.heard.append(read(text))

    async def close(self) -> None: ...


def xfs_messages(data: bytes) -> None:
    try:
        message = read(data)
    except BadMessage as error:
        assert len(str(error)) < 60  # it repeats nothing of it
        return
    assert isinstance(changed(PrinterStatus(), message.payload), PrinterStatus)
    outcome = outcome_of(message)
    if isinstance(outcome, Printed):
        assert (message.type, message.completion) != ("acknowledge", "success")
        assert proves_the_end(message.payload.get("data"))
    else:
        assert isinstance(outcome, NotPrinted)
    assert read(write(message)) == message or message.version == ""


def xfs_service(data: bytes) -> None:
    """A command is answered by its own acknowledgement or completion, or the service is lost."""
    _LOOP.run_until_complete(_asked(data.split(b"\n")))


async def _asked(said: list[bytes]) -> None:
    status = [PrinterStatus()]

    def heard(message: Message) -> None:
        status[0] = changed(status[0], message.payload)

    session = Session(cast(Any, Service(said)), heard)
    try:
        answer = await session.call(PRINT, {}, 1.0)
    except Lost:
        return
    finally:
        await session.close()
    assert answer.request == 1
    assert answer.type == "completion" or answer.status is not None
    outcome_of(answer)


@cache
def _twin() -> XfsPrinterTwin:
    """Not started: no socket, and behind it a printer that is switched off."""
    twin = XfsPrinterTwin()
    twin.printer = cast(Any, _NOBODY)
    return twin


def xfs_client(data: bytes) -> None:
    """The virtual service: one acknowledgement for each message, one completion for each command that it took in."""
    _LOOP.run_until_complete(_told(data.split(b"\n")))


async def _told(texts: list[bytes]) -> None:
    twin = _twin()
    client, running = Client(), dict[int, asyncio.Task[None]]()
    line = asyncio.Lock()
    for text in texts:
        await twin._take(cast(Any, client), line, running, text)
    while running:
        await asyncio.gather(*running.values())
    twin.heard.clear()
    kinds = [message.type for message in client.heard]
    taken = [m.request for m in client.heard if m.type == "acknowledge" and m.status is None]
    done = [m.request for m in client.heard if m.type == "completion"]
    assert kinds.count("acknowledge") == len(texts)
    assert sorted(map(str, taken)) == sorted(map(str, done))


def _line(*messages: Message) -> bytes:
    return "\n".join(map(write, messages)).encode()


_STATUS = {"common": {"device": "online"}, "printer": {"paper": {"upper": "low"}}}
_PRINTED = Message("completion", PRINT, 1, {"data": _PROOF}, completion="success")
_JAMMED = Message("completion", PRINT, 1, {"errorCode": "paperJammed"}, completion="commandErrorCode")
_TOLD = Message("unsolicited", "Common.StatusChangedEvent", None, _STATUS)
_ACK = Message("acknowledge", PRINT, 1)
_BUSY = Message("acknowledge", PRINT, 1, status="tooManyRequests")
TARGETS = (
    Target("xfs_messages", xfs_messages, tuple(_line(one) for one in (_PRINTED, _JAMMED, _TOLD, _BUSY))),
    Target("xfs_service", xfs_service, (_line(_ACK, _TOLD, _PRINTED), _line(_ACK, _JAMMED), _line(_BUSY))),
    Target(
        "xfs_client",
        xfs_client,
        (
            _line(Message("command", STATUS, 1), Message("command", CLEAR, 2)),
            _line(Message("command", PRINT, 3, {"inputData": "yes", "data": _PROOF}, timeout=100)),
            _line(Message("command", PRINT, 4), Message("command", "Common.Cancel", 5, {"requestIds": [4]})),
        ),
        runs=100_000,  # it is the twin, which no wire of a terminal reaches
    ),
)
