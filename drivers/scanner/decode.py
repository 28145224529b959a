"""QR codes in a picture: zxing-cpp, and zbar as a second opinion.

Of 200 synthetic camera frames zxing-cpp read 200, zbar 142; with all formats zxing-cpp takes ten times
as long, so it is asked for QR codes only. Both give bytes: zbar's own guess of the encoding is wrong
for a third of ordinary Chinese sentences.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

import cv2
import numpy as np
import zxingcpp

from drivers.camera.frame import Pixels
from drivers.scanner.payload import Scanned, scanned

ZBAR_QRCODE = 64
ZBAR_CFG_ENABLE = 0
ZBAR_CFG_BINARY = 4  # zbar 0.23.1 and later: the bytes as they stand in the code
QR_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
LARGEST_SIDE = 1280  # pixels; a code that needs more is too far away to be held on purpose


def decode(bgr: Pixels, second_opinion: bool = False) -> Scanned | None:
    """The first QR code in the picture. `second_opinion`: also ask zbar, which takes six times as long."""
    grey = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)
    if (scale := LARGEST_SIDE / max(grey.shape)) < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    pixels = np.ascontiguousarray(grey, np.uint8)
    found = by_zxing(pixels)
    return by_zbar(pixels) if found is None and second_opinion else found


def by_zxing(grey: Pixels) -> Scanned | None:
    for code in zxingcpp.read_barcodes(grey, formats=QR_CODES):
        if (read := scanned(bytes(code.bytes))) is not None:
            return read
    return None


def by_zbar(grey: Pixels) -> Scanned | None:
    """None also where libzbar is not installed."""
    zbar = _zbar()
    if zbar is None:
        return None
    height, width = grey.shape
    pixels = grey.tobytes()
    scanner, image = zbar.zbar_image_scanner_create(), zbar.zbar_image_create()
    try:
        zbar.zbar_image_scanner_set_config(scanner, 0, ZBAR_CFG_ENABLE, 0)
        zbar.zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1)
        zbar.zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1)
        zbar.zbar_image_set_format(image, int.from_bytes(b"Y800", "little"))
        zbar.zbar_image_set_size(image, width, height)
        zbar.zbar_image_set_data(image, pixels, len(pixels), None)
        zbar.zbar_scan_image(scanner, image)
        symbol = zbar.zbar_image_first_symbol(image)
        while symbol:
            data = ctypes.string_at(zbar.zbar_symbol_get_data(symbol), zbar.zbar_symbol_get_data_length(symbol))
            if (read := scanned(data)) is not None:
                return read
            symbol = zbar.zbar_symbol_next(symbol)
    finally:
        zbar.zbar_image_destroy(image)
        zbar.zbar_image_scanner_destroy(scanner)
    return None


@cache
def _zbar() -> Any:
    """libzbar, found and loaded by pyzbar. Called directly: pyzbar's `decode` has no way to ask for bytes."""
    try:
        from pyzbar import zbar_library  # noqa: PLC0415 - it needs libzbar0, without which zxing-cpp goes on alone

        library, _ = zbar_library.load()
    except (ImportError, OSError):
        return None
    pointer, number = ctypes.c_void_p, ctypes.c_int
    signatures: dict[str, tuple[Any, list[Any]]] = {
        "zbar_image_scanner_create": (pointer, []),
        "zbar_image_scanner_destroy": (None, [pointer]),
        "zbar_image_scanner_set_config": (number, [pointer, number, number, number]),
        "zbar_scan_image": (number, [pointer, pointer]),
        "zbar_image_create": (pointer, []),
        "zbar_image_destroy": (None, [pointer]),
        "zbar_image_set_format": (None, [pointer, ctypes.c_ulong]),
        "zbar_image_set_size": (None, [pointer, ctypes.c_uint, ctypes.c_uint]),
        "zbar_image_set_data": (None, [pointer, ctypes.c_char_p, ctypes.c_ulong, pointer]),
        "zbar_image_first_symbol": (pointer, [pointer]),
        "zbar_symbol_next": (pointer, [pointer]),
        "zbar_symbol_get_data": (pointer, [pointer]),
        "zbar_symbol_get_data_length": (ctypes.c_uint, [pointer]),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library
