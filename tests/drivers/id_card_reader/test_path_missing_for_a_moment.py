"""The link to the port is away while the port still works: udev is renaming, or a technician is."""

from __future__ import annotations

from drivers.id_card_reader.card import ResidentCard
from drivers.status import DeviceState
from tests.drivers.id_card_reader.hands import READ_S, gives_up_soon


async def test_one_witness_is_not_enough(reader, module, tmp_path):
    # Guards against: each change of udev's rules takes the reader away for a moment.
    told: list[DeviceState] = []
    reader.subscribe(lambda status: told.append(status.device))
    (tmp_path / "id-card").rename(tmp_path / "renamed")
    module.place("jia")
    assert isinstance(await reader.read(READ_S), ResidentCard)
    assert DeviceState.NO_DEVICE not in told


async def test_a_port_that_is_silent_and_has_no_path_is_absent(reader, module, tmp_path, monkeypatch):
    # Guards against: a driver that keeps a pulled port open and silent is called "offline" for ever.
    gives_up_soon(monkeypatch)
    module.silent = True
    (tmp_path / "id-card").unlink()
    assert await reader.wait_status(lambda status: status.device is DeviceState.NO_DEVICE, READ_S)
