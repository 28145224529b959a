"""A conversation with the printer: questions with a time limit, and sending that notices a printer which stops."""

from __future__ import annotations

import asyncio

from drivers.receipt_printer.escpos import AutomaticStatus, EndReply, Question, RealTimeReply, replies
from drivers.receipt_printer.status import RawStatus
from drivers.receipt_printer.transport import Address, Transport

REPLY_LIMIT = 1.0  # s; DLE EOT is answered out of turn, slow boards take 500 ms
STALL_LIMIT = 8.0  # s without one more byte taken: a chunk is 5 mm of paper, 0.1 s, and TCP may resend a few times
CHUNK = 4096
ASB_GRACE = 0.3  # s for the answer to GS r, after the automatic status that stands before it in the job


class Stalled(Exception):
    """The printer takes no more bytes."""


class Link:
    """Over one open wire. Every method may raise `OSError` when it breaks."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._rest = b""
        self._answers: list[RealTimeReply] = []
        self._clean_reports = 0
        self.end: EndReply | None = None
        self.unsent = 0  # bytes of the last job that were never handed over

    @classmethod
    async def open(cls, address: Address) -> Link:
        """Raises `OSError` (also on time-out): nothing was sent."""
        return cls(await address.open())

    @property
    def two_way(self) -> bool:
        return self._transport.two_way

    def close(self) -> None:
        self._transport.close()

    def abort(self) -> None:
        """Close so that what waits in the kernel is thrown away, not printed later."""
        self._transport.abort()

    async def send(self, data: bytes) -> None:
        """All of `data`. Raises `Stalled` when the printer takes nothing for `STALL_LIMIT`."""
        self.unsent = len(data)
        rest = memoryview(data)
        while rest:
            if self.two_way:
                self._take_what_waits()
            self._clean_reports = 0  # what was reported before the last bytes left does not speak of them
            try:
                async with asyncio.timeout(STALL_LIMIT):
                    taken = await self._transport.write(bytes(rest[:CHUNK]))
            except TimeoutError as error:
                raise Stalled from error
            rest = rest[taken:]
            self.unsent = len(rest)
            await asyncio.sleep(0)  # a limit or a cancellation takes effect between two chunks

    async def status(self) -> RawStatus | None:
        """The printer's real-time status; None when it does not answer."""
        printer = await self._ask(Question.PRINTER)
        if printer is None:
            return None
        cause = await self._ask(Question.OFFLINE_CAUSE) if printer & 0x08 else 0
        error, paper = await self._ask(Question.ERROR), await self._ask(Question.PAPER)
        if cause is None or error is None or paper is None:
            return None
        return RawStatus(printer, cause, error, paper)

    async def ended(self, limit: float) -> bool:
        """True as soon as the end of the job is proved, False after `limit` seconds.

        First proof: the answer to GS r. Second, of printers that never answer it: the two automatic
        statuses that the job asks for before it, one after the other and without a complaint; the job
        itself has silenced those that come unasked.
        """
        try:
            async with asyncio.timeout(limit):
                while self.end is None and self._clean_reports < 2:
                    await self._receive()
        except TimeoutError:
            return False
        if self.end is None:
            try:
                async with asyncio.timeout(ASB_GRACE):
                    while self.end is None:
                        await self._receive()
            except (TimeoutError, OSError):
                pass
        return True

    async def _ask(self, question: Question) -> int | None:
        try:
            async with asyncio.timeout(REPLY_LIMIT):
                self._take_what_waits()
                self._answers.clear()  # a late answer to the question before is not the answer to this one
                command = question.command
                while command:
                    command = command[await self._transport.write(command) :]
                while not self._answers:
                    await self._receive()
        except TimeoutError:
            return None
        return self._answers.pop().byte

    async def _receive(self) -> None:
        self._sort(await self._transport.read())

    def _take_what_waits(self) -> None:
        while waiting := self._transport.read_now():
            self._sort(waiting)

    def _sort(self, received: bytes) -> None:
        found, self._rest = replies(self._rest + received)
        for reply in found:
            if isinstance(reply, EndReply):
                self.end = reply
            elif isinstance(reply, AutomaticStatus):
                self._clean_reports = self._clean_reports + 1 if reply.is_clean else 0
            else:
                self._answers.append(reply)
