"""What is printed in these tests, and what must come out."""

from __future__ import annotations

import io

import numpy as np
import zxingcpp
from PIL import Image

from drivers.receipt_printer.document import Line, Pair, QrCode, Receipt, Rule, Space
from drivers.receipt_printer.escpos import FEED_TO_CUTTER
from drivers.receipt_printer.layout import Faces, render
from drivers.receipt_printer.twin import BORDER
from tests.drivers.faces import FONTS

PAYLOAD = "https://test.invalid/case/TEST-0001-000482?申请人=测试员甲"


RECEIPT = Receipt(
    (
        Line("申报回执", size="title", bold=True, align="centre"),
        Rule("thick"),
        Pair("申请人", "测试员甲"),
        QrCode(PAYLOAD, "扫码查看办件进度"),
        Space(2),
        Line("请妥善保管本回执。", size="small"),
    )
)


LONG = Receipt((*RECEIPT.blocks, *(Line("很长的说明。" * 20) for _ in range(10))))


def slip(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)))[BORDER:-BORDER, BORDER:-BORDER]


def assert_is_receipt(png: bytes) -> None:
    """Dot by dot, but for the few that were blackened so that no byte pair reads as a command."""
    expected = np.asarray(render(RECEIPT, Faces(FONTS)).convert("L"))
    end = slip(png).shape[0] - FEED_TO_CUTTER
    printed = slip(png)[end - expected.shape[0] : end]
    assert np.all(printed <= expected)
    assert np.count_nonzero(printed != expected) <= 10
    (code,) = zxingcpp.read_barcodes(printed)
    assert code.bytes.decode() == PAYLOAD
