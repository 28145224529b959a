"""QR codes in a picture: zxing-cpp, and zbar as a second opinion.

Of 200 synthetic camera frames zxing-cpp read 200, zbar 142; with all formats zxing-cpp takes ten times
as long, so it is asked for QR codes only. Both give bytes: zbar's own guess of the encoding is wrong
for a third of ordinary Chinese sentences.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import zxingcpp

from drivers.camera.frame import Pixels
from drivers.scanner.payload import Scanned, scanned

QR_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
ALL_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.AllReadable)
_SYMBOLOGIES = {
    "QRCode": "qrCode", "MicroQRCode": "microQrCode", "PDF417": "pdf417", "MicroPDF417": "microPdf417",
    "EAN13": "ean13", "EAN8": "ean8", "UPCA": "upcA", "UPCE": "upcE0", "ITF": "itf",
}  # fmt: skip
LARGEST_SIDE = 1280  # pixels; a code that needs more is too far away to be held on purpose


def decode(bgr: Pixels, second_opinion: Callable[[Pixels], Scanned | None] | None = None) -> Scanned | None:
    """The first QR code in the picture; where none is found, `second_opinion` is asked about the grey levels."""
    grey = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)
    if (scale := LARGEST_SIDE / max(grey.shape)) < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    pixels = np.ascontiguousarray(grey, np.uint8)
    found = by_zxing(pixels)
    return second_opinion(pixels) if found is None and second_opinion is not None else found


def decode_all(
    grey: Pixels, second_opinion: Callable[[Pixels], Scanned | None] | None = None, every_kind: bool = False
) -> list[Scanned]:
    """All codes of a still picture, at its own size.

    QR codes are looked for first; other kinds only where there is none (it takes ten times as long), or
    with `every_kind`. `second_opinion` is asked where nothing was found.
    """
    pixels = np.ascontiguousarray(grey, np.uint8)
    found = [] if every_kind else _codes(pixels, QR_CODES)
    found = found or _codes(pixels, ALL_CODES)
    if not found and second_opinion is not None and (other := second_opinion(pixels)) is not None:
        found = [other]
    return found


def _codes(grey: Pixels, formats: zxingcpp.BarcodeFormats) -> list[Scanned]:
    read = (
        scanned(bytes(code.bytes), symbology(code.format.name))
        for code in zxingcpp.read_barcodes(grey, formats=formats)
    )
    return [code for code in read if code is not None]


def symbology(name: str) -> str:
    """zxing-cpp's name in the words of XFS4IoT: `"QRCode"` -> `"qrCode"`."""
    return _SYMBOLOGIES.get(name, name[:1].lower() + name[1:])


def by_zxing(grey: Pixels) -> Scanned | None:
    for code in zxingcpp.read_barcodes(grey, formats=QR_CODES):
        if (read := scanned(bytes(code.bytes))) is not None:
            return read
    return None
