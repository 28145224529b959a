"""Raw states and codes of PC/SC -> words."""

from __future__ import annotations

import pytest

from drivers.card_reader import status as pcsc
from drivers.status import CardReaderStatus, ChipPower, DeviceState, Media

UNKNOWN = (Media.UNKNOWN, ChipPower.UNKNOWN)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (0x0012, CardReaderStatus(DeviceState.ONLINE, Media.NOT_PRESENT, ChipPower.NO_CARD)),
        (0x10022, CardReaderStatus(DeviceState.ONLINE, Media.PRESENT, ChipPower.ONLINE)),
        (0x101A2, CardReaderStatus(DeviceState.ONLINE, Media.PRESENT, ChipPower.ONLINE)),  # in exclusive use
        (0x10222, CardReaderStatus(DeviceState.ONLINE, Media.PRESENT, ChipPower.HARDWARE_ERROR)),  # mute
        (0x10422, CardReaderStatus(DeviceState.ONLINE, Media.PRESENT, ChipPower.POWERED_OFF)),
        (0x0006, CardReaderStatus(DeviceState.NO_DEVICE, *UNKNOWN)),
        (0x000A, CardReaderStatus(DeviceState.NO_DEVICE, *UNKNOWN)),
    ],
)
def test_states(state, expected):
    assert pcsc.of_state(state) == expected


@pytest.mark.parametrize(
    ("code", "device"),
    [
        (0x8010001D, DeviceState.OFFLINE),  # no pcscd
        (0x8010001E, DeviceState.OFFLINE),
        (0x8010006A, DeviceState.OFFLINE),  # seen while pcscd dies
        (0x80100013, DeviceState.OFFLINE),
        (0x8010002E, DeviceState.NO_DEVICE),
        (0x80100009, DeviceState.NO_DEVICE),
        (0x80100017, DeviceState.NO_DEVICE),
    ],
)
def test_errors_never_say_that_there_is_no_card(code, device):
    # Guards against: "insert your card" on a terminal whose reader is dead.
    assert pcsc.of_error(code) == CardReaderStatus(device, *UNKNOWN)


@pytest.mark.parametrize(
    ("before", "now", "swapped"),
    [
        (0x00010020, 0x00030022, True),
        (0x00010020, 0x00010122, False),
        (0x00010020, 0x00020012, False),
        (0xFFFF0020, 0x00010022, True),  # the counter starts over
    ],
)
def test_a_card_swapped_between_two_looks_is_noticed(before, now, swapped):
    assert pcsc.swapped(before, now) is swapped
