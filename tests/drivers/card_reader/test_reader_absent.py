"""The reader is not plugged in, or is missing for a moment only."""

from __future__ import annotations

import pytest

from drivers.card_reader import monitor
from drivers.card_reader import status as pcsc
from drivers.card_reader.monitor import choose, find_reader
from drivers.card_reader.reader import CardReader
from drivers.outcome import Completion, Failure
from drivers.status import DeviceState, Media
from tests.drivers.card_reader.hands import EVENT_S, insert
from tests.limits import LIMIT_S


async def test_a_reader_that_is_not_there_is_no_device(pcscd):
    device = CardReader("Some Other Reader")
    await device.start()
    assert await device.wait_status(lambda status: status.device is DeviceState.NO_DEVICE, EVENT_S)
    outcome = await device.read_social_security_card()
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.DEVICE_NOT_READY
    waited = await device.wait_media(Media.PRESENT, 0.05)
    assert isinstance(waited, Failure)
    assert waited.code is Completion.TIME_OUT
    await device.close()


async def test_a_reader_that_one_list_lacks_is_not_reported_absent(reader, slot, monkeypatch):
    # Guards against: while pcscd resets a reader, the terminal greys all items that need a card.
    told: list[DeviceState] = []
    reader.subscribe(lambda status: told.append(status.device))
    looks = []

    def lacks_it_once(context, prefix):
        looks.append(prefix)
        return None if len(looks) == 1 else find_reader(context, prefix)

    monkeypatch.setattr(monitor, "find_reader", lacks_it_once)
    await insert(reader, slot, "jia")  # wakes the monitor, which lists again
    slot.pull()
    assert await reader.wait_media(Media.NOT_PRESENT, EVENT_S) is None
    assert len(looks) >= 2
    assert set(told) == {DeviceState.ONLINE}


async def test_a_reader_that_two_lists_lack_is_absent_and_comes_back(reader, slot, monkeypatch):
    real = monitor.find_reader
    monkeypatch.setattr(monitor, "find_reader", lambda context, prefix: None)
    slot.insert("jia")
    assert await reader.wait_status(lambda status: status.device is DeviceState.NO_DEVICE, EVENT_S)
    monkeypatch.setattr(monitor, "find_reader", real)
    assert await reader.wait_media(Media.PRESENT, LIMIT_S) is None


async def test_pcscd_that_fails_once_is_not_reported_offline(reader, slot, monkeypatch):
    # Guards against: a restart of pcscd by its unit flashes "reader away" at the citizen.
    told: list[DeviceState] = []
    reader.subscribe(lambda status: told.append(status.device))
    failed = []

    def fails_once(context, prefix):
        if not failed:
            failed.append(prefix)
            raise monitor.PcscError(pcsc.NO_SERVICE)
        return find_reader(context, prefix)

    monkeypatch.setattr(monitor, "find_reader", fails_once)
    await insert(reader, slot, "jia")
    slot.pull()
    assert await reader.wait_media(Media.NOT_PRESENT, EVENT_S) is None
    assert failed
    assert set(told) == {DeviceState.ONLINE}


@pytest.mark.parametrize(
    ("readers", "asked", "meant"),
    [
        (["ACS ACR39U 01 00"], "ACS ACR39U 00 00", "ACS ACR39U 01 00"),
        (["Other 00 00", "ACS ACR39U 02 00"], "ACS ACR39U", "ACS ACR39U 02 00"),
        (["ACS ACR39U 01 00", "ACS ACR39U 02 00"], "ACS ACR39U 00 00", None),  # which of the two, nobody can say
        (["Virtual PCD 00 01"], "Virtual PCD 00 00", None),  # another slot is another reader
        (["Virtual PCD 00 00", "Virtual PCD 00 01"], "Virtual PCD 00 01", "Virtual PCD 00 01"),
        (["Other 00 00"], "ACS ACR39U 00 00", None),
        ([], "", None),
        (["Any 00 00"], "", "Any 00 00"),
    ],
)
def test_a_reader_is_found_again_under_another_index(readers, asked, meant):
    # Guards against: a reader in another socket, or plugged in later, that is never seen again.
    assert choose(readers, asked) == meant
