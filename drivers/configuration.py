"""Which devices this terminal has, and where: `KIOSK_HOME/devices.toml`. A device that is not named is not there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drivers.device import Device

if TYPE_CHECKING:  # a device's libraries are loaded only where there is such a device
    from drivers.camera.camera import Camera
    from drivers.card_reader.reader import CardReader
    from drivers.document_printer.printer import DocumentPrinter
    from drivers.headphones.headphones import Headphones
    from drivers.id_card_reader.reader import IdCardReader
    from drivers.receipt_printer.printer import ReceiptPrinter
    from drivers.scanner.scanner import CameraScanner
    from drivers.scanner.wire_scanner import WireScanner
    from drivers.sound.output import Sound


class BadConfiguration(Exception):
    """One sentence that names the file, the device and what is wrong."""


@dataclass(frozen=True)
class ContactCards:
    reader: str  # prefix of the reader's name at pcscd
    token_key: str = ""  # a file of at least 16 random bytes: bank card numbers become tokens with it


@dataclass(frozen=True)
class SerialLine:
    path: str  # a node or a link to one; `usb:VID:PID[:BUS-PORT]` for a module on USB
    baud: int = 115200


@dataclass(frozen=True)
class NetworkPrinter:
    host: str = ""
    port: int = 9100
    address: str = ""  # instead of host and port: serial:PATH[@BAUD], usb:VID:PID, file:PATH or tcp://HOST:PORT
    profile: str = "default"  # its family: a file of receipt_printer/profiles


@dataclass(frozen=True)
class DocumentQueue:
    url: str  # ipp://HOST[:PORT]/ipp/print, or a CUPS queue


@dataclass(frozen=True)
class Pictures:
    source: str  # V4L2 path, or the address of a network camera
    exposure: str = "auto"  # or "hold" (once it has settled), or a number of 100 µs: V4L2 only


@dataclass(frozen=True)
class CodeScanner:
    """`kind` "camera" takes `source`; "serial", "wedge" and "hidpos" take `path`. Commands are hexadecimal."""

    kind: str = "camera"
    source: str = ""
    path: str = ""
    baud: int = 9600
    start: str = ""  # begins to look for a code; none: it looks all the time
    stop: str = ""
    ack: str = ""  # stands before a record
    no_read: str = ""  # a record that says that nothing was found
    idle_ms: int = 80  # of silence end a record without suffix

    def __post_init__(self) -> None:
        for name in ("start", "stop", "ack", "no_read"):
            bytes.fromhex(getattr(self, name))


@dataclass(frozen=True)
class Jack:
    path: str  # event node of the headphone jack: it has the switch SW_HEADPHONE_INSERT


@dataclass(frozen=True)
class SoundCard:
    device: str = "default"  # an ALSA name, as `aplay -L` lists them


@dataclass(frozen=True)
class Configuration:
    card_reader: ContactCards | None = None
    id_card_reader: SerialLine | None = None
    receipt_printer: NetworkPrinter | None = None
    document_camera: Pictures | None = None
    face_camera: Pictures | None = None
    scanner: CodeScanner | None = None
    document_printer: DocumentQueue | None = None
    headphones: Jack | None = None
    sound: SoundCard | None = None


_SECTIONS: Mapping[str, type] = {
    "card_reader": ContactCards,
    "id_card_reader": SerialLine,
    "receipt_printer": NetworkPrinter,
    "document_camera": Pictures,
    "face_camera": Pictures,
    "scanner": CodeScanner,
    "document_printer": DocumentQueue,
    "headphones": Jack,
    "sound": SoundCard,
}
_SHORTEST_KEY = 16  # bytes; below, tokens could be reversed by trying all card numbers and keys
_TYPES = {"str": (str, "a text"), "int": (int, "a whole number")}
_LARGEST = {"port": 65535, "baud": 4_000_000, "idle_ms": 1000}
_KINDS = {"camera": "source", "serial": "path", "wedge": "path", "hidpos": "path"}  # of scanners: what each needs


def load(path: Path) -> Configuration:
    """Read the file. Raises `BadConfiguration`."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadConfiguration(f"{path} does not exist: it says which devices this terminal has") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"{path} cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise BadConfiguration(f"{path} is not TOML: {error}") from None
    unknown = sorted(set(written) - set(_SECTIONS))
    if unknown:
        raise BadConfiguration(f"{path} names an unknown device [{unknown[0]}]; known are {', '.join(_SECTIONS)}")
    return Configuration(**{name: _section(path, name, values) for name, values in written.items()})


def _section(path: Path, name: str, values: object) -> Any:
    where, kind = f"{path}, [{name}]", _SECTIONS[name]
    if not isinstance(values, dict):
        raise BadConfiguration(f"{where} must be a table")
    known = {field.name: field for field in fields(kind)}
    for key, value in values.items():
        if key not in known:
            raise BadConfiguration(f"{where} has an unknown setting {key!r}; it takes {', '.join(known)}")
        expected, described = _TYPES[str(known[key].type)]
        if not isinstance(value, expected) or isinstance(value, bool) or value == "":
            raise BadConfiguration(f"{where}: {key} is {value!r}; it takes {described}")
        if isinstance(value, int) and not 0 < value <= _LARGEST[key]:
            raise BadConfiguration(f"{where}: {key} is {value}; it takes 1 to {_LARGEST[key]}")
    try:
        section = kind(**values)
    except TypeError:
        missing = next(key for key in known if key not in values)
        raise BadConfiguration(f"{where} lacks {missing}") from None
    except ValueError as error:
        raise BadConfiguration(f"{where}: a command of the scanner is not hexadecimal: {error}") from None
    if missing := _lacks(section):
        raise BadConfiguration(f"{where} {missing}")
    return section


def _lacks(section: object) -> str:
    """What a section needs that depends on its other values; empty: nothing."""
    if isinstance(section, NetworkPrinter) and not (section.host or section.address):
        return "lacks host"
    if isinstance(section, Pictures) and not _is_exposure(section.exposure):
        return f"exposure is {section.exposure!r}; it takes auto, hold or a number of 100 µs"
    if isinstance(section, CodeScanner):
        if section.kind not in _KINDS:
            return f"kind is {section.kind!r}; it takes {', '.join(_KINDS)}"
        if not getattr(section, _KINDS[section.kind]):
            return f"lacks {_KINDS[section.kind]}"
    return ""


def _is_exposure(how: str) -> bool:
    from drivers.camera.exposure import is_known  # noqa: PLC0415

    return is_known(how)


@dataclass
class Devices:
    """The devices of this terminal; None where there is none."""

    card_reader: CardReader | None = None
    id_card_reader: IdCardReader | None = None
    receipt_printer: ReceiptPrinter | None = None
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


def _printer(printer: NetworkPrinter, fonts: Path) -> ReceiptPrinter:
    from drivers.receipt_printer.layout import FontsMissing  # noqa: PLC0415
    from drivers.receipt_printer.printer import ReceiptPrinter  # noqa: PLC0415
    from drivers.receipt_printer.profile import BadProfile, load  # noqa: PLC0415
    from drivers.receipt_printer.transport import BadAddress, TcpAddress, parse_address  # noqa: PLC0415

    try:
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
