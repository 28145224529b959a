"""A virtual module on a real pseudo terminal, and its driver."""

from __future__ import annotations

import pytest

from drivers.id_card_reader.reader import IdCardReader
from drivers.id_card_reader.twin import VirtualIdCardReader
from tests.drivers.id_card_reader.hands import READ_S, waits_for_answers


@pytest.fixture
def module(tmp_path):
    twin = VirtualIdCardReader()
    twin.start(tmp_path / "id-card")
    yield twin
    twin.close()


@pytest.fixture
async def reader(module, tmp_path, monkeypatch):
    waits_for_answers(monkeypatch)
    device = IdCardReader(str(tmp_path / "id-card"))
    await device.start()
    assert await device.wait_status(lambda status: status.ready, READ_S)
    yield device
    await device.close()
