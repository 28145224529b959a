"""58 mm paper: nothing runs over its edge, and a printer without a knife gets none."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp

from drivers.receipt_printer import profile, receipt_file
from drivers.receipt_printer.columns import cells
from drivers.receipt_printer.composing import compose
from drivers.receipt_printer.document import Line, Pair, Receipt, Rule, Table
from drivers.receipt_printer.escpos import FEED_TO_CUTTER
from drivers.receipt_printer.layout import NARROW, Faces, render
from drivers.receipt_printer.printer import Printed
from drivers.receipt_printer.transport import TcpAddress
from drivers.receipt_printer.twin import PrinterTwin
from tests.drivers.faces import FONTS
from tests.drivers.receipt_printer.printers import LONG, PAYLOAD, RECEIPT, impatient, slip, started

SAMPLE = receipt_file.receipt_of(receipt_file.SAMPLE)


@pytest.mark.parametrize("name", ["default-58", "mainland-58"])
async def test_a_receipt_fits_the_paper(name, monkeypatch):
    # Guards against: a receipt laid out for 576 dots whose right third, with the amounts, falls beside the paper.
    impatient(monkeypatch)
    with PrinterTwin(dots=NARROW) as twin:
        async with started(TcpAddress(twin.host, twin.port), profile.load(name)) as printer:
            assert await printer.print(RECEIPT) == Printed(confirmed=True)
        assert twin.take() == []  # it was told to cut nothing
        twin.tear_off()
        (paper,) = twin.take()
        assert b"\x1d\x56" not in bytes(twin.received)
    dots = slip(paper)
    assert dots.shape[1] == NARROW
    (code,) = zxingcpp.read_barcodes(dots)
    assert code.bytes.decode() == PAYLOAD
    inked = np.flatnonzero((dots == 0).any(axis=0))
    assert inked[0] <= 16
    assert inked[-1] > NARROW - 30  # the amounts end at the right edge, within it
    if name == "default-58":
        drawn = np.asarray(render(RECEIPT, Faces(FONTS, NARROW)).convert("L"))
        assert dots.shape[0] == drawn.shape[0] + FEED_TO_CUTTER


@pytest.mark.parametrize("receipt", [SAMPLE, LONG])
def test_nothing_is_drawn_beyond_the_margins(receipt):
    # Guards against: a line measured by the wide paper and drawn on the narrow one.
    dots = ~np.asarray(render(receipt, Faces(FONTS, NARROW)))
    inked = np.flatnonzero(dots.any(axis=0))
    assert dots.shape[1] == NARROW
    assert inked[0] >= 16 - 3
    assert inked[-1] < NARROW - 16 + 3


def test_no_row_of_text_is_longer_than_the_paper():
    # Guards against: rows that the printer itself breaks, so that amounts stand alone at the left.
    narrow = profile.load("mainland-58")
    table = Table(
        (("居住证工本费及邮寄服务费", "1", "1,020.00"),), ("项目", "数量", "金额"), ("left", "right", "right")
    )
    blocks = (Line("很长的说明。" * 9), Pair("申请人", "测试员甲"), Rule("dashed"), table)
    data, _ = compose(Receipt(blocks), Faces(FONTS, narrow.width), narrow)
    rows = [part.split(b"\x1b\x61\x00")[-1] for part in data.split(b"\n")]
    assert max(cells(row.decode("gb18030", "replace")) for row in rows) == narrow.columns
