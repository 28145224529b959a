"""The receipt printer as a device. It never says "printed" of what it does not know to be on paper."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from drivers.capabilities import PrinterCapabilities
from drivers.device import Device
from drivers.outcome import Completion, Failure
from drivers.print_jobs import Ledger, NotPrinted, Printed, not_printed
from drivers.receipt_printer import escpos
from drivers.receipt_printer import link as link_module
from drivers.receipt_printer.composing import compose
from drivers.receipt_printer.document import Receipt
from drivers.receipt_printer.escpos import Before
from drivers.receipt_printer.layout import Faces
from drivers.receipt_printer.link import Link, Stalled
from drivers.receipt_printer.profile import Profile
from drivers.receipt_printer.status import UNHEARD, UNPLUGGED, UNREACHABLE, refusal, summarize
from drivers.receipt_printer.transport import Address, TcpAddress
from drivers.status import DeviceState, PrinterStatus
from drivers.worker import Worker

__all__ = ["NotPrinted", "Printed", "ReceiptPrinter"]

POLL_INTERVAL = 2.0  # s; so soon is a new roll or a closed cover noticed
LAYOUT_LIMIT = 10.0  # s; it takes a tenth of one
SLOWEST = 400  # dots a second (50 mm/s), below what any 80 mm model prints
CUT_AND_ANSWER = 8.0  # s beyond the printing time, after which no answer to GS r is to be hoped for
CLOSING_TIME = 2.0  # s kept of the limit to ask why a job did not end
ASK_AGAIN = 1.0  # s between two looks at the paper while a job is being printed
SURELY_SHORT = 4096  # bytes never handed over: more than feed, cut and question, so a part of the receipt is missing
GRACE = 0.7  # s for an answer that is under way while the sensor already sees the paper's end


class ReceiptPrinter(Device[PrinterStatus]):
    """ESC/POS over TCP; `at`: at the end of any other wire. Raises `FontsMissing` when `fonts` lacks the faces.

    The status is asked for over a wire of its own every two seconds, so the poll is also the
    reconnect; many printers serve one connection at a time, so it rests during a job.
    """

    def __init__(self, host: str, port: int, fonts: Path, profile: Profile | None = None) -> None:
        super().__init__("receipt_printer", PrinterStatus())
        self._address: Address = TcpAddress(host, port)
        self._profile = profile or Profile()
        self._faces = Faces(fonts, self._profile.width)
        self._jobs = Ledger()
        self._before = Before.UNKNOWN
        self._must_forget = False  # the printer still holds a part of a job that was broken off
        self._line = asyncio.Lock()
        self._polling: asyncio.Task[None] | None = None
        self._worker: Worker | None = None

    @classmethod
    def at(cls, address: Address, fonts: Path, profile: Profile | None = None) -> ReceiptPrinter:
        printer = cls("", 0, fonts, profile)
        printer._address = address
        return printer

    @property
    def capabilities(self) -> PrinterCapabilities:
        return self._profile.capabilities(two_way=self._address.two_way)

    async def _start(self) -> None:
        self._worker = Worker("receipt-layout")
        self._polling = asyncio.create_task(self._poll())

    async def _stop(self) -> None:
        if self._polling is not None:
            self._polling.cancel()
            await asyncio.gather(self._polling, return_exceptions=True)
        if self._worker is not None:
            self._worker.close()

    async def print(self, receipt: Receipt, limit: float = 30.0, job: str | None = None) -> Printed | Failure:
        """Print one receipt, once.

        `Failure.error`: "offline", "paperOut", "coverOpen", "paperJammed", "overheated", "bufferFull" (it
        takes no more bytes), "tooLong" (a QR code) or "unconfirmed" (it never said that it finished). A
        `NotPrinted` with `proved` is known not to be on paper; any other may be. No job is sent again by itself.
        `job`: the same id again prints only if it is proved unprinted, and otherwise gives the outcome that stands.
        """
        deadline = asyncio.get_running_loop().time() + max(limit - CLOSING_TIME, limit / 2)
        return await self._jobs.once(
            job, lambda begun: self._command(lambda: self._print_job(receipt, deadline, begun, job), limit)
        )

    # ---- status ---------------------------------------------------------------------------------
    async def _poll(self) -> None:
        while True:
            async with self._line:
                self._publish(await self._ask_status())
            await asyncio.sleep(POLL_INTERVAL)

    async def _ask_status(self) -> PrinterStatus:
        try:
            link = await Link.open(self._address)
        except OSError:
            return self._unreachable()
        try:
            if not link.two_way:
                return UNHEARD
            status = summarize(await link.status())
            await self._make_it_forget(link)
        except (OSError, Stalled):
            return self._unreachable()
        finally:
            link.close()
        return status

    def _unreachable(self) -> PrinterStatus:
        return UNREACHABLE if self._address.is_there() else UNPLUGGED

    async def _make_it_forget(self, link: Link) -> None:
        """What is left of a broken job would be printed as soon as there is paper again, for whoever stands there."""
        if self._must_forget:
            await link.send(escpos.DROP_BUFFER)
            self._must_forget = await link.status() is None  # it answers in order: then the rest is gone

    # ---- a job ----------------------------------------------------------------------------------
    async def _print_job(
        self, receipt: Receipt, deadline: float, begun: asyncio.Event, job: str | None
    ) -> Printed | Failure:
        """`Failure` only where nothing was sent, or the worker gave none; a time-out may come at any point."""
        if (settled := self._jobs.settled(job)) is not None:  # the first try was still under way when this one came
            return settled
        composing = asyncio.create_task(self._compose(receipt))  # while the printer is asked how it is
        try:
            async with self._line:
                try:
                    link = await Link.open(self._address)
                except OSError as error:
                    self._publish(self._unreachable())
                    return not_printed("offline", type(error).__name__, proved=True)
                try:
                    return await self._print_over(link, composing, deadline, begun)
                finally:
                    if self._must_forget:
                        link.abort()
                    link.close()
        finally:
            composing.cancel()

    async def _compose(self, receipt: Receipt) -> tuple[bytes, int] | Failure:
        assert self._worker is not None
        try:
            return await self._worker.call(compose, receipt, self._faces, self._profile, limit=LAYOUT_LIMIT)
        except ValueError as error:
            return Failure(Completion.INVALID_DATA, "tooLong", str(error))

    async def _print_over(
        self, link: Link, composing: asyncio.Task[tuple[bytes, int] | Failure], deadline: float, begun: asyncio.Event
    ) -> Printed | Failure:
        if link.two_way:
            status = await self._status_over(link)
            self._publish(status)
            if reason := refusal(status):
                return not_printed(reason, "before the job", proved=True)
        composed = await composing
        if isinstance(composed, Failure):
            return composed
        body, rows = composed
        if not link.two_way:
            return await self._print_unheard(link, body, begun)
        self._publish(PrinterStatus(DeviceState.DEVICE_BUSY, status.paper))
        data = escpos.whole_job(body, self._before, self._profile.cut, self._profile.asks)
        self._before, self._must_forget = Before.TORSO, True  # until it is known to be whole; also when cancelled
        begun.set()
        try:
            error = await self._see_it_printed(link, data, rows, deadline)
            status = await self._status_over(link)
        except (OSError, Stalled) as broken:
            error = "bufferFull" if isinstance(broken, Stalled) else "unconfirmed"
            link.abort()  # and before the next one is opened: the printer may serve one connection only
            status = await self._ask_status()
        if not error:
            self._before, self._must_forget = Before.NOTHING, False
            self._publish(status)
            return Printed(confirmed=True)
        self._publish(status)
        with contextlib.suppress(OSError, Stalled):  # else the next poll does it
            await self._make_it_forget(link)
        reason = refusal(status)
        error = error if reason in ("", "offline") else reason
        return not_printed(error, "during the job", proved=link.unsent > SURELY_SHORT)

    async def _print_unheard(self, link: Link, body: bytes, begun: asyncio.Event) -> Failure:
        """Over a wire that brings no answer: written, and never more than that."""
        begun.set()
        before = Before.UNKNOWN if self._before is Before.UNKNOWN else Before.NOTHING
        try:
            await link.send(escpos.whole_job(body, before, self._profile.cut))
        except (OSError, Stalled) as broken:
            self._before = Before.TORSO
            self._publish(self._unreachable())
            return not_printed("bufferFull" if isinstance(broken, Stalled) else "offline", type(broken).__name__)
        self._before = Before.NOTHING
        self._publish(UNHEARD)
        return not_printed("unconfirmed", "written; this wire brings no answer")

    async def _see_it_printed(self, link: Link, data: bytes, rows: int, deadline: float) -> str:
        """Empty when the printer said that it finished, otherwise the error's name."""
        now = asyncio.get_running_loop().time
        async with asyncio.timeout_at(deadline):
            await link.send(data)
        deadline = min(deadline, now() + rows / SLOWEST + CUT_AND_ANSWER)
        heard = now()
        while now() < deadline:
            if await link.ended(min(ASK_AGAIN, deadline - now())):
                return ""
            raw = await link.status()
            status = summarize(raw)
            reason = refusal(status)
            if raw is None and now() - heard > link_module.STALL_LIMIT:
                raise Stalled  # the question waits behind bytes that the printer does not take
            if raw is None:
                continue
            heard = now()
            if reason not in ("", "offline", "overheated"):  # a hot head goes on by itself
                return "" if await link.ended(GRACE) else reason
        return "unconfirmed"

    async def _status_over(self, link: Link) -> PrinterStatus:
        try:
            return summarize(await link.status())
        except OSError:
            return self._unreachable()
