"""Both decoders, and what bytes mean."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from drivers.scanner.decode import by_zxing, decode
from drivers.scanner.payload import LARGEST, Scanned, scanned, text_of
from tests.drivers.scanner.codes import CHINESE, grey_code

PAYLOADS = [
    CHINESE.encode(),
    "Müller Façade".encode(),
    b"\xef\xbb\xbf" + "有签名".encode(),
    "国标编码：四川".encode("gb18030"),
    bytes(range(256)),
    b"\x00\x0e\x0f",
]


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
