"""A USB device through pyusb and libusb-1.0 (Debian package libusb-1.0-0)."""

from __future__ import annotations

import contextlib
import errno
from typing import Any

import usb.core
import usb.util

from drivers.id_card_reader.endpoints import Endpoint
from drivers.id_card_reader.usb_device import UsbAddress, UsbDevice, UsbLost

_GONE = (errno.ENODEV, errno.ENOENT)


def open_device(address: UsbAddress) -> UsbDevice | None:
    """The device, if it is on the bus. Raises `UsbLost` where the library is missing or access is denied."""

    def at_port(device: Any) -> bool:
        return not address.port or port_of(device) == address.port

    try:
        found = usb.core.find(idVendor=address.vendor, idProduct=address.product, custom_match=at_port)
    except usb.core.NoBackendError:
        raise UsbLost("libusb-1.0 is not installed (Debian package libusb-1.0-0)") from None
    except usb.core.USBError as error:
        raise _lost(error) from None
    return None if found is None else _LibusbDevice(found)


def port_of(device: Any) -> str:
    """As the kernel names it in /sys/bus/usb/devices: `1-1.2`."""
    return f"{device.bus}-" + ".".join(str(number) for number in device.port_numbers or ())


def _lost(error: Any) -> UsbLost:
    return UsbLost(f"{type(error).__name__} {error.errno}", gone=error.errno in _GONE)


class _LibusbDevice:
    def __init__(self, device: Any) -> None:
        self._device = device

    def endpoints(self) -> list[Endpoint]:
        try:
            configuration = self._device.get_active_configuration()
        except usb.core.USBError:  # not configured yet
            try:
                self._device.set_configuration()
                configuration = self._device.get_active_configuration()
            except usb.core.USBError as error:
                raise _lost(error) from None
        return [
            Endpoint(interface.bInterfaceNumber, endpoint.bEndpointAddress, endpoint.bmAttributes)
            for interface in configuration
            for endpoint in interface
        ]

    def claim(self, interface: int) -> None:
        try:
            with contextlib.suppress(NotImplementedError):  # libusb knows kernel drivers on Linux only
                if self._device.is_kernel_driver_active(interface):
                    self._device.detach_kernel_driver(interface)
            usb.util.claim_interface(self._device, interface)
        except usb.core.USBError as error:
            raise _lost(error) from None

    def write(self, address: int, data: bytes, limit_ms: int) -> None:
        try:
            self._device.write(address, data, limit_ms)
        except usb.core.USBError as error:
            raise _lost(error) from None

    def read(self, address: int, size: int, limit_ms: int) -> bytes:
        try:
            return bytes(self._device.read(address, size, limit_ms))
        except usb.core.USBTimeoutError:
            return b""
        except usb.core.USBError as error:
            raise _lost(error) from None

    def close(self) -> None:
        with contextlib.suppress(usb.core.USBError):  # it may have been pulled
            usb.util.dispose_resources(self._device)
