"""A camera against its twin: real HTTP, real JPEG, real OpenCV."""

from __future__ import annotations

import asyncio
import time

import pytest

from drivers.camera import camera as camera_module
from drivers.camera import capture as capture_module
from drivers.camera.camera import Camera
from drivers.camera.document import assess
from drivers.camera.twin import CameraTwin
from drivers.status import CameraState, CameraStatus, DeviceState

ONLINE = CameraStatus(DeviceState.ONLINE, CameraState.OK)
OFFLINE = CameraStatus(DeviceState.OFFLINE, CameraState.INOP)


@pytest.fixture
def twin():
    with CameraTwin(size=(640, 480)) as twin:
        twin.show_page()
        yield twin


@pytest.fixture
async def camera(twin, monkeypatch):
    monkeypatch.setattr(camera_module, "LOOK_INTERVAL", 0.2)
    camera = Camera("document_camera", twin.source)
    await camera.start()
    yield camera
    await camera.close()


async def test_frames_come_in_order_and_are_new(twin, camera):
    # Guards against: a preview that shows the frame of a second ago, or the same one again.
    async with camera.open() as stream, asyncio.timeout(5):
        first = await stream.next()
        second = await stream.next(first)
        latest = stream.latest()
    assert first.bgr.shape == (480, 640, 3)
    assert time.monotonic() - first.taken_at < 2
    assert second.taken_at > first.taken_at
    assert (first.bgr != second.bgr).any()
    assert latest is not None


async def test_a_frame_gives_pictures_for_screen_and_file(twin, camera):
    # Guards against: blue faces (BGR shown as RGB), previews larger than the texture.
    twin.show_face()
    async with camera.open() as stream, asyncio.timeout(5):
        frame = await stream.next()
    picture = frame.picture(320)
    assert (picture.width, picture.height, len(picture.rgb)) == (320, 240, 320 * 240 * 3)
    red, _, blue = picture.rgb[(120 * 320 + 160) * 3 :][:3]
    assert red > blue + 30  # skin
    assert frame.jpeg().startswith(b"\xff\xd8")
    assert frame.picture(4000).width == 640


async def test_a_preview_is_drawn_once_a_frame_and_ends_with_the_camera(twin, camera):
    # Guards against: a window that converts one frame sixty times a second, or shows the last citizen's page.
    async with camera.open() as stream, asyncio.timeout(5):
        preview = stream.preview(320)
        assert preview.latest() is None
        await stream.next()
        picture = preview.latest()
        assert picture is not None
        assert picture.width == 320
        assert preview.latest() is picture
    assert preview.latest() is None


async def test_a_camera_that_nobody_watches_is_closed(twin, camera):
    # Guards against: a lamp that stays on, a citizen filmed at the home screen, a frame kept for the next visit.
    async with camera.open() as outer, asyncio.timeout(5):
        async with camera.open() as inner:
            await inner.next()
        assert await outer.next(outer.latest()) is not None
        assert twin.watched
    assert outer.latest() is None
    async with asyncio.timeout(5):
        while twin.watched:
            await asyncio.sleep(0.02)
    assert camera.status == ONLINE


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


async def test_a_camera_that_repeats_one_frame_is_broken(twin, camera, monkeypatch):
    # Guards against: a hung sensor whose old picture is filed as the citizen's page.
    monkeypatch.setattr(capture_module, "FROZEN_AFTER", 0.5)
    async with camera.open() as stream, asyncio.timeout(10):
        await stream.next()
        twin.freeze()
        assert await camera.wait_status(lambda status: status.device is DeviceState.HARDWARE_ERROR, 4)
        assert stream.latest() is None
        twin.freeze(False)
        assert await camera.wait_status(lambda status: status == ONLINE, 4)


async def test_a_far_end_that_sends_nothing_is_not_taken_for_a_camera(camera, monkeypatch):
    # Guards against: a library that hangs in a read while the status stays "online".
    monkeypatch.setattr(camera_module, "STALE_AFTER", 0.5)
    silent = await asyncio.start_server(lambda reader, writer: asyncio.sleep(30), "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    mute = Camera("mute", f"http://127.0.0.1:{port}/stream.mjpg")
    await mute.start()
    try:
        async with mute.open() as stream:
            assert await mute.wait_status(lambda status: status.camera is CameraState.INOP, 4)
            assert stream.latest() is None
    finally:
        await mute.close()
        silent.close()


async def test_a_path_that_is_not_there_is_no_device(tmp_path):
    # Guards against: "cable loose" said of a camera that was never built in.
    camera = Camera("face_camera", str(tmp_path / "video0"))
    await camera.start()
    try:
        assert await camera.wait_status(lambda status: status.device is DeviceState.NO_DEVICE, 3)
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
            assert await camera.wait_status(lambda status: status == OFFLINE, 4)
    finally:
        await camera.close()


async def test_vision_runs_beside_the_event_loop(twin, camera):
    # Guards against: a window that stutters while a page is judged.
    async with camera.open() as stream, asyncio.timeout(10):
        frame = await stream.next()
        judging = asyncio.create_task(stream.examine(assess, frame.bgr))
        ticks = 0
        while not judging.done():
            ticks += 1
            await asyncio.sleep(0)
    assert ticks > 3
    assert judging.result().sheet == "a4"
