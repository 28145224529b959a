"""A camera is unplugged, while nobody looks and while it is open, and comes back."""

from __future__ import annotations

import asyncio
import time

from drivers.status import CameraState, CameraStatus, DeviceState

ONLINE = CameraStatus(DeviceState.ONLINE, CameraState.OK)
OFFLINE = CameraStatus(DeviceState.OFFLINE, CameraState.INOP)


async def test_its_state_is_known_while_it_is_closed(twin, camera):
    # Guards against: an item that needs a camera offered while there is none.
    assert await camera.wait_status(lambda status: status == ONLINE, 3)
    twin.unplug()
    assert await camera.wait_status(lambda status: status == OFFLINE, 3)
    assert not camera.status.ready
    twin.replug()
    assert await camera.wait_status(lambda status: status == ONLINE, 3)


async def test_unplugged_while_open_it_says_so_and_is_back_within_three_seconds(twin, camera):
    # Guards against: the last picture frozen on the screen; a camera that needs a restart of the program.
    async with camera.open() as stream, asyncio.timeout(15):
        before = await stream.next()
        twin.unplug()
        assert await camera.wait_status(lambda status: status == OFFLINE, 4)
        assert stream.latest() is None
        twin.replug()
        back_at = time.monotonic()
        assert (await stream.next(before)).taken_at - back_at < 3
        assert camera.status == ONLINE
