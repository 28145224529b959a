"""A certificate through the real driver to a real IPP printer (Debian's ippeveprinter): refilled half-way, broken off
half-way, and never printed twice."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from drivers.document_printer.printer import DocumentPrinter
from drivers.document_printer.twin import DocumentPrinterTwin
from drivers.status import Paper
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.certificates import CertificateView, PrintingView, TrayView
from tests.kiosk.sandbox_stand import LoopbackPlatform, sandbox_stand
from tests.kiosk.stand import CARD, Stand
from tests.kiosk.test_visit_certificate import facing, leave, prove, states


@contextlib.asynccontextmanager
async def at_the_page(home: Path) -> AsyncIterator[tuple[Stand, LoopbackPlatform, DocumentPrinterTwin]]:
    """HZ01 up to the page that will be printed, with the real printer behind it."""
    with tempfile.TemporaryDirectory(prefix="ipp-") as folder, DocumentPrinterTwin(Path(folder)) as twin:
        printer = DocumentPrinter(twin.address)
        await printer.start()

        def prepare(one: Stand) -> None:
            facing(one)
            one.document_printer = printer

        try:
            async with sandbox_stand(home, second=1.0, prepare=prepare) as (one, far):
                await one.eventually(lambda: printer.status.ready)
                await one.begin("HZ01")
                await one.sees(v.IdentifyView, lambda view: view.phase == "waiting")
                one.id_cards.lay(CARD)
                await prove(one)
                await one.answer("purpose", "school")
                await one.sees(CertificateView)
                yield one, far, twin
        finally:
            await printer.close()


async def test_printed_once_and_nothing_is_left_in_the_printer(tmp_path: Path) -> None:
    async with at_the_page(tmp_path) as (one, far, twin):
        one.touch(i.Next())
        await leave(one)
        (document,) = twin.printed()
        assert document.startswith(b"%PDF")
        assert await one.document_printer.purge() == 0  # no job of ours waits there
        await one.eventually(lambda: states(far) == [("printed", 1)])


async def test_paper_that_runs_out_is_waited_for_and_the_page_comes_once(tmp_path: Path) -> None:
    async with at_the_page(tmp_path) as (one, far, twin):
        twin.be_slow()
        one.touch(i.Next())
        await one.sees(PrintingView, lambda view: view.phase == "printing")
        await one.eventually(lambda: list((twin.folder / "spool").iterdir()))  # the job has arrived
        twin.load_paper(0)
        await one.eventually(lambda: one.document_printer.status.paper is Paper.OUT)
        view = await one.sees(PrintingView, lambda view: view.phase == "waiting")
        assert view.problem.key == "certificates.waiting.paper_out"
        twin.load_paper(250)
        twin.be_slow(False)
        done = await leave(one)
        assert done.outcome == "certified"
        assert len(twin.printed()) == 1
        await one.eventually(lambda: states(far) == [("printed", 1)])


async def test_without_paper_nothing_is_sent_and_the_same_certificate_is_printed_after_a_refill(tmp_path: Path) -> None:
    async with at_the_page(tmp_path) as (one, far, twin):
        twin.load_paper(0)
        one.touch(i.Next())
        await one.sees(v.NoticeView)
        assert twin.printed() == []
        twin.load_paper(250)
        await one.eventually(lambda: one.document_printer.status.ready)
        one.touch(i.Next())  # again
        await leave(one)
        await one.eventually(lambda: states(far) == [("printed", 1)])
        assert len(twin.printed()) == 1


async def test_a_printer_that_breaks_the_job_off_is_asked_about_at_the_tray_and_the_copy_voided(tmp_path: Path) -> None:
    async with at_the_page(tmp_path) as (one, far, twin):
        twin.break_job()
        one.touch(i.Next())
        await one.sees(TrayView)
        twin.break_job(False)
        one.touch(i.CameOut(False))
        await one.sees(v.NoticeView)
        assert states(far) == [("void", 0)]
        one.touch(i.Next())  # a new one
        await leave(one)
        assert len(twin.printed()) == 1
        await one.eventually(lambda: states(far) == [("void", 0), ("printed", 1)])
