"""Which devices are plugged in, by names that stay: known ones, and those that no driver here is for.

Reads /sys/bus/usb, /dev/serial, /dev/v4l and the list of pcscd; opens nothing.
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

    connection: str  # "usb", "serial", "v4l2", "pcsc"
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
    nodes = _nodes(root, "serial", ("serial/by-id", "serial/by-path"), "tty")
    nodes += _nodes(root, "v4l2", ("v4l/by-path",), "video4linux")
    behind_nodes = {node.usb_folder for node in nodes if node.usb_folder is not None}
    found = [node.present for node in nodes]
    found += [_of_usb(folder) for folder in _usb_folders(root) if folder not in behind_nodes]
    found += [Present("pcsc", name, name, model=registry.of_reader(name)) for name in readers]
    return found


@dataclass(frozen=True)
class _Node:
    present: Present
    usb_folder: Path | None  # of the device that it belongs to, in /sys


def _nodes(root: Path, connection: str, folders: tuple[str, ...], kind: str) -> list[_Node]:
    """Nodes that have a link which stays: by id, or by path where a device has no id of its own."""
    links: dict[str, Path] = {}  # node -> link
    for folder in folders:
        for link in _children(root / "dev" / folder):
            if connection == "v4l2" and not link.name.endswith("-video-index0"):
                continue  # a camera's other nodes carry metadata, or the same picture again
            links.setdefault(link.resolve().name, link)
    return [_node(root, connection, kind, node, link) for node, link in sorted(links.items())]


def _node(root: Path, connection: str, kind: str, node: str, link: Path) -> _Node:
    folder = _usb_parent(root / "sys/class" / kind / node / "device")
    identifier, name = _identity(folder) if folder is not None else ("", link.name)
    model = registry.of_usb(identifier, _classes(folder)) if folder is not None else None
    path = "/" + str(link.relative_to(root))
    return _Node(Present(connection, path, name, identifier, f"/dev/{node}", model), folder)


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
    model = registry.of_usb(identifier, _classes(folder))
    # Only the identity card reader is told apart by its socket.
    port = "" if model is not None and model.device != "id_card_reader" else f":{folder.name}"
    return Present("usb", f"usb:{identifier}{port}", name, identifier, model=model)


def _classes(folder: Path) -> frozenset[int]:
    return frozenset(_number(file) for file in sorted(folder.glob("*:*/bInterfaceClass")))


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
