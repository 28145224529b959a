"""The receipt printer against its twin, over a real socket."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from drivers.outcome import Failure
from drivers.receipt_printer.layout import FontsMissing
from drivers.receipt_printer.printer import Printed, ReceiptPrinter
from drivers.status import Paper
from tests.drivers.receipt_printer.printing import RECEIPT, assert_is_receipt, slip
from tests.limits import LIMIT_S


async def test_what_comes_out_is_what_was_meant(twin, printer):
    # Guards against: shifted rows, inverted ink, a QR code that no telephone reads.
    assert await printer.print(RECEIPT) == Printed(confirmed=True)
    (png,) = twin.take()
    assert_is_receipt(png)
    assert twin.take() == []


async def test_two_receipts_are_two_slips_of_the_same_length(twin, printer):
    # Guards against: what the first job left in the printer shows on the second.
    for _ in range(2):
        assert isinstance(await printer.print(RECEIPT), Printed)
    first, second = twin.take()
    assert np.array_equal(slip(first), slip(second))


async def test_low_paper_is_told_and_still_prints(twin, printer):
    # Guards against: a terminal that stops at the first warning.
    twin.load_paper(Paper.LOW)
    assert await printer.wait_status(lambda status: status.paper is Paper.LOW, LIMIT_S)
    assert printer.status.ready
    assert await printer.print(RECEIPT) == Printed(confirmed=True)


async def test_a_limit_that_ends_within_a_job_is_unconfirmed(twin, printer):
    # Guards against: a time-out that is taken for "nothing was sent".
    twin.mute_end()
    outcome = await printer.print(RECEIPT, limit=3.0)
    assert isinstance(outcome, Failure)
    assert outcome.error == "unconfirmed"


def test_missing_fonts_are_one_clear_sentence(tmp_path: Path):
    # Guards against: receipts of empty boxes, or a traceback at the first receipt.
    with pytest.raises(FontsMissing, match=r"NotoSansSC-Regular.otf and NotoSansSC-Bold.otf cannot be read in .*setup"):
        ReceiptPrinter("127.0.0.1", 9100, tmp_path)


def test_a_receipt_keeps_its_words_out_of_logs():
    # Guards against: a name in a log by way of repr.
    assert "测试员甲" not in repr(RECEIPT)
