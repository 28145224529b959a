"""A module on the bus: where it is, and what is asked of it. What does it is `libusb.py`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from drivers.id_card_reader.endpoints import Endpoint

STANDARD = (0x0400, 0xC35A)  # VID and PID of most modules
_ADDRESS = re.compile(r"usb:(?:([0-9a-fA-F]{4}):([0-9a-fA-F]{4})(?::(\d+-[\d.]+))?)?")


class UsbLost(Exception):
    """The transfer failed. `gone`: the bus says that the device is no longer there."""

    def __init__(self, why: str, gone: bool = False) -> None:
        super().__init__(why)
        self.gone = gone


class UsbDevice(Protocol):
    """An opened device; the far end of it is all that a test replaces."""

    def endpoints(self) -> list[Endpoint]: ...
    def claim(self, interface: int) -> None: ...
    def write(self, address: int, data: bytes, limit_ms: int) -> None:
        """Raises `UsbLost`."""

    def read(self, address: int, size: int, limit_ms: int) -> bytes:
        """At most `size` bytes; empty after `limit_ms`. Raises `UsbLost`."""

    def close(self) -> None: ...


@dataclass(frozen=True)
class UsbAddress:
    """`port`: bus and ports as the kernel names them ("1-1.2"), which stay the same over replugging; empty: any."""

    vendor: int
    product: int
    port: str = ""


def parse_address(path: str) -> UsbAddress:
    """`usb:`, `usb:0400:c35a` or `usb:0400:c35a:1-1.2`. Raises `ValueError`."""
    found = _ADDRESS.fullmatch(path)
    if found is None:
        raise ValueError(f"{path!r} is no USB address; it takes usb:VID:PID or usb:VID:PID:BUS-PORT")
    vendor, product, port = found.groups()
    return UsbAddress(*(int(vendor, 16), int(product, 16)) if vendor else STANDARD, port or "")
