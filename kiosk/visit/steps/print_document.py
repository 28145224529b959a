"""A certificate onto paper, copy by copy, each followed until the printer says that it is done.

What is told is true: printed, not printed, or for the citizen to look at. Nothing is printed a second time unless it
is proved that it was not printed, or the citizen says that it is not there and the platform has voided it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from drivers.outcome import Completion, Failure
from drivers.print_jobs import NotPrinted, Printed
from drivers.status import Paper, PrinterStatus, Status
from kiosk.contract.certificates import PRINTED, VOID, Certificate, CertificatePaper, CertificateVoid
from kiosk.devices import DocumentPrinter
from kiosk.platform import Away
from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.context import Equipment, Visit
from kiosk.visit.steps.notice import notice
from kiosk.visit.to_the_end import to_the_end
from kiosk.visit.views.certificates import PrintingView, TrayView

COPY_S = 60.0  # a copy of some pages, from a printer that was asleep
PAGE_S = 12.0  # for each page more; the slowest desk printers do five a minute
REFILL_S = 180.0  # somebody is called, comes and fills the tray

REASONS = {
    "paperOut": "paper_out",
    "paperJammed": "paper_jammed",
    "coverOpen": "cover_open",
    "tonerOut": "toner_out",
    "outputFull": "output_full",
    "overheated": "overheated",
    "offline": "offline",
}
NOT_THERE = "not-there"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ended:
    """`kind`: of the outcome, "certified" or "voided". `again`: nothing stands; another is to be made and printed.
    `back`: nothing was printed and nothing is void; the citizen looks at the page again."""

    kind: str = ""
    again: bool = False
    back: bool = False


@dataclass
class _Count:
    """What is on paper: copies that are, and one that may be (`open`)."""

    done: int = 0
    sure: bool = True
    open: bool = False
    told: bool = False  # the platform knows, or need not know


async def print_certificate(visit: Visit, sheet: Certificate, copies: int) -> Ended:
    """Ends with the certificate on paper or void; however it ends, the platform is told what became of it."""
    printer, count = visit.kit.devices.document_printer, _Count()
    try:
        return await _print(visit, printer, sheet, copies, count)
    finally:
        visit.uninterrupted = False
        if not count.told:
            _settle(visit.kit, sheet.number, count)
        if printer is not None:
            await _wipe_spool(printer)


async def _print(
    visit: Visit, printer: DocumentPrinter | None, sheet: Certificate, copies: int, count: _Count
) -> Ended:
    while count.done < copies:
        outcome = await _one_copy(visit, printer, sheet, count.done + 1, copies)
        if isinstance(outcome, Printed) and outcome.confirmed:
            count.done += 1
        elif isinstance(outcome, NotPrinted) and outcome.proved:
            if await _once_more(visit, outcome, count.done):
                continue
            count.told = count.done == 0
            return Ended("certified") if count.done else Ended(back=True)
        else:
            count.open = True
            there = await _is_in_the_tray(visit, sheet, outcome)
            count.open = False
            if not there:
                return await _not_there(visit, sheet, count)
            count.done, count.sure = count.done + 1, False
    return Ended("certified")


def _settle(kit: Equipment, number: str, count: _Count) -> None:
    copies = count.done + count.open
    if copies:
        paper = CertificatePaper(copies=copies, sure=count.sure and not count.open)
        kit.errands.add("tell what was printed", lambda: kit.platform.call(PRINTED, paper, number=number))
    else:
        void_later(kit, number, "left")


async def _one_copy(
    visit: Visit, printer: DocumentPrinter | None, sheet: Certificate, copy: int, copies: int
) -> Printed | Failure:
    if printer is None:
        return NotPrinted(Completion.DEVICE_NOT_READY, "offline", "this terminal has none", proved=True)

    def show(status: Status) -> None:
        reason = _waiting_for(status)
        phase = "waiting" if reason is not None else "printing"
        problem, todo = _in_words(reason)
        visit.stage.show(PrintingView(sheet.title, phase, copy, copies, sheet.pages, problem, todo))

    visit.uninterrupted = True  # paper that comes out belongs to somebody: exit waits until that is clear
    title = visit.chosen.title if visit.chosen is not None else sheet.title
    visit.stage.frame(item=title, progress=visit.stage.snapshot.progress, in_visit=False)
    show(printer.status)
    unsubscribe = printer.subscribe(show)
    try:
        limit = COPY_S + PAGE_S * sheet.pages + REFILL_S
        return await to_the_end(printer.print(sheet.document, limit=limit, job=f"{sheet.number}-{copy}"))
    finally:
        unsubscribe()
        visit.uninterrupted = False
        visit.stage.frame(item=title, progress=visit.stage.snapshot.progress, in_visit=True)


def _waiting_for(status: Status) -> str | None:
    """What is in the way; None: nothing."""
    if isinstance(status, PrinterStatus) and status.paper is Paper.OUT:
        return "paper_out"
    if isinstance(status, PrinterStatus) and status.paper is Paper.JAMMED:
        return "paper_jammed"
    return None if status.ready else "attention"


def _in_words(reason: str | None) -> tuple[Message | None, Message | None]:
    """What is in the way, and what has to be done before it goes on."""
    if reason is None:
        return None, None
    return message(f"certificates.waiting.{reason}"), message(f"certificates.todo.{reason}")


async def _once_more(visit: Visit, outcome: NotPrinted, done: int) -> bool:
    """It is proved that this copy was not printed. True: the citizen wants it tried again."""
    _log.warning("a certificate was not printed: %s %s", outcome.code, outcome.error)
    reason = message(f"certificates.reason.{REASONS.get(outcome.error, 'stopped')}")
    subject = "certificate.some_unprinted" if done else "certificate.unprinted"
    return await notice(
        visit.stage, subject, icon="printer-off", go_on="again", back=True, reason=reason, done=str(done)
    )


async def _is_in_the_tray(visit: Visit, sheet: Certificate, outcome: Printed | Failure) -> bool:
    """Only the citizen can see it."""
    if isinstance(outcome, Failure):
        _log.warning("whether a certificate was printed is not known: %s %s", outcome.code, outcome.error)
    view = TrayView(sheet.title, sheet.pages, message("certificates.tray.look"))
    return (await visit.stage.ask(view, i.CameOut)).whole


async def _not_there(visit: Visit, sheet: Certificate, count: _Count) -> Ended:
    """The citizen says that this copy is not there, or not whole. Copies that did come out stay good."""
    if count.done:
        return Ended("certified")
    kit = visit.kit
    answer = await kit.platform.call(VOID, CertificateVoid(reason=NOT_THERE), number=sheet.number)
    count.told = True
    if isinstance(answer, Away):
        void_later(kit, sheet.number, NOT_THERE)
        await notice(visit.stage, "certificate.not_voided", icon="cloud-off", go_on="end")
        return Ended("voided")
    again = await notice(visit.stage, "certificate.voided", icon="file-off", go_on="print_again", back=True)
    return Ended("voided", again=again)


def void_later(kit: Equipment, number: str, reason: str) -> None:
    void = CertificateVoid(reason=reason)
    kit.errands.add("void a certificate", lambda: kit.platform.call(VOID, void, number=number))


async def _wipe_spool(printer: DocumentPrinter) -> None:
    """What is left of this terminal's jobs in the printer or its queue."""
    taken_back = await printer.purge()
    if taken_back:
        _log.warning("%d jobs were left in the document printer and taken back", taken_back)
