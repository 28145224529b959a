"""Which kind of line a path in devices.toml means."""

from __future__ import annotations

from drivers.id_card_reader.line import Line
from drivers.id_card_reader.serial_line import SerialLine


def open_line(path: str, baud: int) -> Line:
    """A serial line, or `usb:VID:PID[:PORT]`; nothing is opened yet. Raises `ValueError` for a bad USB address."""
    if path.startswith("usb:"):
        from drivers.id_card_reader.libusb import open_device  # noqa: PLC0415 - only where there is such a module
        from drivers.id_card_reader.usb_line import UsbLine  # noqa: PLC0415

        return UsbLine(path, open_device)
    return SerialLine(path, baud)
