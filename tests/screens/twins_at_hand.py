"""The virtual devices behind a window under test, with the real drivers before them, in the hands of a citizen.

Chip cards are held by the test itself (`HeldReader`): a machine has one pcscd only.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

from drivers.configuration import CodeScanner, Configuration, DocumentQueue, NetworkPrinter, Pictures, SerialLine
from drivers.opening import open_devices
from drivers.print_jobs import Printed
from provisioning.bench.cameras import FACE_SCENES, LONGEST_CODE, PAGE_SCENES, DocumentCamera, FaceCamera, ScannerCamera
from provisioning.bench.cards import ID_FAULTS, IdCards
from provisioning.bench.orders import Clumsy
from provisioning.bench.printers import PRINTER_STATES, Documents, Receipts
from provisioning.bench.station import Station
from tests.kiosk.stand import SOCIAL_CARD, Stand

PEOPLE = ("jia", "jia", "yi", "bing", "hk", "foreigner_2023", "wrong_check_digit")


class Attended:
    """A driver, and the citizen's hands at its twin by the names that `walker.py` knows."""

    def __init__(self, driver: Any, station: Any) -> None:
        self._driver, self._station = driver, station
        self.jobs: list[tuple[str, bool]] = []  # of a printer: each job, and whether it came out for sure

    def __getattr__(self, name: str) -> Any:
        return getattr(self._driver, name)

    @property
    def card(self) -> Any:
        return self._station.twin.person

    def lay(self, _card: object) -> None:
        self._station.do("put", "jia")

    def take(self) -> None:
        self._station.do("take", "")

    def show(self, _pixels: object) -> None:
        self._station.do("show", "face" if self._driver.name == "face_camera" else "page")

    async def print(self, *what: Any, **how: Any) -> Any:
        outcome = await self._driver.print(*what, **how)
        self.jobs.append((how.get("job") or "", isinstance(outcome, Printed) and outcome.confirmed))
        return outcome


class TwinsAtHand:
    def __init__(self, fonts: Path) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="wander-", dir="/tmp"))  # short: a socket lies in it
        self._id_cards = IdCards(self._folder / "id")
        self._receipts, self._documents = Receipts(fonts), Documents(self._folder / "a4")
        self._page, self._face, self._codes = DocumentCamera(), FaceCamera(), ScannerCamera()
        self._stations: tuple[Station, ...] = (
            self._id_cards, self._receipts, self._documents, self._page, self._face, self._codes,
        )  # fmt: skip
        for station in self._stations:
            station.start()
        self._devices = open_devices(
            Configuration(
                id_card_reader=SerialLine(str(self._id_cards.link)),
                receipt_printer=NetworkPrinter("127.0.0.1", self._receipts.twin.port),
                document_printer=DocumentQueue(self._documents.twin.address),
                document_camera=Pictures(self._page.twin.source),
                face_camera=Pictures(self._face.twin.source),
                scanner=CodeScanner(source=self._codes.twin.source),
            ),
            fonts,
        )
        self._one: Stand | None = None

    def stand_at(self, one: Stand) -> None:
        """Before the stand opens."""
        self._one = one
        devices = self._devices
        one.id_cards = Attended(devices.id_card_reader, self._id_cards)  # type: ignore[assignment]
        one.printer = Attended(devices.receipt_printer, self._receipts)  # type: ignore[assignment]
        one.document_printer = Attended(devices.document_printer, self._documents)
        one.document_camera = Attended(devices.document_camera, self._page)
        one.face_camera = Attended(devices.face_camera, self._face)
        one.scanner = devices.scanner

    async def start(self) -> None:
        await self._devices.start()

    async def close(self) -> None:
        await self._devices.close()
        for station in self._stations:
            station.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    # ---- what hands do ---------------------------------------------------------------------------
    async def some_card(self, dice: random.Random) -> str:
        assert self._one is not None
        chip = self._one.cards
        if dice.random() < 0.3:
            if chip.card is None:
                chip.lay(SOCIAL_CARD)
                return "chip card in"
            chip.take()
            return "chip card out"
        if self._id_cards.twin.person is not None and dice.random() < 0.7:
            await self._do(self._id_cards, "take")
            return "ID card taken"
        person = dice.choice(PEOPLE)
        await self._do(self._id_cards, "put", person)
        return f"ID card of {person}"

    async def some_trouble(self, dice: random.Random) -> str:
        """A device is torn at or mended; a scene before a camera changes."""
        station = dice.choice(self._stations)
        if not station.plugged_in:
            await self._do(station, "plug")
            return f"{station.device} plugged in"
        if dice.random() < 0.2:
            await self._do(station, "unplug")
            return f"{station.device} unplugged"
        order, options = {
            "id_card_reader": ("fault", ID_FAULTS), "receipt_printer": ("state", PRINTER_STATES),
            "document_camera": ("show", PAGE_SCENES), "face_camera": ("show", FACE_SCENES),
        }.get(station.device, ("knob", []))  # fmt: skip
        knobs = station.panel.knobs()
        if options and (not knobs or dice.random() < 0.5):
            value = dice.choice(options)["id"]
        elif knobs:
            knob = dice.choice(knobs)
            order, value = "knob", f"{knob.name}={dice.choice(knob.options).id}"
        else:
            return "nothing"
        await self._do(station, order, value)
        return f"{station.device} {order} {value}"

    async def show_code(self, text: str) -> str:
        shown = text.encode()[:LONGEST_CODE].decode(errors="ignore") or "0"
        await self._do(self._codes, "show", shown)
        return f"of {len(shown)} characters"

    async def take_cards(self) -> None:
        assert self._one is not None
        await self._do(self._id_cards, "take")
        self._one.cards.take()

    async def well_again(self) -> None:
        for station in self._stations:
            await self._do(station, "plug")
            await self._do(station, "reset")
        await self.take_cards()
        await self._do(self._page, "show", "nothing")
        await self._do(self._face, "show", "nothing")
        await self._do(self._codes, "hide")
        self._receipts.twin.take()
        self._documents.twin.empty_tray()

    async def _do(self, station: Station, order: str, value: str = "") -> None:
        with contextlib.suppress(Clumsy):
            if station is self._documents and order == "plug":
                station.do(order, value)  # its programs die with the thread that starts them
            else:
                await asyncio.to_thread(station.do, order, value)
