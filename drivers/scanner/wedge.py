"""A scanner that plays keyboard (HID keyboard wedge): its node is grabbed, so that nothing is typed into the window.

Only for payloads in ASCII: a keyboard knows no others. While the program is down, udev must keep the
node from the desktop: `ENV{LIBINPUT_IGNORE_DEVICE}="1"`.
"""

from __future__ import annotations

import fcntl
import os
import stat

from drivers.scanner.keys import ENTER, KEY, KEY_A, Keys
from drivers.scanner.wire_scanner import WireScanner

EVIOCGRAB = 0x40044590  # _IOW('E', 0x90, int)
KEY_BYTES = 96  # KEY_MAX 0x2ff, a bit each


def _get_bits(number: int) -> int:
    """_IOC(_IOC_READ, 'E', number, KEY_BYTES)."""
    return 2 << 30 | KEY_BYTES << 16 | ord("E") << 8 | number


EVIOCGKEY = _get_bits(0x18)  # keys that are down now
EVIOCGBIT_KEY = _get_bits(0x20 + KEY)  # keys that it has


class WedgeScanner(WireScanner):
    """`path`: `/dev/input/by-path/…-event-kbd`. Of a composite scanner's nodes only the one with letters will do."""

    source = "wedge"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._keys = Keys()

    def _open(self) -> int:
        fd = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            if stat.S_ISCHR(os.fstat(fd).st_mode):
                self._grab(fd)
        except BaseException:
            os.close(fd)
            raise
        self._keys = Keys()
        return fd

    def _grab(self, fd: int) -> None:
        """Raises `OSError`: it is no keyboard, a key is held just now (it would stay stuck), or another has it."""
        if not _has(fd, EVIOCGBIT_KEY, KEY_A) or not _has(fd, EVIOCGBIT_KEY, ENTER[0]):
            raise OSError("the node has no letters: it is not the scanner's keyboard")
        if any(_bits(fd, EVIOCGKEY)):
            raise BlockingIOError("a key is down")
        fcntl.ioctl(fd, EVIOCGRAB, 1)  # let go of when the descriptor is closed, also by death

    def _parse(self, data: bytes) -> list[bytes]:
        typed, lost = self._keys.feed(data)
        if lost:
            self._records.spoil()
        return self._records.feed(typed)


def _bits(fd: int, request: int) -> bytes:
    buffer = bytearray(KEY_BYTES)
    fcntl.ioctl(fd, request, buffer)
    return bytes(buffer)


def _has(fd: int, request: int, key: int) -> bool:
    return bool(_bits(fd, request)[key // 8] >> key % 8 & 1)
