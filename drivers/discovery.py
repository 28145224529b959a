"""Which devices are plugged in, by names that stay: known ones, and those that no driver here is for.

Reads /sys/bus/usb, /dev/serial and the list of pcscd; opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from drivers import registry
from drivers.registry import Model

_HUB = 0x09  # bDeviceClass, USB 2.0
_ROOT = Path("/")


@dataclass(frozen=True)
class Present:
    """`path`: what devices.toml takes, and what stays over replugging; for USB devices without one, bus and port.

    `node`: where a serial path leads now. `model`: None where no driver here is for it, or where what is at the end
    of a serial line cannot be known from this side.
    """

    connection: str  # "usb", "serial", "pcsc"
    path: str
    name: str
    usb: str = ""  # VID:PID
    node: str = ""
    model: Model | None = None

    @property
    def supported(self) -> bool:
        return self.model is not None


def present(readers: Iterable[str] = (), root: Path = _ROOT) -> list[Present]:
    """Everything that is plugged in. `readers` are pcscd's; `root` is the folder in which sys and dev lie."""
    lines = serial_lines(root)
    behind_lines = {line.usb_folder for line in lines if line.usb_folder is not None}
    found = [line.present for line in lines]
    found += [_of_usb(folder) for folder in _usb_folders(root) if folder not in behind_lines]
    found += [Present("pcsc", name, name, model=registry.of_reader(name)) for name in readers]
    return found


@dataclass(frozen=True)
class SerialPort:
    present: Present
    usb_folder: Path | None  # of the adapter, in /sys


def serial_lines(root: Path = _ROOT) -> list[SerialPort]:
    """Serial lines by id, or by path where an adapter has no id of its own (or two adapters have the same)."""
    links: dict[str, Path] = {}  # node -> link
    for folder in ("dev/serial/by-id", "dev/serial/by-path"):
        for link in _children(root / folder):
            node = link.resolve().name
            if node not in links:
                links[node] = link
    return [_serial(root, node, link) for node, link in sorted(links.items())]


def _serial(root: Path, node: str, link: Path) -> SerialPort:
    adapter = _usb_parent(root / "sys/class/tty" / node / "device")
    identifier, name = _identity(adapter) if adapter is not None else ("", link.name)
    path = "/" + str(link.relative_to(root))
    model = registry.of_usb(identifier) if identifier else None
    return SerialPort(Present("serial", path, name or link.name, identifier, f"/dev/{node}", model), adapter)


def _usb_parent(device: Path) -> Path | None:
    """The USB device that a node belongs to: the nearest folder above it with a VID."""
    try:
        folder = device.resolve(strict=True)
    except OSError:
        return None
    return next((each for each in (folder, *folder.parents) if (each / "idVendor").exists()), None)


def _usb_folders(root: Path) -> list[Path]:
    """All USB devices but hubs."""
    folders = (each.resolve() for each in _children(root / "sys/bus/usb/devices"))
    return [each for each in folders if (each / "idVendor").exists() and _number(each / "bDeviceClass") != _HUB]


def _of_usb(folder: Path) -> Present:
    identifier, name = _identity(folder)
    classes = frozenset(_number(file) for file in sorted(folder.glob("*:*/bInterfaceClass")))
    model = registry.of_usb(identifier, classes)
    return Present("usb", f"usb:{identifier}:{folder.name}", name, identifier, model=model)


def _identity(folder: Path) -> tuple[str, str]:
    """VID:PID, and what the device calls itself."""
    identifier = f"{_text(folder / 'idVendor')}:{_text(folder / 'idProduct')}".lower()
    name = " ".join(filter(None, (_text(folder / "manufacturer"), _text(folder / "product"))))
    return identifier, name or identifier


def _children(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:  # no such bus on this machine
        return []


def _text(file: Path) -> str:
    """Empty where the device does not say, or was pulled just now."""
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _number(file: Path) -> int:
    try:
        return int(_text(file), 16)
    except ValueError:
        return -1
