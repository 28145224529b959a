"""What each device can do, in one vocabulary: what does not change while it runs.

As in XFS4IoT (CEN CWA 17852, `Common.Capabilities`) a property that is empty is not supported. `commands` are the
commands of the driver, by the names that they have there where it knows them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Capabilities:
    commands: tuple[str, ...] = ()


@dataclass(frozen=True)
class CardReaderCapabilities(Capabilities):
    cards: tuple[str, ...] = ()  # the kinds that are read
    chip_protocols: tuple[str, ...] = ()  # XFS4IoT CardReader: "chipT0", "chipT1", "chipTypeAPart4"


@dataclass(frozen=True)
class IdCardReaderCapabilities(Capabilities):
    documents: tuple[str, ...] = ()  # the kinds that are read
    newest_address: bool = False
    fingerprints: bool = False  # which fingers are there; the prints themselves are dropped
    photo: str = ""  # "opaque": passed on as it is; "decoded": a decoder is on this machine


@dataclass(frozen=True)
class PrinterCapabilities(Capabilities):
    type: str = ""  # XFS4IoT Printer: "receipt" or "document"
    formats: tuple[str, ...] = ()  # "escpos", or the media types that are passed on
    width: int = 0  # dots that are printed, of a receipt
    columns: int = 0  # of Latin letters, where text is printed by the printer
    text: str = ""  # "raster": drawn; "gb18030": by the printer's font where it can be trusted
    qr_codes: str = ""  # "raster" or "native"
    control: tuple[str, ...] = ()  # XFS4IoT Printer: "partialCut", "cut", "clearBuffer"
    proof: tuple[str, ...] = ()  # what proves the end of printing; empty: nothing does


@dataclass(frozen=True)
class ScannerCapabilities(Capabilities):
    source: str = ""  # "camera", "serial", "wedge", "hidpos"
    symbologies: tuple[str, ...] = ()  # XFS4IoT BarcodeReader; empty: whatever the scanner is set to
    encodings: tuple[str, ...] = ()
    trigger: bool = False  # it is told when to look


@dataclass(frozen=True)
class CameraCapabilities(Capabilities):
    source: str = ""  # "v4l2" or "network"
    cam_data: tuple[str, ...] = ()  # what is judged of a frame
    exposure_lock: bool = False  # asked of the camera once it has settled; which ones obey, V4L2 tells when it is open


def wire(capabilities: Capabilities) -> dict[str, Any]:
    """As JSON has it: what is not supported is left out."""
    return {name: value for name, value in asdict(capabilities).items() if value not in ("", 0, False, ())}
