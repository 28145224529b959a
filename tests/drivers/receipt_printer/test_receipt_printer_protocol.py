"""The bytes of a receipt and the replies of a printer, without a printer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from drivers.receipt_printer.escpos import AutomaticStatus, Before, EndReply, RealTimeReply, disarm, job, replies
from drivers.receipt_printer.status import RawStatus, refusal, summarize
from drivers.status import DeviceState, Paper, PrinterStatus

OK = 0x12
RISKY = st.lists(st.sampled_from([0x00, 0x10, 0x04, 0x05, 0x14, 0x01, 0x02, 0xFF]), max_size=60).map(bytes)


@given(RISKY)
def test_raster_data_never_holds_a_real_time_command(raster):
    # Guards against: a picture whose dots clear the buffer or open a drawer.
    safe = disarm(raster)
    assert not any(bytes([0x10, second]) in safe for second in (0x04, 0x05, 0x14))
    assert len(safe) == len(raster)
    assert all(was == now or (was, now) == (0x10, 0x18) for was, now in zip(raster, safe, strict=True))


@settings(max_examples=40)
@given(st.integers(1, 300), st.sampled_from(list(Before)), st.integers(0, 2**32 - 1))
def test_a_whole_job_holds_no_real_time_command(height, before, seed):
    # Guards against: a pair that arises where a strip ends and a header begins, such as a height of 16 before 4 dots.
    risky = np.array([0x10, 0x04, 0x05, 0x14, 0x00], np.uint8) ^ 0xFF  # in a picture, black is 0
    rows = np.random.default_rng(seed).choice(risky, (height, 72))
    picture = Image.frombytes("1", (576, height), rows.tobytes())
    data = job(picture, before)
    assert not any(bytes([0x10, second]) in data for second in (0x04, 0x05, 0x14))


def test_replies_are_told_apart():
    # Guards against: an automatic status or noise taken for the answer to a question.
    asb = b"\x10\x00\x0f\x0f"
    assert replies(b"\x11\x13" + asb + b"\x12\xff\x03") == (
        [AutomaticStatus(asb), RealTimeReply(0x12), EndReply(0x03)],
        b"",
    )
    assert replies(b"\x10\x12\x03") == ([RealTimeReply(0x12), EndReply(0x03)], b"")  # no automatic status goes on so
    assert replies(asb[:2]) == ([], asb[:2])
    assert replies(b"") == ([], b"")


@given(st.binary(max_size=40), st.integers(0, 40))
def test_replies_do_not_depend_on_how_they_are_cut(received, cut):
    # Guards against: a reply lost because it came in two packets.
    first, rest = replies(received[:cut])
    second, left = replies(rest + received[cut:])
    assert (first + second, left) == replies(received)


@pytest.mark.parametrize(
    ("raw", "status", "error"),
    [
        (RawStatus(OK, 0, OK, OK), PrinterStatus(DeviceState.ONLINE, Paper.FULL), ""),
        (RawStatus(0x16, 0, OK, 0x1E), PrinterStatus(DeviceState.ONLINE, Paper.LOW), ""),
        (RawStatus(0x1A, 0x32, OK, 0x7E), PrinterStatus(DeviceState.OFFLINE, Paper.OUT), "paperOut"),
        (RawStatus(OK, 0, OK, 0x72), PrinterStatus(DeviceState.ONLINE, Paper.OUT), "paperOut"),
        (RawStatus(0x1A, 0x16, OK, OK), PrinterStatus(DeviceState.USER_ERROR, Paper.FULL), "coverOpen"),
        (RawStatus(0x1A, 0x52, 0x1A, OK), PrinterStatus(DeviceState.HARDWARE_ERROR, Paper.JAMMED), "paperJammed"),
        (RawStatus(0x1A, 0x52, 0x32, OK), PrinterStatus(DeviceState.HARDWARE_ERROR, Paper.FULL), "offline"),
        (RawStatus(0x1A, OK, OK, OK), PrinterStatus(DeviceState.OFFLINE, Paper.FULL), "offline"),
        (None, PrinterStatus(DeviceState.OFFLINE, Paper.UNKNOWN), "offline"),
    ],
)
def test_status_bits_become_words(raw, status, error):
    # Guards against: "full" where nobody answered, a jam that reads as a missing cable.
    assert summarize(raw) == status
    assert refusal(status) == error
    assert status.ready is (error == "")
