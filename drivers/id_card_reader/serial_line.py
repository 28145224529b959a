"""The module on a serial line."""

from __future__ import annotations

import os
import termios
import threading
import time
from pathlib import Path

import serial

from drivers.id_card_reader.frames import Parser, Request, Response, encode_request
from drivers.id_card_reader.line import Garbled, GivenUp, LineError, NoDevice, Offline, first_response

_SLICE_S = 0.05  # so long a read blocks before it looks whether the command was given up
_WRITE_S = 1.0


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
            except (OSError, ValueError, termios.error) as error:  # the last: it went while it was opened
                raise Offline(f"{self._path} cannot be opened: {error}") from None
        return self._port
