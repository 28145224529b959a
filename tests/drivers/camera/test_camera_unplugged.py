"""A camera is unplugged, while nobody looks and while it is open, and comes back."""

from __future__ import annotations

import asyncio

from drivers.status import CameraState, CameraStatus, DeviceState
from tests.limits import LIMIT_S

ONLINE = CameraStatus(DeviceState.ONLINE, CameraState.OK)
OFFLINE = CameraStatus(DeviceState.OFFLINE, CameraState.INOP)


async def test_its_state_is_known_while_it_is_closed(twin, camera):
    # Guards against: an item that needs a camera offered while there is none.
    assert await camera.wait_status(lambda status: status == ONLINE, LIMIT_S)
    twin.unplug()
    assert await camera.wait_status(lambda status: status == OFFLINE, LIMIT_S)
    assert not camera.status.ready
    twin.replug()
    assert await camera.wait_status(lambda status: status == ONLINE, LIMIT_S)


async def test_unplugged_while_open_it_says_so_and_is_back(twin, camera):
    # Guards against: the last picture frozen on the screen; a camera that needs a restart of the program.
    async with camera.open() as stream, asyncio.timeout(LIMIT_S):
        before = await stream.next()
        twin.unplug()
        assert await camera.wait_status(lambda status: status == OFFLINE, LIMIT_S)
        assert stream.latest() is None
        twin.replug()
        assert await stream.next(before) is not None
        assert camera.status == ONLINE
