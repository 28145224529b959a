"""Which devices this terminal has, and where: `KIOSK_HOME/devices.toml`. A device that is not named is not there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any


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
_TYPES = {"str": (str, "a text"), "int": (int, "a whole number")}
_LARGEST = {"port": 65535, "baud": 4_000_000, "idle_ms": 1000}
_KINDS = {"camera": "source", "serial": "path", "wedge": "path", "hidpos": "path"}  # of scanners: what each needs


def load(path: Path) -> Configuration:
    """Read the file. Raises `BadConfiguration`."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadConfiguration(f"{path} does not exist: it says which devices this terminal has") from None
    except OSError as error:
        raise BadConfiguration(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadConfiguration(f"{path} is not UTF-8") from None
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
