"""A receipt printer behind an XFS4IoT service (Printer.PrintRaw). It says no more than what was proved.

The service carries bytes to the printer and its answer back: the job ends with the printer's own question for the end
(GS r, which is answered when all before it is printed), and only that answer is "printed". A completion code alone
says that bytes were handed over.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from drivers.capabilities import PrinterCapabilities
from drivers.device import Device
from drivers.outcome import Completion, Failure
from drivers.print_jobs import Ledger, NotPrinted, Printed, not_printed
from drivers.receipt_printer import escpos
from drivers.receipt_printer.composing import compose
from drivers.receipt_printer.document import Receipt
from drivers.receipt_printer.escpos import AutomaticStatus, Before, EndReply
from drivers.receipt_printer.layout import Faces
from drivers.receipt_printer.profile import Profile
from drivers.receipt_printer.status import UNREACHABLE, refusal
from drivers.status import DeviceState, Paper, PrinterStatus
from drivers.worker import Worker
from drivers.xfs4iot.messages import Message
from drivers.xfs4iot.session import BROKEN, Lost, Session

COME_BACK = 2.0  # s until a service that hung up is looked for again
STATUS_LIMIT = 3.0  # s
LAYOUT_LIMIT = 10.0  # s; it takes a tenth of one
CLOSING_TIME = 2.0  # s kept of the limit, so that the service ends the command and not this program
STATUS, CHANGED, PRINT, CLEAR = "Common.Status", "Common.StatusChangedEvent", "Printer.PrintRaw", "Printer.ClearBuffer"
NOT_BEGUN = frozenset({"invalidCommand", "unsupportedCommand", "invalidData", "unsupportedData", "invalidRequestID"})
"""Completion codes of a command that was never carried out."""
_DEVICES: Mapping[str, DeviceState] = {state.value: state for state in DeviceState}
_PAPER: Mapping[str, Paper] = {paper.value: paper for paper in Paper}
ERRORS = {"paperOut": "paperOut", "paperJammed": "paperJammed", "mediaJammed": "paperJammed"}


class XfsReceiptPrinter(Device[PrinterStatus]):
    """`url`: of the service, `wss://HOST:PORT/xfs4iot/v1.0/NAME`. Raises `FontsMissing`: `fonts` lacks the faces."""

    def __init__(self, url: str, fonts: Path, profile: Profile | None = None) -> None:
        super().__init__("receipt_printer", PrinterStatus())
        self._url = url
        self._profile = profile or Profile()
        self._faces = Faces(fonts, self._profile.width)
        self._jobs = Ledger()
        self._before = Before.UNKNOWN
        self._session: Session | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._worker: Worker | None = None

    @property
    def capabilities(self) -> PrinterCapabilities:
        return self._profile.capabilities()

    async def _start(self) -> None:
        self._worker = Worker("receipt-layout")
        self._keeping = asyncio.create_task(self._keep())

    async def _stop(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        if self._worker is not None:
            self._worker.close()

    # ---- the service and its status -----------------------------------------------------------------------------
    async def _keep(self) -> None:
        """Connected for as long as the service is there; looked for again when it is not."""
        while True:
            try:
                session = await Session.open(self._url, self._heard)
            except BROKEN:
                self._publish(UNREACHABLE)
                await asyncio.sleep(COME_BACK)
                continue
            try:
                self._session = session
                await self._look(session)
                await session.ended()
            finally:
                self._session = None
                await session.close()
            self._publish(UNREACHABLE)
            await asyncio.sleep(COME_BACK)

    def _heard(self, message: Message) -> None:
        """Only what changed is in it."""
        if message.name == CHANGED:
            self._publish(changed(self._status, message.payload))

    async def _look(self, session: Session) -> PrinterStatus:
        try:
            answer = await session.call(STATUS, {}, STATUS_LIMIT)
        except (Lost, TimeoutError):
            self._publish(UNREACHABLE)
            return UNREACHABLE
        known = answer.completion == "success"
        status = changed(PrinterStatus(DeviceState.ONLINE), answer.payload) if known else UNREACHABLE
        self._publish(status)
        return status

    # ---- a job --------------------------------------------------------------------------------------------------
    async def print(self, receipt: Receipt, limit: float = 30.0, job: str | None = None) -> Printed | Failure:
        """Print one receipt, once; outcomes, error names and `job` as of `drivers.receipt_printer`."""
        return await self._jobs.once(
            job, lambda begun: self._command(lambda: self._print_job(receipt, limit, begun, job), limit)
        )

    async def _print_job(
        self, receipt: Receipt, limit: float, begun: asyncio.Event, job: str | None
    ) -> Printed | Failure:
        if (settled := self._jobs.settled(job)) is not None:
            return settled
        session = self._session
        if session is None:
            return not_printed("offline", "no service", proved=True)
        if reason := refusal(await self._look(session)):
            return not_printed(reason, "before the job", proved=True)
        body = await self._compose(receipt)
        if isinstance(body, Failure):
            return body
        data = escpos.whole_job(body, self._before, self._profile.cut, self._profile.asks)
        self._before = Before.TORSO  # until it is known to be whole; also when cancelled
        payload = {"inputData": "yes", "data": base64.b64encode(data).decode()}
        try:
            answer = await session.call(PRINT, payload, max(limit - CLOSING_TIME, limit / 2), begun.set)
        except Lost as lost:
            self._publish(UNREACHABLE)
            return not_printed("unconfirmed" if lost.sent else "offline", "the service hung up", proved=not lost.sent)
        except TimeoutError:
            await self._clear(session)
            return not_printed("unconfirmed", "no completion")
        outcome = outcome_of(answer)
        if isinstance(outcome, Printed):
            self._before = Before.NOTHING
        else:
            await self._clear(session)
            await self._look(session)
        return outcome

    async def _compose(self, receipt: Receipt) -> bytes | Failure:
        assert self._worker is not None
        try:
            made = await self._worker.call(compose, receipt, self._faces, self._profile, limit=LAYOUT_LIMIT)
        except ValueError as error:
            return Failure(Completion.INVALID_DATA, "tooLong", str(error))
        return made if isinstance(made, Failure) else made[0]

    async def _clear(self, session: Session) -> None:
        """What is left of a broken job would be printed as soon as there is paper again, for whoever stands there."""
        with contextlib.suppress(Lost, TimeoutError):
            await session.call(CLEAR, {}, STATUS_LIMIT)


def outcome_of(answer: Message) -> Printed | NotPrinted:
    """From the completion of Printer.PrintRaw, or the acknowledgement that refused it."""
    if answer.type == "acknowledge":
        return not_printed("offline", f"not taken in: {answer.status}", proved=True)
    code = answer.completion or ""
    if code == "success":
        if proves_the_end(answer.payload.get("data")):
            return Printed(confirmed=True)
        return not_printed("unconfirmed", "the printer's answer did not come")
    error = ERRORS.get(answer.error, "")
    if answer.error == "blackMark":  # "nothing has been printed"
        return not_printed("stopped", "blackMark", proved=True)
    if error:
        return not_printed(error, "during the job")
    detail = f"{code} {answer.error}".strip()
    return not_printed("offline" if code in NOT_BEGUN else "unconfirmed", detail, proved=code in NOT_BEGUN)


def proves_the_end(data: object) -> bool:
    """Whether these bytes of the printer say that all before them was printed."""
    try:
        received = base64.b64decode(data, validate=True) if isinstance(data, str) else b""
    except (binascii.Error, ValueError):
        return False
    found, _ = escpos.replies(received)
    reports = [one for one in found if isinstance(one, AutomaticStatus)]
    return any(isinstance(one, EndReply) for one in found) or (
        len(reports) >= 2 and all(one.is_clean for one in reports)
    )


def changed(before: PrinterStatus, payload: Mapping[str, Any]) -> PrinterStatus:
    """The status after a report; what it does not speak of stays, and a word that nobody knows is never "online"."""
    device, paper = before.device, before.paper
    common, printer = payload.get("common"), payload.get("printer")
    if isinstance(common, dict) and "device" in common:
        device = _DEVICES.get(str(common["device"]), DeviceState.OFFLINE)
    supplies = printer.get("paper") if isinstance(printer, dict) else None
    if isinstance(supplies, dict) and "upper" in supplies:
        paper = _PAPER.get(str(supplies["upper"]), Paper.UNKNOWN)
    return PrinterStatus(device, paper)
