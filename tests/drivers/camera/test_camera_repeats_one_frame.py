"""A sensor hangs: the same picture for ever."""

from __future__ import annotations

import asyncio

from drivers.camera import capture as capture_module
from drivers.status import CameraState, CameraStatus, DeviceState
from tests.limits import LIMIT_S

ONLINE = CameraStatus(DeviceState.ONLINE, CameraState.OK)


async def test_a_camera_that_repeats_one_frame_is_broken(twin, camera, monkeypatch):
    # Guards against: a hung sensor whose old picture is filed as the citizen's page.
    monkeypatch.setattr(capture_module, "FROZEN_AFTER", 0.5)
    async with camera.open() as stream, asyncio.timeout(LIMIT_S):
        await stream.next()
        twin.freeze()
        assert await camera.wait_status(lambda status: status.device is DeviceState.HARDWARE_ERROR, LIMIT_S)
        assert stream.latest() is None
        twin.freeze(False)
        assert await camera.wait_status(lambda status: status == ONLINE, LIMIT_S)
