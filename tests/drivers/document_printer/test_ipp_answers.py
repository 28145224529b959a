"""What IPP printers and queues say, as words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.document_printer import ipp
from drivers.document_printer.status import is_paused_only, of_idle_queue, summarize, trouble, with_printer_behind
from drivers.status import DeviceState, Paper


def answer_of(status: int, group: int, attributes: bytes = b"") -> bytes:
    return b"\x02\x00" + status.to_bytes(2) + b"\x00\x00\x00\x01" + bytes([group]) + attributes + b"\x03"


@settings(max_examples=300)
@given(st.one_of(st.binary(max_size=80), st.binary(max_size=60).map(lambda more: answer_of(0, 4, more))))
def test_any_bytes_are_an_answer_or_a_bad_one(data):
    # Guards against: a printer, or whoever sits at its address, that brings the terminal down.
    try:
        read = ipp.answer(data)
    except ipp.BadAnswer:
        return
    summarize(read.printer)
    trouble(read.printer)
    is_paused_only(read.printer)
    for job in read.jobs:
        ipp.number(job, "job-state")


@pytest.mark.parametrize(
    ("reasons", "state", "device", "paper"),
    [
        (["none"], 3, DeviceState.ONLINE, Paper.FULL),
        (["media-low-warning"], 4, DeviceState.ONLINE, Paper.LOW),
        (["media-empty-error"], 5, DeviceState.ONLINE, Paper.OUT),
        (["media-jam-error", "media-empty"], 5, DeviceState.USER_ERROR, Paper.JAMMED),
        (["toner-empty"], 5, DeviceState.USER_ERROR, Paper.FULL),
        (["offline-report"], 3, DeviceState.OFFLINE, Paper.FULL),
        (["other-error"], 5, DeviceState.HARDWARE_ERROR, Paper.FULL),
        ([], None, DeviceState.OFFLINE, Paper.UNKNOWN),
    ],
)
def test_reasons_become_words(reasons, state, device, paper):
    # Guards against: "full" where nothing is known, a jam that reads as a missing cable.
    attributes: ipp.Attributes = {"printer-state-reasons": list(reasons), "printer-state": [state] if state else []}
    status = summarize(attributes)
    assert (status.device, status.paper) == (device, paper)
    assert status.ready is (trouble(attributes) == "" and state is not None)


def test_what_an_idle_queue_says_of_paper_is_old():
    # Guards against: a queue before a USB printer that says "empty" from its last job on, and refuses all others.
    idle: ipp.Attributes = {"printer-state": [3], "printer-state-reasons": ["media-empty-warning"]}
    status = summarize(of_idle_queue(idle))
    assert (status.device, status.paper, trouble(of_idle_queue(idle))) == (DeviceState.ONLINE, Paper.UNKNOWN, "")
    busy = idle | {"printer-state": [4]}
    assert summarize(of_idle_queue(busy)).paper is Paper.OUT


def test_of_a_stopped_queue_its_printer_says_whether_it_may_go_on():
    # Guards against: a queue resumed into an empty tray, or never resumed because of an old reason.
    stopped: ipp.Attributes = {"printer-state": [5], "printer-state-reasons": ["paused", "media-empty-warning"]}
    filled: ipp.Attributes = {"printer-state": [3], "printer-state-reasons": ["none"]}
    empty: ipp.Attributes = {"printer-state": [3], "printer-state-reasons": ["media-empty-error"]}
    assert is_paused_only(with_printer_behind(stopped, filled))
    assert not is_paused_only(with_printer_behind(stopped, empty))
    assert not is_paused_only(with_printer_behind(stopped, None))
    assert summarize(with_printer_behind(filled, None)).device is DeviceState.OFFLINE
