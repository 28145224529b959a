"""Headphones that are pulled while somebody's number is being read out; a jack that is in when the terminal starts."""

from __future__ import annotations

from pathlib import Path

from drivers.headphones import headphones
from drivers.headphones.headphones import Headphones
from drivers.headphones.switch_events import EVENT, JackEvents, event
from drivers.headphones.twin import JackTwin
from drivers.status import DeviceState, Headset
from tests.limits import LIMIT_S


async def test_plugged_and_pulled_and_the_whole_device_gone(tmp_path):
    jack = Headphones(str(tmp_path / "jack"))
    await jack.start()
    try:
        assert await jack.wait_status(lambda s: s.device is DeviceState.NO_DEVICE, LIMIT_S)
        with JackTwin(tmp_path / "jack") as twin:
            assert await jack.wait_status(lambda s: s.headset is Headset.NOT_PRESENT, LIMIT_S)
            twin.inserted = True
            assert await jack.wait_status(lambda s: s.headset is Headset.PRESENT, LIMIT_S)
            twin.inserted = False
            assert await jack.wait_status(lambda s: s.headset is Headset.NOT_PRESENT, LIMIT_S)
            twin.inserted = True
            assert await jack.wait_status(lambda s: s.headset is Headset.PRESENT, LIMIT_S)
        assert await jack.wait_status(lambda s: s.headset is Headset.UNKNOWN, LIMIT_S), (
            "a jack that is gone counts as empty"
        )
        assert not jack.status.ready
    finally:
        await jack.close()


async def test_headphones_that_are_in_already_when_the_program_starts(tmp_path):
    with JackTwin(tmp_path / "jack") as twin:
        twin.inserted = True
        jack = Headphones(str(tmp_path / "jack"))
        await jack.start()
        try:
            assert await jack.wait_status(lambda s: s.headset is Headset.PRESENT, LIMIT_S)
        finally:
            await jack.close()


def test_events_cut_in_two_and_other_switches():
    events = JackEvents()
    whole = event(True)
    assert events.feed(whole[:30]) is True
    assert events.feed(whole[30:]) is None
    assert events.feed(EVENT.pack(0, 0, 5, 4, 1)) is None  # a microphone
    assert events.feed(event(True)[:10]) is None
    assert events.feed(event(True)[10:] + event(False)) is False


def test_a_real_node_is_asked_how_the_switch_stands(monkeypatch):
    """The kernel tells changes only: headphones that were in before would stay unseen. `/dev/null` lends its node."""

    def ioctl(_fd: int, request: int, switches: bytearray) -> int:
        assert request == 0x8008451B  # EVIOCGSW(8) of linux/input.h
        switches[0] = 0b100
        return 8

    monkeypatch.setattr(headphones.fcntl, "ioctl", ioctl)
    with Path("/dev/null").open("rb") as node:
        assert headphones._inserted_now(node.fileno())
