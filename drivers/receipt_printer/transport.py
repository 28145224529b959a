"""The wire to a receipt printer: TCP, serial line, USB printer class or file, all behind one small interface."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import stat
import struct
import termios
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

import serial

CONNECT_LIMIT = 2.0  # s; a printer on the same switch answers in milliseconds
SEND_BUFFER = 8192  # bytes in our kernel: small, so that what "was sent" is what the printer took
EMPTY_PAUSE = 0.01  # s
USB_CLASS = Path("/sys/class/usbmisc")


class Transport:
    """An open wire: one non-blocking file descriptor. Every method may raise `OSError` when the wire breaks."""

    def __init__(self, fd: int, two_way: bool = True) -> None:
        self._fd = fd
        self.two_way = two_way
        """The printer can be heard; where it cannot, nothing is ever proved."""
        self._loop = asyncio.get_running_loop()

    async def write(self, data: bytes) -> int:
        """As much of `data` as the wire takes now, at least one byte; waits for that without a limit of its own."""
        while True:
            try:
                return os.write(self._fd, data)
            except BlockingIOError:
                await self._ready(self._loop.add_writer, self._loop.remove_writer)

    async def read(self) -> bytes:
        """What has come, at least one byte; raises `ConnectionResetError` at the end of the stream."""
        while not (data := self.read_now()):
            await self._ready(self._loop.add_reader, self._loop.remove_reader)
        return data

    def read_now(self) -> bytes:
        """What has come already; empty: nothing."""
        try:
            data = os.read(self._fd, 256)
        except BlockingIOError:
            return b""
        if not data:
            raise ConnectionResetError("the printer closed the connection")
        return data

    async def _ready(self, add: object, remove: object) -> None:
        ready = asyncio.Event()
        add(self._fd, ready.set)  # type: ignore[operator]
        try:
            await ready.wait()
        finally:
            remove(self._fd)  # type: ignore[operator]

    def close(self) -> None:
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            os.close(fd)

    def abort(self) -> None:
        """Close so that what waits in the kernel is thrown away, not printed later."""
        if self._fd >= 0:
            self._throw_away(self._fd)
        self.close()

    def _throw_away(self, fd: int) -> None:
        pass


class _Tcp(Transport):
    def _throw_away(self, fd: int) -> None:
        with contextlib.suppress(OSError), socket.socket(fileno=os.dup(fd)) as same:
            same.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # RST at close


class _Serial(Transport):
    """`line` keeps the settings and the exclusive lock; a serial line at the end of a pulled cable reads as end."""

    def __init__(self, line: serial.Serial) -> None:
        super().__init__(line.fileno())
        self._line = line

    def close(self) -> None:
        self._fd = -1
        with contextlib.suppress(OSError, serial.SerialException):
            self._line.close()

    def _throw_away(self, fd: int) -> None:
        with contextlib.suppress(OSError, termios.error):
            termios.tcflush(fd, termios.TCIOFLUSH)


class _Usb(Transport):
    def read_now(self) -> bytes:
        try:
            return os.read(self._fd, 256)  # empty packets are no end: some printers send them all the time
        except BlockingIOError:
            return b""

    async def read(self) -> bytes:
        while not (data := self.read_now()):
            await self._ready(self._loop.add_reader, self._loop.remove_reader)
            await asyncio.sleep(EMPTY_PAUSE)
        return data


class Address(Protocol):
    """Where a printer is. `open` raises `OSError` (also on time-out): nothing was sent."""

    two_way: ClassVar[bool]
    """The printer can be heard, as far as the address tells."""

    async def open(self) -> Transport: ...

    def is_there(self) -> bool:
        """False: the node is gone, so the cable is pulled; True where only opening can tell."""


@dataclass(frozen=True)
class TcpAddress:
    host: str
    port: int = 9100
    two_way: ClassVar[bool] = True

    def is_there(self) -> bool:
        return True

    async def open(self) -> Transport:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(CONNECT_LIMIT):
            family, kind, proto, _, address = (await loop.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM))[0]
            connecting = socket.socket(family, kind, proto)
            try:
                connecting.setblocking(False)
                connecting.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
                connecting.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
                connecting.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                await loop.sock_connect(connecting, address)
            except BaseException:
                connecting.close()
                raise
        return _Tcp(connecting.detach())


@dataclass(frozen=True)
class SerialAddress:
    """`flow`: "none", "rtscts", "dsrdtr" or "xonxoff", as the printer's switches are set."""

    path: str
    baud: int = 115200
    flow: str = "none"
    two_way: ClassVar[bool] = True

    def is_there(self) -> bool:
        return Path(self.path).exists()

    async def open(self) -> Transport:
        try:
            line = serial.Serial(
                self.path,
                self.baud,
                timeout=0,
                exclusive=True,
                rtscts=self.flow == "rtscts",
                dsrdtr=self.flow == "dsrdtr",
                xonxoff=self.flow == "xonxoff",
            )
        except (serial.SerialException, termios.error, ValueError) as error:
            raise OSError(f"the serial line does not open: {type(error).__name__}") from error
        try:
            _prepare(line.fileno())
        except (OSError, termios.error) as error:
            line.close()
            raise OSError("the serial line went while it was opened") from error
        return _Serial(line)


