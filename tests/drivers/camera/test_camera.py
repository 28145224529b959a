"""A camera against its twin: real HTTP, real JPEG, real OpenCV."""

from __future__ import annotations

import asyncio
import time

from drivers.camera.document import assess
from drivers.status import CameraState, CameraStatus, DeviceState
from tests.limits import LIMIT_S

ONLINE = CameraStatus(DeviceState.ONLINE, CameraState.OK)


async def test_frames_come_in_order_and_are_new(twin, camera):
    # Guards against: a preview that shows the frame of a second ago, or the same one again.
    opened = time.monotonic()
    async with camera.open() as stream, asyncio.timeout(LIMIT_S):
        first = await stream.next()
        second = await stream.next(first)
        latest = stream.latest()
    assert first.bgr.shape == (480, 640, 3)
    assert first.taken_at > opened
    assert second.taken_at > first.taken_at
    assert (first.bgr != second.bgr).any()
    assert latest is not None


async def test_a_frame_gives_pictures_for_screen_and_file(twin, camera):
    # Guards against: blue faces (BGR shown as RGB), previews larger than the texture.
    twin.show_face()
    async with camera.open() as stream, asyncio.timeout(LIMIT_S):
        frame = await stream.next()
    picture = frame.picture(320)
    assert (picture.width, picture.height, len(picture.rgb)) == (320, 240, 320 * 240 * 3)
    red, _, blue = picture.rgb[(120 * 320 + 160) * 3 :][:3]
    assert red > blue + 30  # skin
    assert frame.jpeg().startswith(b"\xff\xd8")
    assert frame.picture(4000).width == 640


async def test_a_preview_is_drawn_once_a_frame_and_ends_with_the_camera(twin, camera):
    # Guards against: a window that converts one frame sixty times a second, or shows the last citizen's page.
    async with camera.open() as stream, asyncio.timeout(LIMIT_S):
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
    async with camera.open() as outer, asyncio.timeout(LIMIT_S):
        async with camera.open() as inner:
            await inner.next()
        assert await outer.next(outer.latest()) is not None
        assert twin.watched
    assert outer.latest() is None
    async with asyncio.timeout(LIMIT_S):
        while twin.watched:
            await asyncio.sleep(0.02)
    assert camera.status == ONLINE


async def test_vision_runs_beside_the_event_loop(twin, camera):
    # Guards against: a window that stutters while a page is judged.
    async with camera.open() as stream, asyncio.timeout(LIMIT_S):
        frame = await stream.next()
        judging = asyncio.create_task(stream.examine(assess, frame.bgr))
        ticks = 0
        while not judging.done():
            ticks += 1
            await asyncio.sleep(0)
    assert ticks > 3
    assert judging.result().sheet == "a4"
