"""A virtual scanner that plays keyboard in the kernel itself (uinput): a real event node, with grab and unplugging.

Only where the kernel has uinput and we may write to /dev/uinput. Not python-evdev, for the reason in `keys.py`: it is
five ioctls.
"""

from __future__ import annotations

import fcntl
import os
import struct
import time
from pathlib import Path

from drivers.scanner.keys import CAPS_LOCK, ENTER, KEY, KEYPAD, PLAIN, SHIFT, events
from drivers.twin import Twin

DEVICE = Path("/dev/uinput")
NODES = Path("/dev/input")
APPEARS_S = 3.0  # udev makes the node
_UI_SET_EVBIT, _UI_SET_KEYBIT = 0x40045564, 0x40045565  # _IOW('U', 100 and 101, int); linux/uinput.h
_UI_DEV_SETUP, _UI_DEV_CREATE, _UI_DEV_DESTROY = 0x405C5503, 0x5501, 0x5502
_NAME_BYTES = 64
_UI_GET_SYSNAME = 2 << 30 | _NAME_BYTES << 16 | ord("U") << 8 | 44  # _IOC(_IOC_READ, 'U', 44, length)
_SETUP = struct.Struct("=HHHH80sI")  # struct uinput_setup: bus, vendor, product, version, name, effects
_BUS_USB = 0x03


def why_not() -> str:
    """Why there can be no such twin here; empty: there can."""
    if not DEVICE.exists():
        return "the kernel has no /dev/uinput"
    return "" if os.access(DEVICE, os.W_OK) else "/dev/uinput may not be written"


class KeyboardScannerTwin(Twin):
    """`link`: the path by which the driver knows it; it leads to another node after each replug. Raises `OSError`."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self._fd: int | None = None

    def replug(self) -> None:
        if self._fd is not None:
            return
        fd = os.open(DEVICE, os.O_WRONLY | os.O_CLOEXEC)
        try:
            fcntl.ioctl(fd, _UI_SET_EVBIT, KEY)
            for key in {*PLAIN, *KEYPAD, *SHIFT, *ENTER, CAPS_LOCK}:
                fcntl.ioctl(fd, _UI_SET_KEYBIT, key)
            fcntl.ioctl(fd, _UI_DEV_SETUP, _SETUP.pack(_BUS_USB, 0xFFFE, 1, 1, b"virtual scanner", 0))
            fcntl.ioctl(fd, _UI_DEV_CREATE)
            node = self._node(fd)
        except BaseException:
            os.close(fd)
            raise
        self._fd = fd
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(node)

    @staticmethod
    def _node(fd: int) -> Path:
        name = bytearray(_NAME_BYTES)
        fcntl.ioctl(fd, _UI_GET_SYSNAME, name)
        folder = Path("/sys/devices/virtual/input") / name.split(b"\0")[0].decode()
        until = time.monotonic() + APPEARS_S
        while time.monotonic() < until:
            for event in folder.glob("event*"):
                if (node := NODES / event.name).exists():
                    return node
            time.sleep(0.02)
        raise FileNotFoundError(f"no node for {folder.name} in {NODES}")

    def unplug(self) -> None:
        fd, self._fd = self._fd, None
        self.link.unlink(missing_ok=True)
        if fd is not None:
            fcntl.ioctl(fd, _UI_DEV_DESTROY)
            os.close(fd)

    @property
    def plugged_in(self) -> bool:
        return self._fd is not None

    def type(self, text: str) -> None:
        """ASCII; "\\r" is Enter."""
        assert self._fd is not None
        os.write(self._fd, events(text))
