"""Codes held before the virtual camera, read by the scanner that ships."""

from __future__ import annotations

import asyncio
import time

import cv2
import numpy as np
import pytest
import qrcode

from drivers.camera import camera as camera_module
from drivers.camera.camera import Camera
from drivers.camera.twin import CameraTwin
from drivers.outcome import Completion, Failure
from drivers.scanner import scanner as scanner_module
from drivers.scanner.decode import by_zxing, decode
from drivers.scanner.payload import LARGEST, Scanned, scanned, text_of
from drivers.scanner.scanner import CameraScanner
from drivers.scanner.second_opinion import MOST_STARTS, SecondOpinion
from drivers.status import DeviceState, ScannerState, ScannerStatus

CHINESE = "渝快办测试码:姓名=测试员甲&事项=居住证办理"


@pytest.fixture
def twin():
    with CameraTwin(size=(960, 720)) as twin:
        yield twin


@pytest.fixture
async def scanner(twin, monkeypatch):
    monkeypatch.setattr(camera_module, "LOOK_INTERVAL", 0.2)
    scanner = CameraScanner(Camera("scanner", twin.source))
    await scanner.start()
    yield scanner
    await scanner.close()


@pytest.mark.parametrize("payload", ["https://test.invalid/c?k=1", CHINESE, "0123456789" * 30])
async def test_a_code_on_a_telephone_is_read(twin, scanner, payload):
    twin.show_code(payload)
    assert await scanner.read(limit=8) == Scanned(payload.encode(), payload, "qrCode")


async def test_a_code_that_comes_later_is_waited_for(twin, scanner):
    reading = asyncio.create_task(scanner.read(limit=10))
    async with asyncio.timeout(5):
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
    assert isinstance(await scanner.read(limit=8), Scanned)
    began = time.monotonic()
    again = await scanner.read(limit=8)
    assert isinstance(again, Scanned)
    assert time.monotonic() - began > 1.0
    twin.show_code("two")
    other = await scanner.read(limit=8)
    assert isinstance(other, Scanned)
    assert other.text == "two"


async def test_no_code_ends_at_the_limit_and_the_camera_is_closed(twin, scanner):
    outcome = await scanner.read(limit=0.8)
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.TIME_OUT
    async with asyncio.timeout(5):
        while twin.watched:
            await asyncio.sleep(0.02)


async def test_a_pulled_cable_is_named_and_comes_back(twin, scanner, monkeypatch):
    # Guards against: a citizen who waits a minute before a scanner that is not there.
    monkeypatch.setattr(scanner_module, "BACK_WITHIN", 0.5)
    assert await scanner.wait_status(lambda status: status == ScannerStatus(DeviceState.ONLINE, ScannerState.ON), 3)
    twin.show_code("back")
    twin.unplug()
    outcome = await scanner.read(limit=8)
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.DEVICE_NOT_READY
    assert await scanner.wait_status(lambda status: status.scanner is ScannerState.INOPERATIVE, 3)
    twin.replug()
    assert await scanner.wait_status(lambda status: status.ready, 3)
    assert isinstance(await scanner.read(limit=8), Scanned)


async def test_a_preview_and_the_scanner_share_one_camera(twin, monkeypatch):
    # Guards against: the scanner closing the preview's camera, or finding it busy.
    camera = Camera("document_camera", twin.source)
    await camera.start()
    assert await camera.wait_status(lambda status: status.device is DeviceState.ONLINE, 4)
    scanner = CameraScanner(camera)
    await scanner.start()
    try:
        async with camera.open() as preview, asyncio.timeout(10):
            twin.show_code("shared")
            assert isinstance(await scanner.read(limit=8), Scanned)
            await scanner.close()
            assert await preview.next(preview.latest()) is not None
    finally:
        await scanner.close()
        await camera.close()


# ---- without a camera ------------------------------------------------------------------------------
PAYLOADS = [
    CHINESE.encode(),
    "Müller Façade".encode(),
    b"\xef\xbb\xbf" + "有签名".encode(),
    "国标编码：四川".encode("gb18030"),
    bytes(range(256)),
    b"\x00\x0e\x0f",
]


def grey_code(payload: bytes) -> np.ndarray:
    code = qrcode.QRCode(border=4, box_size=6)
    code.add_data(qrcode.util.QRData(payload, mode=qrcode.util.MODE_8BIT_BYTE))
    code.make()
    return np.where(np.repeat(np.repeat(code.get_matrix(), 6, 0), 6, 1), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def zbar():
    opinion = SecondOpinion()
    yield opinion
    opinion.close()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_bytes_are_exact_with_either_decoder(zbar, payload):
    # Guards against: a decoder's guess of the encoding (Chinese UTF-8 taken for Big5).
    for decoder in (by_zxing, zbar):
        found = decoder(grey_code(payload))
        assert found is not None
        assert found.data == payload


def test_a_picture_without_a_code_has_none_in_either_opinion(zbar):
    assert by_zxing(np.full((300, 400), 200, np.uint8)) is None
    assert zbar(np.full((300, 400), 200, np.uint8)) is None


def test_a_decoder_that_dies_takes_nothing_with_it():
    # Guards against: a hostile code that aborts libzbar, and the terminal with it.
    opinion, picture = SecondOpinion(), grey_code(b"again")
    try:
        assert opinion(picture) is not None
        opinion._process.kill()
        opinion._process.wait()
        assert opinion(picture) is None
        assert opinion(picture) is not None
        for _ in range(MOST_STARTS):
            opinion.close()
            last = opinion(picture)
        assert last is None
    finally:
        opinion.close()


def test_zbar_is_asked_when_the_other_finds_nothing(zbar, monkeypatch):
    picture = cv2.cvtColor(grey_code(b"second"), cv2.COLOR_GRAY2BGR)
    monkeypatch.setattr("drivers.scanner.decode.by_zxing", lambda grey: None)
    assert decode(picture) is None
    assert decode(picture, zbar) == Scanned(b"second", "second", "qrCode")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"plain", "plain"),
        (CHINESE.encode(), CHINESE),
        (b"\xef\xbb\xbf" + "有签名".encode(), "有签名"),
        ("国标编码：四川".encode("gb18030"), "国标编码：四川"),
        (bytes(range(256)), None),
        (b"\x00\x01\x02", None),
        (b"\xff\xfe\xfd", None),
    ],
)
def test_bytes_are_read_strictly(data, text):
    # Guards against: words made up from binary data.
    assert text_of(data) == text


def test_a_record_has_a_limit_and_keeps_out_of_logs():
    # Guards against: a hostile code that fills memory; a payload in a log by way of repr.
    assert scanned(b"x" * LARGEST) is not None
    assert scanned(b"x" * (LARGEST + 1)) is None
    assert scanned(b"") is None
    assert "secret" not in repr(scanned(b"secret"))
