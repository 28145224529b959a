"""A queue that somebody, or an error, has stopped."""

from __future__ import annotations

import asyncio

from drivers.document_printer import ipp
from drivers.document_printer import printer as printer_module
from tests.drivers.document_printer.documents import started
from tests.limits import LIMIT_S


def answer_of(status: int, group: int, attributes: bytes = b"") -> bytes:
    return b"\x02\x00" + status.to_bytes(2) + b"\x00\x00\x00\x01" + bytes([group]) + attributes + b"\x03"


def enum(name: bytes, value: int, tag: int = 0x23) -> bytes:
    return bytes([tag]) + len(name).to_bytes(2) + name + b"\x00\x04" + value.to_bytes(4)


def keyword(name: bytes, value: bytes) -> bytes:
    return b"\x44" + len(name).to_bytes(2) + name + len(value).to_bytes(2) + value


async def test_a_queue_that_stopped_is_purged_and_then_resumed(monkeypatch):
    # Guards against: a queue that stays stopped after the refill; and the last citizen's page for the next one.
    monkeypatch.setattr(printer_module, "POLL_INTERVAL", 0.05)
    asked: list[int] = []

    async def serve(reader, writer):
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            body = await reader.readexactly(length)
            operation = int.from_bytes(body[2:4])
            asked.append(operation)
            stopped = ipp.Operation.RESUME_PRINTER not in asked
            said = answer_of(
                0, 4, enum(b"printer-state", 5 if stopped else 3) + keyword(b"printer-state-reasons", b"paused")
            )
            if not stopped:
                said = answer_of(0, 4, enum(b"printer-state", 3) + keyword(b"printer-state-reasons", b"none"))
            if operation == ipp.Operation.GET_JOBS:
                said = answer_of(0, 2, enum(b"job-id", 7, 0x21))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(said) + said)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with started(f"ipp://127.0.0.1:{port}/printers/a4") as printer:
        assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
    server.close()
    assert asked.index(ipp.Operation.CANCEL_JOB) < asked.index(ipp.Operation.RESUME_PRINTER)
