"""The receipt printer as a device. It never says "printed" of what it does not know to be on paper."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from drivers.device import Device
from drivers.outcome import Completion, Failure
from drivers.receipt_printer import escpos
from drivers.receipt_printer import link as link_module
from drivers.receipt_printer.document import Receipt
from drivers.receipt_printer.escpos import Before
from drivers.receipt_printer.layout import Faces, render
from drivers.receipt_printer.link import Link, Stalled
from drivers.receipt_printer.status import UNREACHABLE, refusal, summarize
from drivers.status import DeviceState, PrinterStatus
from drivers.worker import Worker

POLL_INTERVAL = 2.0  # s; so soon is a new roll or a closed cover noticed
LAYOUT_LIMIT = 10.0  # s; it takes a tenth of one
SLOWEST = 400  # dots a second (50 mm/s), below what any 80 mm model prints
CUT_AND_ANSWER = 8.0  # s beyond the printing time, after which no answer to GS r is to be hoped for
CLOSING_TIME = 2.0  # s kept of the limit to ask why a job did not end
ASK_AGAIN = 1.0  # s between two looks at the paper while a job is being printed
GRACE = 0.7  # s for an answer that is under way while the sensor already sees the paper's end


@dataclass(frozen=True)
class Printed:
    """`confirmed`: the printer answered, after the last byte, that all of it had been printed."""

    confirmed: bool


class ReceiptPrinter(Device[PrinterStatus]):
    """ESC/POS over TCP. Raises `layout.FontsMissing` when the faces are not in `fonts`.

    The status is asked for on a connection of its own every two seconds, so the poll is also the
    reconnect; many printers serve one connection at a time, so it rests during a job.
    """

    def __init__(self, host: str, port: int, fonts: Path) -> None:
        super().__init__("receipt_printer", PrinterStatus())
        self._host = host
        self._port = port
        self._faces = Faces(fonts)
        self._before = Before.UNKNOWN
        self._must_forget = False  # the printer still holds a part of a job that was broken off
        self._line = asyncio.Lock()
        self._polling: asyncio.Task[None] | None = None
        self._worker: Worker | None = None

    async def _start(self) -> None:
        self._worker = Worker("receipt-layout")
        self._polling = asyncio.create_task(self._poll())

    async def _stop(self) -> None:
        if self._polling is not None:
            self._polling.cancel()
            await asyncio.gather(self._polling, return_exceptions=True)
        if self._worker is not None:
            self._worker.close()

    async def print(self, receipt: Receipt, limit: float = 30.0) -> Printed | Failure:
        """Print one receipt, once.

        `Failure.error`: "offline", "paperOut", "coverOpen", "paperJammed", "bufferFull" (it takes no
        more bytes) or "unconfirmed" (it never said that it finished). "offline" means that nothing
        was sent; the others may have left something on paper. No job is ever sent again by itself.
        """
        deadline = asyncio.get_running_loop().time() + max(limit - CLOSING_TIME, limit / 2)
        begun = asyncio.Event()
        outcome = await self._command(lambda: self._print(receipt, deadline, begun), limit)
        if begun.is_set() and isinstance(outcome, Failure) and outcome.code is Completion.TIME_OUT:
            return _failure("unconfirmed", outcome.detail)
        return outcome

    # ---- status ---------------------------------------------------------------------------------
    async def _poll(self) -> None:
        while True:
            async with self._line:
                self._publish(await self._ask_status())
            await asyncio.sleep(POLL_INTERVAL)

    async def _ask_status(self) -> PrinterStatus:
        try:
            link = await Link.open(self._host, self._port)
        except OSError:
            return UNREACHABLE
        try:
            status = summarize(await link.status())
            await self._make_it_forget(link)
        except (OSError, Stalled):
            return UNREACHABLE
        finally:
            link.close()
        return status

    async def _make_it_forget(self, link: Link) -> None:
        """What is left of a broken job would be printed as soon as there is paper again, for whoever stands there."""
        if self._must_forget:
            await link.send(escpos.DROP_BUFFER)
            self._must_forget = await link.status() is None  # it answers in order: then the rest is gone

    # ---- a job ----------------------------------------------------------------------------------
    async def _print(self, receipt: Receipt, deadline: float, begun: asyncio.Event) -> Printed | Failure:
        assert self._worker is not None
        picture = await self._worker.call(render, receipt, self._faces, limit=LAYOUT_LIMIT)
        if isinstance(picture, Failure):
            return picture
        async with self._line:
            try:
                link = await Link.open(self._host, self._port)
            except OSError as error:
                self._publish(UNREACHABLE)
                return _failure("offline", type(error).__name__)
            try:
                return await self._print_over(link, picture, deadline, begun)
            finally:
                if self._must_forget:
                    link.abort()
                link.close()

    async def _print_over(
        self, link: Link, picture: Image.Image, deadline: float, begun: asyncio.Event
    ) -> Printed | Failure:
        status = await _status_of(link)
        self._publish(status)
        if reason := refusal(status):
            return _failure(reason, "before the job")
        self._publish(PrinterStatus(DeviceState.DEVICE_BUSY, status.paper))
        data = escpos.job(picture, self._before)
        self._before, self._must_forget = Before.TORSO, True  # until it is known to be whole; also when cancelled
        begun.set()
        try:
            error = await self._see_it_printed(link, data, picture.height, deadline)
            status = await _status_of(link)
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
        return _failure(error if reason in ("", "offline") else reason, "during the job")

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
            reason = refusal(summarize(raw))
            if raw is None and now() - heard > link_module.STALL_LIMIT:
                raise Stalled  # the question waits behind bytes that the printer does not take
            if raw is None:
                continue
            heard = now()
            if reason not in ("", "offline"):
                return "" if await link.ended(GRACE) else reason
        return "unconfirmed"


async def _status_of(link: Link) -> PrinterStatus:
    try:
        return summarize(await link.status())
    except OSError:
        return UNREACHABLE


def _failure(error: str, detail: str) -> Failure:
    code = Completion.DEVICE_NOT_READY if error == "offline" else Completion.COMMAND_ERROR_CODE
    return Failure(code, error, detail)
