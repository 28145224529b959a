"""From `devices.toml` to the devices that it names. Libraries are loaded only where there is such a device."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drivers.configuration import BadConfiguration, CodeScanner, Configuration, ContactCards, NetworkPrinter
from drivers.device import Device

if TYPE_CHECKING:
    from drivers.camera.camera import Camera
    from drivers.card_reader.reader import CardReader
    from drivers.document_printer.printer import DocumentPrinter
    from drivers.headphones.headphones import Headphones
    from drivers.id_card_reader.reader import IdCardReader
    from drivers.receipt_printer.printer import ReceiptPrinter
    from drivers.scanner.scanner import CameraScanner
    from drivers.scanner.wire_scanner import WireScanner
    from drivers.sound.output import Sound
    from drivers.xfs4iot.printer import XfsReceiptPrinter


_SHORTEST_KEY = 16  # bytes; below, tokens could be reversed by trying all card numbers and keys


@dataclass
class Devices:
    """The devices of this terminal; None where there is none."""

    card_reader: CardReader | None = None
    id_card_reader: IdCardReader | None = None
    receipt_printer: ReceiptPrinter | XfsReceiptPrinter | None = None
    document_camera: Camera | None = None
    face_camera: Camera | None = None
    scanner: CameraScanner | WireScanner | None = None
    document_printer: DocumentPrinter | None = None
    headphones: Headphones | None = None
    sound: Sound | None = None

    def all(self) -> list[Device[Any]]:
        present = (getattr(self, field.name) for field in fields(self))
        return [device for device in present if device is not None]

    async def start(self) -> None:
        """Begin to watch them; a device that is not there is a status, no error."""
        for device in self.all():
            await device.start()

    async def close(self) -> None:
        for device in reversed(self.all()):
            await device.close()


def open_devices(configuration: Configuration, fonts: Path) -> Devices:
    """The devices that the configuration names, not started yet. `fonts` is the folder of the printer's faces.

    Raises `BadConfiguration` if the fonts or the token key are missing, or an address is none.
    """
    devices = Devices()
    if (cards := configuration.card_reader) is not None:
        from drivers.card_reader.reader import CardReader  # noqa: PLC0415

        devices.card_reader = CardReader(cards.reader, token_key=_token_key(cards))
    if (line := configuration.id_card_reader) is not None:
        from drivers.id_card_reader.reader import IdCardReader  # noqa: PLC0415

        try:
            devices.id_card_reader = IdCardReader(line.path, line.baud)
        except ValueError as error:
            raise BadConfiguration(f"[id_card_reader]: {error}") from None
    if (printer := configuration.receipt_printer) is not None:
        devices.receipt_printer = _printer(printer, fonts)
    if (queue := configuration.document_printer) is not None:
        from drivers.document_printer.printer import DocumentPrinter  # noqa: PLC0415

        if not queue.url.startswith(("ipp://", "ipps://")):
            raise BadConfiguration(
                f"[document_printer] url is {queue.url!r}; it takes ipp://HOST/PATH or ipps://HOST/PATH"
            )
        devices.document_printer = DocumentPrinter(queue.url)
    codes = configuration.scanner
    if codes is not None and codes.kind != "camera":
        devices.scanner = _wire_scanner(codes)
    if (jack := configuration.headphones) is not None:
        from drivers.headphones.headphones import Headphones  # noqa: PLC0415

        devices.headphones = Headphones(jack.path)
    if (card := configuration.sound) is not None:
        from drivers.sound.output import Sound  # noqa: PLC0415

        devices.sound = Sound(card.device)
    if configuration.document_camera or configuration.face_camera or (codes and codes.kind == "camera"):
        _open_cameras(configuration, devices)
    return devices


def _token_key(cards: ContactCards) -> bytes | None:
    if not cards.token_key:
        return None
    try:
        key = Path(cards.token_key).read_bytes()
    except OSError as error:
        raise BadConfiguration(f"[card_reader]: token_key cannot be read: {error}") from None
    if len(key) < _SHORTEST_KEY:
        raise BadConfiguration(f"[card_reader]: {cards.token_key} has {len(key)} bytes; it takes {_SHORTEST_KEY}")
    return key


def _printer(printer: NetworkPrinter, fonts: Path) -> ReceiptPrinter | XfsReceiptPrinter:
    from drivers.receipt_printer.layout import FontsMissing  # noqa: PLC0415
    from drivers.receipt_printer.printer import ReceiptPrinter  # noqa: PLC0415
    from drivers.receipt_printer.profile import BadProfile, load  # noqa: PLC0415
    from drivers.receipt_printer.transport import BadAddress, TcpAddress, parse_address  # noqa: PLC0415

    try:
        if printer.address.startswith(("ws://", "wss://")):
            from drivers.xfs4iot.printer import XfsReceiptPrinter  # noqa: PLC0415

            return XfsReceiptPrinter(printer.address, fonts, load(printer.profile))
        address = parse_address(printer.address) if printer.address else TcpAddress(printer.host, printer.port)
        return ReceiptPrinter.at(address, fonts, load(printer.profile))
    except FontsMissing as error:
        raise BadConfiguration(f"the receipt printer has no fonts: {error}") from None
    except (BadAddress, BadProfile) as error:
        raise BadConfiguration(f"[receipt_printer]: {error}") from None


def _wire_scanner(codes: CodeScanner) -> WireScanner:
    from drivers.scanner.hidpos import HidPosScanner  # noqa: PLC0415
    from drivers.scanner.records import Wording  # noqa: PLC0415
    from drivers.scanner.serial_scanner import SerialScanner  # noqa: PLC0415
    from drivers.scanner.wedge import WedgeScanner  # noqa: PLC0415

    if codes.kind == "wedge":
        return WedgeScanner(codes.path)
    if codes.kind == "hidpos":
        return HidPosScanner(codes.path)
    start, stop, ack, no_read = (bytes.fromhex(raw) for raw in (codes.start, codes.stop, codes.ack, codes.no_read))
    wording, idle = Wording(ack, no_read), codes.idle_ms / 1000
    return SerialScanner(codes.path, codes.baud, start=start, stop=stop, idle=idle, wording=wording)


def _open_cameras(configuration: Configuration, devices: Devices) -> None:
    from drivers.camera.camera import Camera  # noqa: PLC0415
    from drivers.scanner.scanner import CameraScanner  # noqa: PLC0415

    if (document := configuration.document_camera) is not None:
        devices.document_camera = Camera("document_camera", document.source, document.exposure)
    if (face := configuration.face_camera) is not None:
        devices.face_camera = Camera("face_camera", face.source, face.exposure)
    if (codes := configuration.scanner) is not None and codes.kind == "camera":
        cameras = [camera for camera in (devices.document_camera, devices.face_camera) if camera is not None]
        # A V4L2 camera can be opened once only: where the scanner looks through another's lens, it shares the camera.
        shared = next((camera for camera in cameras if camera.source == codes.source), None)
        devices.scanner = CameraScanner(shared or Camera("scanner", codes.source))
