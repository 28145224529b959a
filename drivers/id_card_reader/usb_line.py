"""The module on USB, by libusb: the same frames as on a serial line, over one or two pairs of bulk endpoints."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from drivers.id_card_reader.endpoints import EndpointLayout, choose
from drivers.id_card_reader.frames import Parser, Request, Response, encode_request
from drivers.id_card_reader.line import Garbled, GivenUp, LineError, NoDevice, Offline, first_response
from drivers.id_card_reader.usb_device import UsbAddress, UsbDevice, UsbLost, parse_address

_HEAD = 7  # preamble and length
_PACKET = 64  # of a bulk endpoint at full speed
_SLICE_MS = 50  # so long a transfer blocks before it looks whether the command was given up
_WRITE_MS = 1000
_DRAIN_MS = 5
_MOST_STALE = 64  # packets: more than two of the longest frames


Opener = Callable[[UsbAddress], UsbDevice | None]


class UsbLine:
    """`opener` gives the device at an address, None where it is absent; it may raise `UsbLost`."""

    def __init__(self, path: str, opener: Opener) -> None:
        self._path = path
        self._address = parse_address(path)
        self._opener = opener
        self._device: UsbDevice | None = None
        self._layout: EndpointLayout | None = None
        self._stale = True  # something of an earlier answer may still be in the pipe

    def ask(self, request: Request, limit: float, given_up: threading.Event) -> Response:
        device, layout = self._open()
        try:
            if self._stale:
                self._drain(device, layout)
            self._stale = True  # until the whole answer is here
            self._send(device, layout, encode_request(request))
            response = self._receive(device, layout, time.monotonic() + limit, given_up)
        except UsbLost as lost:
            self.close()
            raise self._meaning(lost) from None
        self._stale = False
        return response

    def close(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            device.close()

    def _open(self) -> tuple[UsbDevice, EndpointLayout]:
        if self._device is not None and self._layout is not None:
            return self._device, self._layout
        try:
            device = self._opener(self._address)
            if device is None:
                raise NoDevice(f"{self._path} is absent")
            layout = choose(device.endpoints())
            if layout is None:
                device.close()
                raise Offline(f"{self._path} has neither one nor two pairs of bulk endpoints")
            device.claim(layout.interface)
        except UsbLost as lost:
            raise self._meaning(lost) from None
        self._device, self._layout, self._stale = device, layout, True
        return device, layout

    def _meaning(self, lost: UsbLost) -> LineError:
        """Absent needs two witnesses: the transfer, and the list of the bus."""
        try:
            absent = lost.gone and self._opener_finds_nothing()
        except UsbLost:
            absent = False
        return NoDevice(f"{self._path}: {lost}") if absent else Offline(f"{self._path}: {lost}")

    def _opener_finds_nothing(self) -> bool:
        device = self._opener(self._address)
        if device is not None:
            device.close()
        return device is None

    @staticmethod
    def _send(device: UsbDevice, layout: EndpointLayout, frame: bytes) -> None:
        if layout.is_split:
            device.write(layout.head_out, frame[:_HEAD], _WRITE_MS)
            device.write(layout.body_out, frame[_HEAD:], _WRITE_MS)
        else:
            device.write(layout.head_out, frame, _WRITE_MS)

    def _receive(self, device: UsbDevice, layout: EndpointLayout, until: float, given_up: threading.Event) -> Response:
        parser = Parser()
        got = 0
        while time.monotonic() < until:
            if given_up.is_set():
                raise GivenUp
            data = device.read(layout.head_in if got < _HEAD else layout.body_in, _PACKET, _SLICE_MS)
            got += len(data)
            response = first_response(parser, data)
            if response is not None:
                return response
        raise Garbled("an incomplete frame") if got else Offline(f"{self._path}: no answer")

    @staticmethod
    def _drain(device: UsbDevice, layout: EndpointLayout) -> None:
        for address in {layout.head_in, layout.body_in}:
            for _ in range(_MOST_STALE):
                if not device.read(address, _PACKET, _DRAIN_MS):
                    break
