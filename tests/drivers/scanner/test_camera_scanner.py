"""Codes held before the virtual camera, read by the scanner that ships."""

from __future__ import annotations

import asyncio
import time

import pytest

from drivers.camera.camera import Camera
from drivers.outcome import Completion, Failure
from drivers.scanner.payload import Scanned
from drivers.scanner.repeats import SAME_CODE
from drivers.scanner.scanner import CameraScanner
from drivers.status import DeviceState
from tests.drivers.scanner.codes import CHINESE
from tests.limits import LIMIT_S


@pytest.mark.parametrize("payload", ["https://test.invalid/c?k=1", CHINESE, "0123456789" * 30])
async def test_a_code_on_a_telephone_is_read(twin, scanner, payload):
    twin.show_code(payload)
    assert await scanner.read(limit=LIMIT_S) == Scanned(payload.encode(), payload, "qrCode")


async def test_a_code_that_comes_later_is_waited_for(twin, scanner):
    reading = asyncio.create_task(scanner.read(limit=LIMIT_S))
    async with asyncio.timeout(LIMIT_S):
        while not twin.watched:
            await asyncio.sleep(0.02)
    assert not reading.done()
    twin.show_code("later")
    outcome = await reading
    assert isinstance(outcome, Scanned)
    assert outcome.text == "later"


async def test_the_same_code_still_in_view_is_not_a_second_one_but_a_new_one_is(twin, scanner):
    # Guards against: one showing of a telephone taken as two.
    twin.show_code("one")
    began = time.monotonic()
    assert isinstance(await scanner.read(limit=LIMIT_S), Scanned)
    again = await scanner.read(limit=LIMIT_S)
    assert isinstance(again, Scanned)
    assert time.monotonic() - began > SAME_CODE
    twin.show_code("two")
    other = await scanner.read(limit=LIMIT_S)
    assert isinstance(other, Scanned)
    assert other.text == "two"


async def test_no_code_ends_at_the_limit_and_the_camera_is_closed(twin, scanner):
    outcome = await scanner.read(limit=0.8)
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.TIME_OUT
    async with asyncio.timeout(LIMIT_S):
        while twin.watched:
            await asyncio.sleep(0.02)


async def test_a_preview_and_the_scanner_share_one_camera(twin, monkeypatch):
    # Guards against: the scanner closing the preview's camera, or finding it busy.
    camera = Camera("document_camera", twin.source)
    await camera.start()
    assert await camera.wait_status(lambda status: status.device is DeviceState.ONLINE, LIMIT_S)
    scanner = CameraScanner(camera)
    await scanner.start()
    try:
        async with camera.open() as preview, asyncio.timeout(LIMIT_S):
            twin.show_code("shared")
            assert isinstance(await scanner.read(limit=LIMIT_S), Scanned)
            await scanner.close()
            assert await preview.next(preview.latest()) is not None
    finally:
        await scanner.close()
        await camera.close()
