"""From what an IPP printer says of itself to the words of `PrinterStatus`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drivers.document_printer import ipp
from drivers.status import DeviceState, Paper, PrinterStatus

IDLE, STOPPED = 3, 5  # printer-state; 4 processing (RFC 8011, 5.4.11)
REASONS = (  # the first that is there decides; printer-state-reasons of RFC 8011, 5.4.12, without their severity
    ("media-jam", DeviceState.USER_ERROR, Paper.JAMMED, "paperJammed"),
    ("cover-open", DeviceState.USER_ERROR, None, "coverOpen"),
    ("door-open", DeviceState.USER_ERROR, None, "coverOpen"),
    ("interlock-open", DeviceState.USER_ERROR, None, "coverOpen"),
    ("media-empty", DeviceState.ONLINE, Paper.OUT, "paperOut"),
    ("media-needed", DeviceState.ONLINE, Paper.OUT, "paperOut"),
    ("input-tray-missing", DeviceState.USER_ERROR, Paper.OUT, "paperOut"),
    ("toner-empty", DeviceState.USER_ERROR, None, "tonerOut"),
    ("marker-supply-empty", DeviceState.USER_ERROR, None, "tonerOut"),
    ("output-area-full", DeviceState.USER_ERROR, None, "outputFull"),
    ("fuser-over-temp", DeviceState.OFFLINE, None, "overheated"),
    ("shutdown", DeviceState.POWER_OFF, None, "offline"),
    ("offline", DeviceState.OFFLINE, None, "offline"),  # CUPS: its printer does not answer
    ("connecting-to-device", DeviceState.OFFLINE, None, "offline"),
    ("timed-out", DeviceState.OFFLINE, None, "offline"),
    ("paused", DeviceState.OFFLINE, None, "offline"),
    ("media-unknown", DeviceState.ONLINE, Paper.UNKNOWN, ""),  # ours: see `of_idle_queue`
)
_SEVERITIES = ("-error", "-warning", "-report")


@dataclass(frozen=True)
class DocumentPrinterStatus(PrinterStatus):
    media: tuple[str, ...] = ()
    """What lies in its trays, by the names of PWG 5101.1: `iso_a4_210x297mm`."""


UNREACHABLE = DocumentPrinterStatus(DeviceState.OFFLINE, Paper.UNKNOWN)


def reasons(attributes: Mapping[str, Sequence[ipp.Value]]) -> list[str]:
    found = []
    for reason in ipp.words(attributes, "printer-state-reasons"):
        severity = next((ending for ending in _SEVERITIES if reason.endswith(ending)), "")
        found.append(reason.removesuffix(severity))
    if "media-empty" in found and _another_tray_has_paper(attributes):
        found[found.index("media-empty")] = "media-low"  # of one tray: it goes on from the other
    return found


def _another_tray_has_paper(attributes: Mapping[str, Sequence[ipp.Value]]) -> bool:
    """`printer-input-tray` (PWG 5100.13): a sheet count, -3 "at least one", -2 unknown. A stopped printer waits."""
    if ipp.number(attributes, "printer-state") == STOPPED:
        return False
    trays = [tray for tray in attributes.get("printer-input-tray", ()) if isinstance(tray, bytes)]
    levels = (re.search(rb"(?:^|;)level=(-?[0-9]{1,9})(?:;|$)", tray) for tray in trays)
    return any(int(level[1]) > 0 or level[1] == b"-3" for level in levels if level is not None)


def device_behind(queue: Mapping[str, Sequence[ipp.Value]]) -> str:
    """The address of the printer behind a queue of CUPS; empty where what answered is a printer itself."""
    return next(iter(ipp.words(queue, "device-uri")), "")


def with_printer_behind(queue: ipp.Attributes, printer: ipp.Attributes | None) -> ipp.Attributes:
    """What the printer says of itself, and of the queue only whether it is stopped.

    CUPS hears of its printer within a job only: a tray that was empty in the last one stays empty in the idle queue
    for ever. `printer`: None where it does not answer.
    """
    own = ["paused"] if "paused" in reasons(queue) else []
    if printer is None:
        return {**queue, "printer-state-reasons": [*own, "offline"]}
    stopped = ipp.number(queue, "printer-state") == STOPPED
    merged = dict(printer)
    merged["printer-state-reasons"] = [*own, *ipp.words(printer, "printer-state-reasons")]
    merged["printer-is-accepting-jobs"] = list(queue.get("printer-is-accepting-jobs", ()))
    if stopped:
        merged["printer-state"] = [STOPPED]
    return merged


def of_idle_queue(queue: ipp.Attributes) -> ipp.Attributes:
    """The same where the printer cannot be asked (USB, or not IPP): what an idle queue says of paper is old."""
    found = dict(queue)
    if ipp.number(queue, "printer-state") == IDLE:
        fresh = [reason for reason in reasons(queue) if not reason.startswith("media-")]
        found["printer-state-reasons"] = [*fresh, "media-unknown"]
    return found


def trouble(attributes: Mapping[str, Sequence[ipp.Value]]) -> str:
    """The error name of what keeps it from printing; empty: nothing does."""
    said = reasons(attributes)
    if (known := next((error for reason, _, _, error in REASONS if reason in said), "")) != "":
        return known
    accepting = next(iter(attributes.get("printer-is-accepting-jobs", ())), True)
    return "offline" if ipp.number(attributes, "printer-state") == STOPPED or accepting is False else ""


def summarize(attributes: Mapping[str, Sequence[ipp.Value]]) -> DocumentPrinterStatus:
    said, media = reasons(attributes), tuple(ipp.words(attributes, "media-ready"))
    if ipp.number(attributes, "printer-state") is None:
        return UNREACHABLE  # not a printer's answer
    paper = Paper.LOW if "media-low" in said else Paper.FULL
    for reason, device, its_paper, _ in REASONS:
        if reason in said:
            return DocumentPrinterStatus(device, its_paper or paper, media=media)
    if ipp.number(attributes, "printer-state") == STOPPED:
        return DocumentPrinterStatus(DeviceState.HARDWARE_ERROR, paper, media=media)
    if trouble(attributes):
        return DocumentPrinterStatus(DeviceState.OFFLINE, paper, media=media)
    return DocumentPrinterStatus(DeviceState.ONLINE, paper, media=media)


def is_paused_only(attributes: Mapping[str, Sequence[ipp.Value]]) -> bool:
    """A CUPS queue stays stopped after the paper was refilled, until somebody resumes it."""
    stopped = ipp.number(attributes, "printer-state") == STOPPED
    return stopped and set(reasons(attributes)) <= {"paused", "none"}
