"""Something takes the connection and sends no picture."""

from __future__ import annotations

import asyncio

from drivers.camera import camera as camera_module
from drivers.camera.camera import Camera
from drivers.status import CameraState
from tests.limits import LIMIT_S


async def test_a_far_end_that_sends_nothing_is_not_taken_for_a_camera(camera, monkeypatch):
    # Guards against: a library that hangs in a read while the status stays "online".
    monkeypatch.setattr(camera_module, "STALE_AFTER", 0.5)
    silent = await asyncio.start_server(lambda reader, writer: asyncio.sleep(30), "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    mute = Camera("mute", f"http://127.0.0.1:{port}/stream.mjpg")
    await mute.start()
    try:
        async with mute.open() as stream:
            assert await mute.wait_status(lambda status: status.camera is CameraState.INOP, LIMIT_S)
            assert stream.latest() is None
    finally:
        await mute.close()
        silent.close()
