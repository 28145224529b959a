"""A serial printer and its driver, and what its tests print."""

from __future__ import annotations

import io
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from drivers.receipt_printer import link as link_module
from drivers.receipt_printer import printer as printer_module
from drivers.receipt_printer import transport as transport_module
from drivers.receipt_printer.document import Line, Pair, QrCode, Receipt, Rule, Table
from drivers.receipt_printer.machine import BORDER
from drivers.receipt_printer.printer import ReceiptPrinter
from drivers.receipt_printer.profile import Profile
from drivers.receipt_printer.transport import Address
from drivers.status import DeviceState
from tests.drivers.faces import FONTS
from tests.limits import LIMIT_S

PAYLOAD = "https://test.invalid/case/TEST-0001-000482"
RECEIPT = Receipt(
    (
        Line("申报回执", size="title", bold=True, align="centre"),
        Rule("thick"),
        Pair("申请人", "测试员甲"),
        Table((("居住证工本费", "20.00"),), ("项目", "金额"), ("left", "right")),
        QrCode(PAYLOAD, "TEST-0001-000482"),
    )
)
LONG = Receipt((*RECEIPT.blocks, *(Line("很长的说明。" * 20) for _ in range(10))))


def impatient(patch: pytest.MonkeyPatch) -> None:
    """It is looked at often. How long it may take for an answer is another matter: the machine may be busy."""
    patch.setattr(printer_module, "POLL_INTERVAL", 0.05)
    patch.setattr(printer_module, "ASK_AGAIN", 0.1)
    patch.setattr(printer_module, "GRACE", 0.1)
    waits_for_answers(patch)


def waits_for_answers(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(transport_module, "CONNECT_LIMIT", LIMIT_S)
    patch.setattr(link_module, "REPLY_LIMIT", LIMIT_S)
    patch.setattr(link_module, "STALL_LIMIT", LIMIT_S)


def gives_up_soon(patch: pytest.MonkeyPatch) -> None:
    """For as long as the printer is one that does not answer, or takes nothing more."""
    patch.setattr(link_module, "REPLY_LIMIT", 2.0)
    patch.setattr(link_module, "STALL_LIMIT", 0.4)


@asynccontextmanager
async def started(address: Address, profile: Profile | None = None):
    printer = ReceiptPrinter.at(address, FONTS, profile)
    await printer.start()
    try:
        assert await printer.wait_status(lambda status: status.device is not DeviceState.STARTING, LIMIT_S)
        yield printer
    finally:
        await printer.close()


def slip(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)))[BORDER:-BORDER, BORDER:-BORDER]


def link_in(folder: Path) -> Path:
    return folder / "receipt-printer"
