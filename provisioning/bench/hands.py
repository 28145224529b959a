"""All virtual devices of one terminal: what a person does with the hands at them, by name, and how they then look."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

from drivers.document_printer.twin import ProgramsMissing
from provisioning.bench.cameras import CameraStation, DocumentCamera, FaceCamera, ScannerCamera
from provisioning.bench.cards import ChipCards, IdCards
from provisioning.bench.headphones import Headphones
from provisioning.bench.orders import Clumsy
from provisioning.bench.printers import BankPrinter, Documents, Receipts
from provisioning.bench.scanners import KINDS, WireScanner
from provisioning.bench.station import Station

log = logging.getLogger(__name__)


class Hands:
    """`folder`: for nodes and sockets of devices. `everything`: also the devices that a demo has no use for."""

    def __init__(self, folder: Path, fonts: Path, everything: bool = False) -> None:
        self.id_cards = IdCards(folder / "id-card-reader")
        self.receipts = Receipts(fonts)
        self.document_camera, self.face_camera = DocumentCamera(), FaceCamera()
        self.scanner = ScannerCamera()
        self.headphones = Headphones(folder / "headphones")
        self.documents: Documents | None = None
        self.wire_scanners: tuple[WireScanner, ...] = ()
        stations: list[Station] = [self.id_cards, ChipCards(), self.receipts]
        stations += [self.document_camera, self.face_camera, self.scanner, self.headphones]
        if everything:
            self.wire_scanners = tuple(WireScanner(kind, folder / f"{kind}-scanner") for kind in KINDS)
            stations += [*self.wire_scanners, BankPrinter(fonts)]
            try:
                self.documents = Documents(folder / "a4")
                stations.append(self.documents)
            except ProgramsMissing as error:
                log.warning("no document printer: %s", error)
        self.stations = {station.device: station for station in stations}

    def start(self) -> None:
        for name, station in list(self.stations.items()):
            try:
                station.start()
            except TimeoutError as error:  # a program that is installed and does not come up
                log.warning("%s: %s", name, error)
                del self.stations[name]
        if self.documents is not None and self.documents.device not in self.stations:
            self.documents = None

    def close(self) -> None:
        for station in self.stations.values():
            station.close()

    async def do(self, device: str, action: str, value: str | None) -> None:
        """Raises `Clumsy` for what cannot be done."""
        station = self.stations.get(device)
        if station is None:
            raise Clumsy(f"没有这个设备 · There is no device {device!r}")
        await asyncio.to_thread(station.do, action, value or "")

    async def state(self) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        for station in self.stations.values():
            shown |= station.state()
        return shown | {
            "plugged": {name: station.plugged_in for name, station in self.stations.items()},
            "knobs": {name: knobs for name, station in self.stations.items() if (knobs := station.knobs())},
        }

    def camera(self, device: str) -> CameraStation | None:
        station = self.stations.get(device)
        return station if isinstance(station, CameraStation) else None
