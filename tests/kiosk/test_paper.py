"""The citizen is told the truth about the paper, and nothing is printed a second time."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.outcome import Completion, Failure
from drivers.receipt_printer.printer import Printed
from kiosk.visit import intents as i
from kiosk.visit import views as v
from tests.kiosk.stand import SOCIAL_CARD, Stand, stand


async def to_the_end(one: Stand) -> None:
    await one.begin("YB03")
    await one.sees(v.IdentifyView)
    one.cards.lay(SOCIAL_CARD)
    await one.answer("start_month", "2026-09")
    await one.answer("end_month", "2026-11")
    one.cards.take()
    await one.sees(v.ResultView)
    one.touch(i.Next())


@pytest.mark.parametrize(
    ("outcome", "paper", "sentence"),
    [
        (Printed(confirmed=True), "printed", None),
        (Printed(confirmed=False), "unsure", "unsure"),
        (Failure(Completion.COMMAND_ERROR_CODE, "unconfirmed"), "unsure", "unsure"),
        (Failure(Completion.TIME_OUT), "unsure", "unsure"),
        (Failure(Completion.COMMAND_ERROR_CODE, "paperOut"), "unprinted", "paper_out"),
        (Failure(Completion.COMMAND_ERROR_CODE, "coverOpen"), "unprinted", "cover_open"),
        (Failure(Completion.COMMAND_ERROR_CODE, "paperJammed"), "unprinted", "paper_jammed"),
        (Failure(Completion.COMMAND_ERROR_CODE, "bufferFull"), "unprinted", "stopped"),
        (Failure(Completion.DEVICE_NOT_READY, "offline"), "unprinted", "offline"),
    ],
)
async def test_what_the_printer_says_is_what_the_citizen_reads(
    tmp_path: Path, outcome: Printed | Failure, paper: str, sentence: str | None
) -> None:
    async with stand(tmp_path, second=1.0) as one:
        one.printer.outcome = outcome
        await to_the_end(one)
        view = await one.sees(v.DoneView, lambda view: view.paper != "printing")
        assert view.paper == paper
        assert (view.problem and view.problem.key) == (sentence and f"visit.paper.{sentence}")
        assert view.number
        one.touch(i.Next())
        await one.sees(v.RateView)
        assert len(one.printer.receipts) == 1
        assert one.printer.jobs[0] is not None  # one id for one outcome, or a retry could print it twice
        assert one.printer.jobs[0].startswith("receipt-")


async def test_exit_waits_while_the_receipt_is_printed(tmp_path: Path) -> None:
    async with stand(tmp_path, second=1.0) as one:
        printed = one.printer.print

        async def leave_meanwhile(receipt, limit=30.0, job=None):  # type: ignore[no-untyped-def]
            one.touch(i.Exit())
            return await printed(receipt, limit, job)

        one.printer.print = leave_meanwhile  # type: ignore[method-assign]
        await to_the_end(one)
        await one.sees(v.DoneView, lambda view: view.paper == "printed")


async def test_paper_that_is_left_is_named_again_and_the_reminders_end(tmp_path: Path) -> None:
    async with stand(tmp_path, second=0.05) as one:
        await to_the_end(one)
        first = await one.sees(v.DoneView, lambda view: view.paper == "printed")
        assert (first.reminders, first.problem) == (0, None)
        again = await one.sees(v.DoneView, lambda view: view.reminders == 1)
        assert again.problem.key == "visit.paper.left"
        assert again.number == first.number
        one.touch(i.Next())
        await one.sees(v.RateView)
