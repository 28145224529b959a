"""The module on USB, over a far end of endpoints: both layouts, and what a bus can do to a transfer."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.id_card_reader.answers import Document
from drivers.id_card_reader.endpoints import Endpoint, EndpointLayout, choose
from drivers.id_card_reader.frames import Request, Status, encode_request
from drivers.id_card_reader.line import Garbled, GivenUp, NoDevice, Offline
from drivers.id_card_reader.lines import open_line
from drivers.id_card_reader.module import Module, Wanted
from drivers.id_card_reader.twin import NOISE, VirtualIdCardReader
from drivers.id_card_reader.twin_usb import SPLIT, WHOLE, VirtualUsbBus
from drivers.id_card_reader.usb_device import UsbAddress, parse_address
from drivers.id_card_reader.usb_line import UsbLine

NEVER = threading.Event()


def socket(endpoints: tuple[Endpoint, ...]) -> tuple[VirtualUsbBus, UsbLine]:
    bus = VirtualUsbBus(VirtualIdCardReader(), endpoints)
    return bus, UsbLine("usb:", bus.opener)


def test_two_pairs_mean_split_frames_and_one_pair_whole_ones():
    assert choose(SPLIT) == EndpointLayout(0, 0x02, 0x06, 0x81, 0x85)
    assert choose(WHOLE) == EndpointLayout(0, 0x01, 0x01, 0x81, 0x81)
    assert choose([*WHOLE, Endpoint(0, 0x02, 0x02)]) is None  # one in, two out: nobody knows what that means
    assert choose([Endpoint(0, 0x81, 0x03), Endpoint(0, 0x01, 0x03)]) is None  # interrupt endpoints: HID
    assert choose([Endpoint(0, 0x83, 0x03), *[Endpoint(1, each.address, 2) for each in SPLIT]]) == EndpointLayout(
        1, 0x02, 0x06, 0x81, 0x85
    )


@given(st.lists(st.builds(Endpoint, st.integers(0, 3), st.integers(0, 255), st.integers(0, 255)), max_size=12))
def test_any_descriptors_give_a_layout_or_none(endpoints):
    layout = choose(endpoints)
    assert layout is None or {layout.head_out, layout.body_out, layout.head_in, layout.body_in} <= {
        endpoint.address for endpoint in endpoints
    }


@pytest.mark.parametrize("endpoints", [SPLIT, WHOLE])
def test_a_card_is_read_over_either_layout(endpoints):
    bus, line = socket(endpoints)
    bus.module.place("jia")
    bus.late = 3
    card = Module(line, lambda status: None).try_card(NEVER, Wanted(fingerprints=True))
    assert isinstance(card, Document)
    assert card.name == "测试员甲"
    find = encode_request(Request.FIND)
    if endpoints is SPLIT:
        assert bus.written[:2] == [(0x02, find[:7]), (0x06, find[7:])]
    else:
        assert bus.written[0] == (0x01, find)


def test_what_came_too_late_for_the_last_question_is_no_answer_to_this_one():
    # Guards against: after one slow answer, each question gets the answer of the one before.
    bus, line = socket(WHOLE)
    bus.late = 10**9
    with pytest.raises(Offline):
        line.ask(Request.STATUS, 0.01, NEVER)
    bus.late = 0
    assert line.ask(Request.SAM_ID, 1, NEVER).data
    assert line.ask(Request.FIND, 1, NEVER).sw3 == Status.NO_CARD
    assert bus.opened == 1


def test_noise_before_an_answer_does_no_harm():
    bus, line = socket(WHOLE)
    bus.module.noise = NOISE
    assert line.ask(Request.STATUS, 1, NEVER).sw3 == Status.OK


@pytest.mark.parametrize("how", ["checksum", "short"])
def test_a_broken_answer_is_garbled_and_the_next_is_whole(how):
    bus, line = socket(SPLIT)
    bus.module.break_next(how)
    with pytest.raises(Garbled):
        line.ask(Request.SAM_ID, 0.1, NEVER)
    assert line.ask(Request.SAM_ID, 1, NEVER).data


def test_a_pulled_module_is_absent_and_comes_back():
    bus, line = socket(SPLIT)
    assert line.ask(Request.STATUS, 1, NEVER).sw3 == Status.OK
    bus.plugged = False
    with pytest.raises(NoDevice):
        line.ask(Request.STATUS, 1, NEVER)
    bus.plugged = True
    assert line.ask(Request.STATUS, 1, NEVER).sw3 == Status.OK
    assert bus.opened == 2


def test_a_transfer_that_fails_is_one_witness_only():
    # Guards against: one failed transfer, and the terminal says that its reader is gone.
    bus, line = socket(SPLIT)
    bus.fail_writes = 1
    with pytest.raises(Offline):
        line.ask(Request.STATUS, 1, NEVER)
    assert line.ask(Request.STATUS, 1, NEVER).sw3 == Status.OK


def test_a_module_that_may_not_be_opened_or_has_other_endpoints_is_offline():
    bus, line = socket(SPLIT)
    bus.denied = True
    with pytest.raises(Offline):
        line.ask(Request.STATUS, 1, NEVER)
    bus, line = socket((Endpoint(0, 0x81, 0x03),))
    with pytest.raises(Offline, match="endpoints"):
        line.ask(Request.STATUS, 1, NEVER)


def test_a_cancelled_question_ends_at_once():
    bus, line = socket(WHOLE)
    bus.module.silent = True
    given_up = threading.Event()
    given_up.set()
    with pytest.raises(GivenUp):
        line.ask(Request.STATUS, 60, given_up)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("usb:", UsbAddress(0x0400, 0xC35A)),
        ("usb:0400:c35a", UsbAddress(0x0400, 0xC35A)),
        ("usb:1234:ABCD:1-1.2", UsbAddress(0x1234, 0xABCD, "1-1.2")),
    ],
)
def test_addresses(path, address):
    assert parse_address(path) == address


@pytest.mark.parametrize("path", ["usb:1", "usb:0400", "usb:0400:c35a:", "usb:0400:c35a:1", "usb:0400:c35a/1-1"])
def test_what_is_no_address(path):
    with pytest.raises(ValueError, match="USB address"):
        parse_address(path)


def test_the_real_library_finds_nothing_where_nothing_is():
    with pytest.raises((NoDevice, Offline)):
        open_line("usb:fffe:fffe", 115200).ask(Request.STATUS, 1, NEVER)
