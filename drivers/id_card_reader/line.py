"""The line to the module: one request, one response. For one thread only."""

from __future__ import annotations

import os
import termios
import threading
import time
from pathlib import Path
from typing import Protocol

import serial

from drivers.id_card_reader.frames import Parser, Request, Response, decode_response, encode_request

_SLICE_S = 0.05  # so long a read blocks before it looks whether the command was given up
_WRITE_S = 1.0


class LineError(Exception):
    """Why there was no answer."""


class NoDevice(LineError):
    """The path is absent."""


class Offline(LineError):
    """The path is there, but it cannot be opened, it broke off, or nobody answers."""


class Garbled(LineError):
    """Something answered, but no whole frame came: to be asked again."""


class GivenUp(LineError):
    """The command was cancelled."""


class Line(Protocol):
    def ask(self, request: Request, limit: float, given_up: threading.Event) -> Response:
        """Send and wait up to `limit` seconds. Opens the line if need be. Raises `LineError`."""

    def close(self) -> None: ...


def open_line(path: str, baud: int) -> Line:
    """A serial line, or `usb:VID:PID[:PORT]`; nothing is opened yet. Raises `ValueError` for a bad USB address."""
    if path.startswith("usb:"):
        from drivers.id_card_reader.usb_line import UsbLine  # noqa: PLC0415 - libusb only where there is such a module

        return UsbLine(path)
    return SerialLine(path, baud)


def first_response(parser: Parser, data: bytes) -> Response | None:
    """None as long as no frame is complete. Raises `Garbled`."""
    for body in parser.feed(data):
        response = decode_response(body)
        if response is not None:
            return response
        raise Garbled(f"a frame of {len(body)} bytes")
    if parser.rejected:
        raise Garbled("a frame with a wrong check byte or length")
    return None


class SerialLine:
    def __init__(self, path: str, baud: int) -> None:
        self._path = path
        self._baud = baud
        self._port: serial.Serial | None = None

    def ask(self, request: Request, limit: float, given_up: threading.Event) -> Response:
        port = self._open()
        try:
            port.reset_input_buffer()  # what came too late for the last question is no answer to this one
            port.write(encode_request(request))
            return self._receive(port, time.monotonic() + limit, given_up)
        except (OSError, termios.error) as error:  # the cable was pulled
            self.close()
            raise self._lost(f"{self._path}: {type(error).__name__}") from None
        except Offline as silent:
            raise self._lost(str(silent)) from None

    def _lost(self, why: str) -> LineError:
        """The port has failed; where its path is away as well, the device is."""
        if os.path.lexists(self._path):
            return Offline(why)
        self.close()
        return NoDevice(why)

    def close(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            port.close()

    def _receive(self, port: serial.Serial, until: float, given_up: threading.Event) -> Response:
        parser = Parser()
        some = False
        while time.monotonic() < until:
            if given_up.is_set():
                raise GivenUp
            data = port.read(max(1, port.in_waiting))
            some = some or bool(data)
            response = first_response(parser, data)
            if response is not None:
                return response
        raise Garbled("an incomplete frame") if some else Offline(f"{self._path}: no answer")

    def _open(self) -> serial.Serial:
        """The open port, if its path still leads to the same device; a replugged one may be another node.

        A path that is away while the port is open is one witness only (udev may be renaming it): the port is asked,
        and only if it is lost as well is the device absent.
        """
        try:
            device = Path(self._path).stat().st_rdev
        except OSError:
            if self._port is not None:
                return self._port
            raise NoDevice(f"{self._path} is absent") from None
        if self._port is not None and os.fstat(self._port.fileno()).st_rdev != device:
            self.close()
        if self._port is None:
            try:
                self._port = serial.Serial(
                    self._path, self._baud, timeout=_SLICE_S, write_timeout=_WRITE_S, exclusive=True
                )
            except (OSError, ValueError) as error:
                raise Offline(f"{self._path} cannot be opened: {error}") from None
        return self._port
