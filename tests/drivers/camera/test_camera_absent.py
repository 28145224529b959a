"""There is no camera at the path, or something else."""

from __future__ import annotations

from drivers.camera.camera import Camera
from drivers.status import CameraState, CameraStatus, DeviceState
from tests.limits import LIMIT_S

OFFLINE = CameraStatus(DeviceState.OFFLINE, CameraState.INOP)


async def test_a_path_that_is_not_there_is_no_device(tmp_path):
    # Guards against: "cable loose" said of a camera that was never built in.
    camera = Camera("face_camera", str(tmp_path / "video0"))
    await camera.start()
    try:
        assert await camera.wait_status(lambda status: status.device is DeviceState.NO_DEVICE, LIMIT_S)
        async with camera.open() as stream:
            assert stream.latest() is None
    finally:
        await camera.close()


async def test_a_file_that_is_no_camera_is_offline(tmp_path):
    # Guards against: a crash where the link of udev points at something else.
    (tmp_path / "video0").write_bytes(b"no camera")
    camera = Camera("face_camera", str(tmp_path / "video0"))
    await camera.start()
    try:
        async with camera.open():
            assert await camera.wait_status(lambda status: status == OFFLINE, LIMIT_S)
    finally:
        await camera.close()