def _prepare(fd: int) -> None:
    os.set_blocking(fd, False)
    settings = termios.tcgetattr(fd)
    settings[6][termios.VMIN] = 1  # else a line on which nothing has come reads as one that has ended
    termios.tcsetattr(fd, termios.TCSANOW, settings)
    termios.tcflush(fd, termios.TCIOFLUSH)  # answers to whoever had the line before


@dataclass(frozen=True)
class UsbAddress:
    """The kernel's printer class driver (usblp), found by USB vendor and product.

    Not libusb: opening it resets the device and fights with the kernel driver over the interface.
    """

    vendor: int
    product: int
    sys_class: Path = USB_CLASS
    dev: Path = Path("/dev")
    two_way: ClassVar[bool] = True

    def is_there(self) -> bool:
        return self.node() is not None

    def node(self) -> Path | None:
        for entry in sorted(self.sys_class.glob("lp*")):
            above = (entry / "device").resolve().parent  # of the interface: the USB device itself
            try:
                ids = [int((above / name).read_text(), 16) for name in ("idVendor", "idProduct")]
            except (OSError, ValueError):
                continue
            if ids == [self.vendor, self.product]:
                for node in (self.dev / "usb" / entry.name, self.dev / entry.name):
                    if node.exists():
                        return node
        return None

    async def open(self) -> Transport:
        node = self.node()
        if node is None:
            raise FileNotFoundError("no printer with this USB id")
        return _Usb(os.open(node, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY))


@dataclass(frozen=True)
class FileAddress:
    """A file (it grows), a pipe or a parallel port: nothing comes back, so nothing is proved."""

    path: str
    two_way: ClassVar[bool] = False

    def is_there(self) -> bool:
        return Path(self.path).parent.is_dir()

    async def open(self) -> Transport:
        flags = os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_APPEND | os.O_CREAT
        fd = os.open(self.path, flags, 0o600)  # it bears a citizen's name
        if stat.S_ISDIR(os.fstat(fd).st_mode):
            os.close(fd)
            raise IsADirectoryError(self.path)
        return Transport(fd, two_way=False)


class BadAddress(ValueError):
    """One sentence."""


def parse_address(text: str) -> TcpAddress | SerialAddress | UsbAddress | FileAddress:
    """`tcp://HOST:PORT`, `serial:PATH[@BAUD]`, `usb:VID:PID` (hexadecimal) or `file:PATH`. Raises `BadAddress`."""
    kind, _, rest = text.partition(":")
    try:
        if kind == "tcp" and rest.startswith("//"):
            host, _, port = rest[2:].rpartition(":") if ":" in rest[2:].rpartition("]")[2] else (rest[2:], "", "9100")
            host = host.removeprefix("[").removesuffix("]")
            if host and 0 < int(port) < 65536:
                return TcpAddress(host, int(port))
        if kind == "serial" and rest:
            path, at, baud = rest.rpartition("@")
            return SerialAddress(path, int(baud)) if at and baud.isascii() and baud.isdigit() else SerialAddress(rest)
        if kind == "usb":
            vendor, product = rest.split(":")
            if len(vendor) == len(product) == 4:
                return UsbAddress(int(vendor, 16), int(product, 16))
        if kind == "file" and rest:
            return FileAddress(rest)
    except ValueError:
        pass
    raise BadAddress(f"{text!r} is no printer: it takes tcp://HOST:PORT, serial:PATH, usb:VID:PID or file:PATH")
