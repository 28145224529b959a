"""Switch events of a headphone jack (`struct input_event`, type EV_SW), as states. Pure."""

from __future__ import annotations

import struct

EVENT = struct.Struct("@llHHi")  # seconds, microseconds, type, code, value
SYN, SW = 0, 5  # types (linux/input-event-codes.h)
SW_HEADPHONE_INSERT = 2
EVIOCGSW = 2 << 30 | 8 << 16 | ord("E") << 8 | 0x1B  # _IOC(_IOC_READ, 'E', 0x1b, 8): the switches as they are now


class JackEvents:
    """Puts events together that a read cut in two."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> bool | None:
        """Whether headphones are in after these events; None: they said nothing about that."""
        data = self._rest + data
        whole = len(data) - len(data) % EVENT.size
        self._rest = data[whole:]
        inserted = None
        for _, _, kind, code, value in EVENT.iter_unpack(data[:whole]):
            if kind == SW and code == SW_HEADPHONE_INSERT:
                inserted = bool(value)
        return inserted


def event(inserted: bool) -> bytes:
    """What the kernel gives when a plug goes in or out."""
    return EVENT.pack(0, 0, SW, SW_HEADPHONE_INSERT, int(inserted)) + EVENT.pack(0, 0, SYN, 0, 0)
