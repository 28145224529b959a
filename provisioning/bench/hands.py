"""What a person does with the hands at the virtual devices, by name; and what the devices then look like."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from drivers.card_reader import card_application, pcscd
from drivers.card_reader.twin import VirtualCard
from drivers.id_card_reader import twin as id_card
from drivers.receipt_printer.twin import PrinterTwin
from drivers.status import Paper
from provisioning.bench.cameras import Cameras
from provisioning.bench.orders import Clumsy

log = logging.getLogger(__name__)

Choice = dict[str, str]

ID_FAULTS: list[Choice] = [
    {"id": "none", "zh": "没有问题", "en": "nothing"},
    {"id": "unreadable", "zh": "读不出来(三次)", "en": "cannot be read"},
    {"id": "pulled", "zh": "读的时候拿走", "en": "taken away while read"},
    {"id": "noise", "zh": "线路有杂音", "en": "noise on the line"},
    {"id": "silent", "zh": "读卡器不回答", "en": "the reader does not answer"},
]
CHIP_FAULTS: list[Choice] = [
    {"id": "none", "zh": "没有问题", "en": "nothing"},
    {"id": "upside_down", "zh": "插反了", "en": "upside down"},
    {"id": "pulled", "zh": "读的时候拔出", "en": "pulled while read"},
]
PRINTER_STATES: list[Choice] = [
    {"id": "ok", "zh": "正常", "en": "fine"},
    {"id": "low", "zh": "纸快用完", "en": "paper low"},
    {"id": "out", "zh": "没有纸", "en": "no paper"},
    {"id": "cover", "zh": "盖子开着", "en": "cover open"},
    {"id": "full", "zh": "缓存已满", "en": "buffer full"},
    {"id": "out_midway", "zh": "打到一半没纸", "en": "runs out half-way"},
    {"id": "mute_end", "zh": "不说打完没有", "en": "never says done"},
]
ORDER = ["jia", "yi", "bing"]  # of the people on the page; then all others by name
ROWS_HALFWAY = 300  # dots; every receipt is longer
SW3_READ_FAILED = 0x41
TRIES_OF_A_READER = 9  # three tries of find, select and read each


class Hands:
    """All virtual devices of one terminal."""

    def __init__(self, serial_link: Path, fonts: Path) -> None:
        self.id_reader = id_card.VirtualIdCardReader()
        self.card_slot = VirtualCard()
        self.printer = PrinterTwin(rows_per_second=1200, fonts=fonts)  # as fast as a real one
        self.cameras = Cameras()
        self.serial = serial_link
        self._chip_card: str | None = None
        self._pcscd: pcscd.Pcscd | None = None
        self._id_fault = self._chip_fault = "none"
        self._printer_state = "ok"

    def start(self) -> None:
        self._plug_chip_reader()
        self.id_reader.start(self.serial)
        self.printer.start()
        self.cameras.start()

    def close(self) -> None:
        self.id_reader.close()
        self.card_slot.close()
        self.printer.close()
        self.cameras.close()
        self._unplug_chip_reader()

    # ---- the reader for contact cards: its service is what can go away ----------------------------
    def _plug_chip_reader(self) -> None:
        if self._pcscd is None:
            try:
                self._pcscd = pcscd.start()
            except pcscd.PcscdUnavailable as error:  # the rest of the terminal works without cards
                log.warning("no contact cards: %s", error)

    def _unplug_chip_reader(self) -> None:
        if self._pcscd is not None:
            self._pcscd.stop()
            self._pcscd = None

    # ---- orders ---------------------------------------------------------------------------------
    async def do(self, device: str, action: str, value: str | None) -> None:
        """Raises `Clumsy` for what cannot be done."""
        if self.cameras.knows(device):
            await asyncio.to_thread(self.cameras.do, device, action, value)
            return
        actions: dict[tuple[str, str], Callable[[str], None]] = {
            ("id_card_reader", "put"): self._lay_down,
            ("id_card_reader", "take"): lambda _: self.id_reader.remove(),
            ("id_card_reader", "fault"): self._spoil_id_card,
            ("id_card_reader", "plug"): lambda _: self.id_reader.replug(),
            ("id_card_reader", "unplug"): lambda _: self.id_reader.unplug(),
            ("card_reader", "put"): self._insert,
            ("card_reader", "take"): lambda _: self._pull(),
            ("card_reader", "fault"): self._spoil_chip_card,
            ("card_reader", "plug"): lambda _: self._plug_chip_reader(),
            ("card_reader", "unplug"): lambda _: self._unplug_chip_reader(),
            ("receipt_printer", "state"): self._set_printer,
            ("receipt_printer", "take"): self._take_paper,
            ("receipt_printer", "plug"): lambda _: self.printer.replug(),
            ("receipt_printer", "unplug"): lambda _: self.printer.unplug(),
        }
        act = actions.get((device, action))
        if act is None:
            raise Clumsy(f"{device} cannot {action}")
        await asyncio.to_thread(act, value or "")

    def _lay_down(self, person: str) -> None:
        self._apply_id_fault()
        try:
            self.id_reader.place(person)
        except KeyError:
            raise Clumsy(f"没有这张身份证 · There is no ID card {person!r}") from None

    def _spoil_id_card(self, fault: str) -> None:
        _known(fault, ID_FAULTS)
        self._id_fault = fault
        self._apply_id_fault()

    def _apply_id_fault(self) -> None:
        reader, fault = self.id_reader, self._id_fault
        reader.silent = fault == "silent"
        reader.noise = b"\x00\xaa\xaa\x13" if fault == "noise" else b""
        reader.fail_next(SW3_READ_FAILED, TRIES_OF_A_READER if fault == "unreadable" else 0)
        if fault == "pulled":
            reader.remove_at(3)  # find, select, and then the reading itself

    def _insert(self, card: str) -> None:
        try:
            self.card_slot.insert(card, upside_down=self._chip_fault == "upside_down")
        except KeyError:
            raise Clumsy(f"没有这张卡 · There is no card {card!r}") from None
        self._chip_card = card
        if self._chip_fault == "pulled":
            self.card_slot.pull_at(5)

    def _pull(self) -> None:
        self.card_slot.pull()
        self._chip_card = None

    def _spoil_chip_card(self, fault: str) -> None:
        _known(fault, CHIP_FAULTS)
        self._chip_fault = fault

    def _set_printer(self, state: str) -> None:
        _known(state, PRINTER_STATES)
        printer = self.printer
        self._printer_state = state
        printer.open_cover(state == "cover")
        printer.stop_reading(state == "full")
        printer.mute_end(state == "mute_end")
        printer.load_paper({"low": Paper.LOW, "out": Paper.OUT}.get(state, Paper.FULL))
        if state == "out_midway":
            printer.paper_out_after(ROWS_HALFWAY)

    # ---- paper ----------------------------------------------------------------------------------
    def _take_paper(self, number: str) -> None:
        kept = [paper for paper in self.printer.take() if _number(paper) != number]
        self.printer.receipts[:0] = kept

    def receipt(self, number: str) -> bytes | None:
        return next((paper for paper in self.printer.receipts if _number(paper) == number), None)

    # ---- what it looks like ---------------------------------------------------------------------
    async def state(self) -> dict[str, Any]:
        lying = self.id_reader.person
        inserted = self._chip_card if self.card_slot.card is not None else None
        return self.cameras.state() | {
            "id_cards": [_id_card(name) for name in _ordered(id_card.names())],
            "chip_cards": [_chip_card(name) for name in _ordered(card_application.names())],
            "id_card": lying.key if lying else None,
            "chip_card": inserted,
            "id_faults": ID_FAULTS,
            "id_fault": self._id_fault,
            "chip_faults": CHIP_FAULTS,
            "chip_fault": self._chip_fault,
            "printer_states": PRINTER_STATES,
            "printer_state": self._printer_state,
            "receipts": [_number(paper) for paper in self.printer.receipts],
            "plugged": self.cameras.plugged()
            | {
                "id_card_reader": self.id_reader.plugged_in,
                "card_reader": self._pcscd is not None,
                "receipt_printer": self.printer.plugged_in,
            },
        }


def _known(value: str, choices: list[Choice]) -> None:
    if value not in {choice["id"] for choice in choices}:
        raise Clumsy(f"没有这种情况 · There is no such thing as {value!r}")


def _ordered(names: list[str]) -> list[str]:
    return [name for name in ORDER if name in names] + [name for name in names if name not in ORDER]


def _number(paper: bytes) -> str:
    """A name for one slip of paper that stays the same while it hangs there."""
    return hashlib.sha256(paper).hexdigest()[:12]


def _id_card(name: str) -> dict[str, Any]:
    holder, _, note = id_card.load(name).title.partition(" · ")
    return {"id": name, "colour": "blue", "title": {"zh": holder, "en": note}}


def _chip_card(name: str) -> dict[str, Any]:
    holder, _, note = card_application.load(name).title.partition(" · ")
    return {"id": name, "colour": "green", "title": {"zh": holder, "en": note}}
