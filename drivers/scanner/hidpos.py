"""A scanner as a HID point-of-sale device (usage page 8C), read from hidraw: bytes intact, no keyboard layout."""

from __future__ import annotations

import os
from dataclasses import dataclass

from drivers.scanner.payload import LARGEST
from drivers.scanner.wire_scanner import WireScanner


@dataclass(frozen=True)
class Layout:
    """Where things stand in a report. This one is common (Honeywell, Newland, Zebra in their HID POS mode)."""

    report_id: int = 0x02
    length_at: int = 1
    aim_at: int = 2  # three bytes: "]Q1"
    data_at: int = 5
    data_length: int = 56
    more_at: int = 63  # bit 0: the code goes on in the next report

    @property
    def size(self) -> int:
        return max(self.more_at + 1, self.data_at + self.data_length)


class Reports:
    """Puts the reports of one code together."""

    def __init__(self, layout: Layout | None = None) -> None:
        self.layout = layout or Layout()
        self._aim, self._data = b"", bytearray()
        self._spoiled = False

    def feed(self, report: bytes) -> bytes | None:
        """A record (AIM identifier, then the data) when its last report has come; other reports say nothing."""
        layout = self.layout
        if len(report) < layout.size or report[0] != layout.report_id:
            return None
        length = report[layout.length_at]
        if length > layout.data_length:  # not this layout: nothing of it can be trusted
            self._spoiled = True
            length = 0
        if not self._data:
            self._aim = report[layout.aim_at : layout.aim_at + 3].rstrip(b"\0")
        self._data += report[layout.data_at : layout.data_at + length]
        if len(self._data) > LARGEST:
            self._spoiled = True
            self._data.clear()
        if report[layout.more_at] & 1:
            return None
        record, spoiled = self._aim + bytes(self._data), self._spoiled
        had_data = bool(self._data)
        self._data.clear()
        self._aim, self._spoiled = b"", False
        return None if spoiled or not had_data else record


class HidPosScanner(WireScanner):
    """`path`: a link to `/dev/hidrawN`. One read gives one report."""

    source = "hidpos"

    def __init__(self, path: str, layout: Layout | None = None) -> None:
        super().__init__(path)
        self._layout = layout or Layout()
        self._reports = Reports(self._layout)

    def _open(self) -> int:
        self._reports = Reports(self._layout)
        return os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)

    def _parse(self, data: bytes) -> list[bytes]:
        """A pipe, unlike hidraw, may give several reports at once."""
        size = self._layout.size
        pieces = (self._reports.feed(data[at : at + size]) for at in range(0, len(data), size))
        return [record for record in pieces if record is not None]


def reports(data: bytes, aim: bytes = b"]Q1", layout: Layout | None = None) -> list[bytes]:
    """What a scanner sends for a code."""
    layout = layout or Layout()
    step, sent = layout.data_length, []
    for at in range(0, max(1, len(data)), step):
        piece = data[at : at + step]
        report = bytearray(layout.size)
        report[0], report[layout.length_at] = layout.report_id, len(piece)
        report[layout.aim_at : layout.aim_at + 3] = aim
        report[layout.data_at : layout.data_at + len(piece)] = piece
        report[layout.more_at] = at + step < len(data)
        sent.append(bytes(report))
    return sent
