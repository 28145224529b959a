"""From the printer's status bytes to the words of `PrinterStatus`."""

from __future__ import annotations

from dataclasses import dataclass

from drivers.status import DeviceState, Head, Paper, PrinterStatus


@dataclass(frozen=True)
class RawStatus:
    """The answers to DLE EOT 1, 2 (asked only when offline), 3 and 4."""

    printer: int
    offline_cause: int | None
    error: int
    paper: int

    @property
    def offline(self) -> bool:
        return bool(self.printer & 0x08)

    @property
    def cover_open(self) -> bool:
        return bool((self.offline_cause or 0) & 0x04)

    @property
    def cutter_error(self) -> bool:
        return bool(self.error & 0x08)

    @property
    def unrecoverable(self) -> bool:
        return bool(self.error & 0x20)

    @property
    def overheated(self) -> bool:
        """The head is hot (auto-recoverable): it goes on by itself when it has cooled."""
        return bool(self.error & 0x40)

    @property
    def paper_out(self) -> bool:
        return self.paper & 0x60 == 0x60 or bool((self.offline_cause or 0) & 0x20)

    @property
    def paper_low(self) -> bool:
        return self.paper & 0x0C == 0x0C


UNREACHABLE = PrinterStatus(DeviceState.OFFLINE, Paper.UNKNOWN)
"""No answer: never "out", never "full"."""
UNPLUGGED = PrinterStatus(DeviceState.NO_DEVICE, Paper.UNKNOWN)
UNHEARD = PrinterStatus(DeviceState.ONLINE, Paper.UNKNOWN)
"""A wire that carries bytes one way only takes them; more is not known."""


def summarize(raw: RawStatus | None) -> PrinterStatus:
    """What a person can act on; None: the printer did not answer."""
    if raw is None:
        return UNREACHABLE
    paper = Paper.OUT if raw.paper_out else Paper.LOW if raw.paper_low else Paper.FULL
    if raw.cutter_error:
        return PrinterStatus(DeviceState.HARDWARE_ERROR, Paper.JAMMED)
    if raw.unrecoverable:
        return PrinterStatus(DeviceState.HARDWARE_ERROR, paper)
    if raw.cover_open:
        return PrinterStatus(DeviceState.USER_ERROR, paper)
    if raw.overheated:
        return PrinterStatus(DeviceState.OFFLINE, paper, Head.OVERHEATED)
    if raw.offline:
        return PrinterStatus(DeviceState.OFFLINE, paper)
    return PrinterStatus(DeviceState.ONLINE, paper)


def refusal(status: PrinterStatus) -> str:
    """Why nothing can be printed in this state, as the error name of the command; empty: it can."""
    if status.paper is Paper.JAMMED:
        return "paperJammed"
    if status.device is DeviceState.USER_ERROR:
        return "coverOpen"
    if status.paper is Paper.OUT:
        return "paperOut"
    if status.head is Head.OVERHEATED:
        return "overheated"
    return "" if status.device in (DeviceState.ONLINE, DeviceState.DEVICE_BUSY) else "offline"
