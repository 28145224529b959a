"""The two printers of the bench: receipts that come out as pictures, A4 documents as they were sent."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import Any

from drivers.document_printer.twin import DocumentPrinterTwin
from drivers.receipt_printer.twin import PrinterTwin
from drivers.xfs4iot.twin import XfsPrinterTwin
from provisioning.bench.station import Choice, TwinStation

log = logging.getLogger(__name__)

PRINTER_STATES: list[Choice] = [
    {"id": "ok", "zh": "正常", "en": "fine"},
    {"id": "low", "zh": "纸快用完", "en": "paper low"},
    {"id": "out", "zh": "没有纸", "en": "no paper"},
    {"id": "cover", "zh": "盖子开着", "en": "cover open"},
    {"id": "full", "zh": "缓存已满", "en": "buffer full"},
    {"id": "out_midway", "zh": "打到一半没纸", "en": "runs out half-way"},
    {"id": "mute_end", "zh": "不说打完没有", "en": "never says done"},
]
LIKE_A_REAL_ONE = 1200  # rows a second


class Receipts(TwinStation):
    PLIGHTS = {  # noqa: RUF012 - a mapping that nobody changes
        "ok": {"load_paper": "full"},  # also when it has run out by itself
        "low": {"load_paper": "low"},
        "out": {"load_paper": "out"},
        "cover": {"load_paper": "full", "open_cover": "on"},
        "full": {"load_paper": "full", "stop_reading": "on"},
        "out_midway": {"load_paper": "full", "paper_out_after": "300"},
        "mute_end": {"load_paper": "full", "mute_end": "on"},
    }

    def __init__(self, fonts: Path) -> None:
        self.twin = PrinterTwin(rows_per_second=LIKE_A_REAL_ONE, fonts=fonts)
        super().__init__("receipt_printer", self.twin)
        self.actions |= {"state": self.suffer, "take": self._take}

    def reset(self) -> None:
        self.suffer("ok")

    def _take(self, number: str) -> None:
        kept = [paper for paper in self.twin.take() if _number(paper) != number]
        self.twin.receipts[:0] = kept

    def receipt(self, number: str) -> bytes | None:
        return next((paper for paper in self.twin.receipts if _number(paper) == number), None)

    def state(self) -> dict[str, Any]:
        return {
            "printer_states": PRINTER_STATES,
            "printer_state": self.plight,
            "receipts": [_number(paper) for paper in self.twin.receipts],
        }


class Documents(TwinStation):
    """Raises `ProgramsMissing` when made. `folder`: of its own, and short."""

    def __init__(self, folder: Path) -> None:
        self.twin = DocumentPrinterTwin(folder)
        super().__init__("document_printer", self.twin)
        self.actions |= {"take": lambda _: self.twin.empty_tray()}

    def document(self, number: int) -> bytes | None:
        printed = self.twin.printed()
        return printed[number] if 0 <= number < len(printed) else None

    def state(self) -> dict[str, Any]:
        return {"documents": len(self.twin.printed())}


def _number(paper: bytes) -> str:
    """A name for one slip of paper that stays the same while it hangs there."""
    return hashlib.sha256(paper).hexdigest()[:12]


class BankPrinter(TwinStation):
    """A receipt printer as a bank's terminal has it: behind an XFS4IoT service."""

    def __init__(self, fonts: Path) -> None:
        self.twin = XfsPrinterTwin(fonts=fonts)
        super().__init__("bank_printer", self.twin)

    def state(self) -> dict[str, Any]:
        return {"bank_printer": self.twin.url}
