"""A virtual card's slot, and the reader that it is in, behind the real pcscd."""

from __future__ import annotations

import pytest

from drivers.card_reader.reader import CardReader
from drivers.card_reader.twin import VirtualCard
from drivers.status import Media
from tests.drivers.card_reader.hands import EVENT_S


@pytest.fixture
async def slot(pcscd):
    card = VirtualCard()
    yield card
    card.close()


@pytest.fixture
async def reader(pcscd, slot):
    device = CardReader("Virtual PCD 00 00")
    await device.start()
    assert await device.wait_media(Media.NOT_PRESENT, EVENT_S) is None
    yield device
    slot.pull()
    await device.wait_media(Media.NOT_PRESENT, EVENT_S)
    await device.close()
