"""The document printer as a device: a job is followed until it is done, not until it is sent."""

from __future__ import annotations

import asyncio
import contextlib
import uuid

from drivers.capabilities import PrinterCapabilities
from drivers.device import Device
from drivers.document_printer import ipp
from drivers.document_printer.client import IppClient, NotSent, Refused
from drivers.document_printer.status import (
    UNREACHABLE,
    DocumentPrinterStatus,
    device_behind,
    is_paused_only,
    of_idle_queue,
    summarize,
    trouble,
    with_printer_behind,
)
from drivers.outcome import Failure
from drivers.print_jobs import Ledger, NotPrinted, Printed, not_printed

POLL_INTERVAL = 2.0  # s; so soon is a refilled tray noticed
JOB_INTERVAL = 0.5  # s between two looks at a job
CLOSING_TIME = 8.0  # s kept of the limit to take a job back; some printers finish the page that is under way
LAST_WORD = 0.3  # s before the limit
A4 = "iso_a4_210x297mm"
CANCELED, ABORTED, COMPLETED = 7, 8, 9  # job-state, RFC 8011, 5.3.7
TROUBLE = (OSError, ipp.BadAnswer, Refused)


class DocumentPrinter(Device[DocumentPrinterStatus]):
    """`address`: `ipp://HOST[:PORT]/ipp/print`, or a CUPS queue's `ipp://localhost/printers/NAME`.

    A queue of CUPS hears of an empty tray within a job only, so the printer behind it is asked too if it speaks IPP.
    A queue that stopped while the paper was out is resumed once it is refilled; what an earlier visit
    left in it is taken back before.
    """

    def __init__(self, address: str) -> None:
        super().__init__("document_printer", DocumentPrinterStatus())
        self._address = address
        self._client: IppClient | None = None
        self._behind: IppClient | None = None  # the printer itself, where `address` is a queue of CUPS
        self._jobs = Ledger()
        self._present: int | None = None  # the job that a caller waits for
        self._left: set[str] = set()  # names of jobs that were given up and may still wait at the printer
        self._polling: asyncio.Task[None] | None = None

    @property
    def capabilities(self) -> PrinterCapabilities:
        return PrinterCapabilities(
            commands=("print", "purge"),
            type="document",
            formats=("application/pdf", "image/jpeg", "image/pwg-raster"),
            control=("clearBuffer",),
            proof=("jobState",),
        )

    async def _start(self) -> None:
        self._client = IppClient(self._address)
        self._polling = asyncio.create_task(self._poll())

    async def _stop(self) -> None:
        if self._polling is not None:
            self._polling.cancel()
            await asyncio.gather(self._polling, return_exceptions=True)
        for client in (self._client, self._behind):
            if client is not None:
                await client.close()
        self._behind = None

    async def print(
        self,
        document: bytes,
        media_type: str = "application/pdf",
        limit: float = 120.0,
        job: str | None = None,
        media: str = A4,
    ) -> Printed | Failure:
        """Print one document and wait until the printer says that it is completed. A refill is waited for.

        `Failure.error`: "offline", "paperOut", "paperJammed", "coverOpen", "tonerOut", "outputFull",
        "overheated", "refused" (it does not take this kind of document), "aborted", "canceled" (at the
        printer) or "unconfirmed". A `NotPrinted` with `proved` never reached the printer, or was taken
        back before it had begun. `job`: as for the receipt printer. At its limit a job is taken back.
        """
        end = asyncio.get_running_loop().time() + limit
        return await self._jobs.once(
            job,
            lambda begun: self._command(
                lambda: self._print(document, (media_type, media), end=end, begun=begun, job=job), limit
            ),
        )

    async def purge(self) -> int:
        """Take back every job of this terminal that is not done; how many there were."""
        assert self._client is not None
        count = 0
        with contextlib.suppress(*TROUBLE):
            for waiting in await self._client.jobs("not-completed"):
                number = ipp.number(waiting, "job-id")
                if number is not None and number != self._present:
                    with contextlib.suppress(Refused):
                        await self._client.cancel(number)
                        count += 1
        return count

    # ---- status ---------------------------------------------------------------------------------
    async def _poll(self) -> None:
        while True:
            attributes = await self._ask_status()
            if attributes and self._left:
                await self._take_out_what_was_left()
            if is_paused_only(attributes) and self._client is not None:
                await self.purge()
                with contextlib.suppress(*TROUBLE):  # not every printer can be resumed from afar
                    await self._client.resume()
            await asyncio.sleep(POLL_INTERVAL)

    async def _take_out_what_was_left(self) -> None:
        """Or the next citizen would find it in the tray. By name: a printer that restarted counts its jobs anew."""
        clients = [client for client in (self._client, self._behind) if client is not None]
        with contextlib.suppress(*TROUBLE):  # then the next poll does it
            for client in clients:
                for waiting in await client.jobs("not-completed"):
                    number = ipp.number(waiting, "job-id")
                    if number is not None and self._left.intersection(ipp.words(waiting, "job-name")):
                        with contextlib.suppress(Refused):  # it has ended in between
                            await client.cancel(number)
            self._left.clear()

    async def _ask_status(self) -> ipp.Attributes:
        assert self._client is not None
        try:
            attributes = await self._client.printer()
        except TROUBLE:
            self._publish(UNREACHABLE)
            return {}
        if device := device_behind(attributes):
            attributes = await self._of_queue(attributes, device)
        self._publish(summarize(attributes))
        return attributes

    async def _of_queue(self, queue: ipp.Attributes, device: str) -> ipp.Attributes:
        """A queue knows its printer from the last job: the printer is asked itself, where it speaks IPP."""
        if not device.startswith(("ipp://", "ipps://")):
            return of_idle_queue(queue)
        if self._behind is None or self._behind.address != device:
            if self._behind is not None:
                await self._behind.close()
            self._behind = IppClient(device)
        try:
            return with_printer_behind(queue, await self._behind.printer())
        except TROUBLE:
            return with_printer_behind(queue, None)

    # ---- a job ----------------------------------------------------------------------------------
    async def _print(
        self, document: bytes, kind: tuple[str, str], *, end: float, begun: asyncio.Event, job: str | None
    ) -> Printed | Failure:
        assert self._client is not None
        if (settled := self._jobs.settled(job)) is not None:
            return settled
        attributes = await self._ask_status()
        if not attributes:
            return not_printed("offline", "no answer", proved=True)
        if error := trouble(attributes):
            return not_printed(error, "before the job", proved=True)
        name = f"kiosk-{uuid.uuid4().hex}"  # by it the job is found again; it says nothing of a citizen
        begun.set()
        try:
            number = await self._client.print_job(document, *kind, name)
        except NotSent as error:
            return not_printed("offline", str(error), proved=True)
        except Refused as error:
            return not_printed("refused", str(error), proved=True)
        except (OSError, ipp.BadAnswer) as error:
            found = await self._find(name)
            if isinstance(found, Failure):
                return found
            if found is None:
                return not_printed("offline", f"{type(error).__name__}: the printer has no such job", proved=True)
            number = found
        self._present = number
        try:
            followed = await self._follow(number, end)
            if isinstance(followed, NotPrinted) and not followed.proved:
                self._left.add(name)
            return followed
        except asyncio.CancelledError:
            self._left.add(name)
            with contextlib.suppress(*TROUBLE):
                await asyncio.shield(asyncio.wait_for(self._client.cancel(number), 2.0))
            raise
        finally:
            self._present = None

    async def _find(self, name: str) -> int | NotPrinted | None:
        """The job's id after its answer was lost; None: the printer knows no such job."""
        assert self._client is not None
        for _ in range(3):
            try:
                known = (*await self._client.jobs("not-completed"), *await self._client.jobs("completed"))
            except TROUBLE:
                await asyncio.sleep(JOB_INTERVAL)
                continue
            return next((ipp.number(job, "job-id") for job in known if name in ipp.words(job, "job-name")), None)
        return not_printed("unconfirmed", "its answer was lost, and the printer does not answer any more")

    async def _follow(self, number: int, end: float) -> Printed | Failure:
        now, why = asyncio.get_running_loop().time, "unconfirmed"
        until = now() + max((end - now()) / 2, end - now() - CLOSING_TIME)
        while now() < until:
            if (ended := await self._ended(number)) is not None:
                return ended
            why = trouble(await self._ask_status()) or why
            await asyncio.sleep(JOB_INTERVAL)
        return await self._take_back(number, why, end - LAST_WORD)

    async def _ended(self, number: int) -> Printed | NotPrinted | None:
        assert self._client is not None
        try:
            job = await self._client.job(number)
        except TROUBLE:
            return None  # asked again; a printer that is gone ends with the limit
        state = ipp.number(job, "job-state")
        if state == COMPLETED:
            return Printed(confirmed=True)
        if state in (CANCELED, ABORTED):
            # Pages are counted by few printers; that it never began is said by all (RFC 8011, 5.3.14.2).
            unbegun = job.get("time-at-processing") == [None]
            return not_printed("canceled" if state == CANCELED else "aborted", "during the job", proved=unbegun)
        return None

    async def _take_back(self, number: int, why: str, until: float) -> Printed | NotPrinted:
        """At the limit. What was in the way is what is told; that it is gone is proved by the job's own state."""
        assert self._client is not None
        with contextlib.suppress(*TROUBLE):
            await self._client.cancel(number)
        while asyncio.get_running_loop().time() < until:
            ended = await self._ended(number)
            if isinstance(ended, Printed):
                return ended
            if ended is not None:
                return not_printed(why if why != "unconfirmed" else "canceled", "taken back at the limit", ended.proved)
            await asyncio.sleep(JOB_INTERVAL)
        return not_printed(why, "it does not say that the job was taken back")
