"""Another program holds the port."""

from __future__ import annotations

from drivers.id_card_reader.reader import IdCardReader
from drivers.status import DeviceState
from tests.drivers.id_card_reader.hands import READ_S


async def test_a_port_that_another_program_holds_is_offline(module, reader, tmp_path):
    second = IdCardReader(str(tmp_path / "id-card"))
    await second.start()
    assert await second.wait_status(lambda status: status.device is DeviceState.OFFLINE, READ_S)
    await second.close()
