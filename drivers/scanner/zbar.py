"""zbar in a process of its own: `python -m drivers.scanner.zbar`.

Some payloads made libzbar's decoder abort its whole process (pyzbar issues 142, 143, 158), and anyone
may hold any code before a terminal. On standard input: width and height (4 bytes each, big-endian) and
the grey levels, row by row; on standard output: the number of bytes that the code holds (4 bytes; 0:
no code), and these.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any, BinaryIO

ZBAR_QRCODE = 64
ZBAR_CFG_ENABLE = 0
ZBAR_CFG_BINARY = 4  # zbar 0.23.1 and later: the bytes as they stand in the code
Y800 = int.from_bytes(b"Y800", "little")  # 8-bit grey


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    zbar = load()
    while len(size := asked.read(8)) == 8:
        width, height = int.from_bytes(size[:4]), int.from_bytes(size[4:])
        found = first_code(zbar, asked.read(width * height), width, height)
        answers.write(len(found).to_bytes(4) + found)
        answers.flush()


def first_code(zbar: Any, grey: bytes, width: int, height: int) -> bytes:
    """What the first QR code in the picture holds; empty: there is none."""
    scanner, image = zbar.zbar_image_scanner_create(), zbar.zbar_image_create()
    try:
        zbar.zbar_image_scanner_set_config(scanner, 0, ZBAR_CFG_ENABLE, 0)
        zbar.zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1)
        zbar.zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1)
        zbar.zbar_image_set_format(image, Y800)
        zbar.zbar_image_set_size(image, width, height)
        zbar.zbar_image_set_data(image, grey, len(grey), None)
        zbar.zbar_scan_image(scanner, image)
        symbol = zbar.zbar_image_first_symbol(image)
        if not symbol:
            return b""
        return ctypes.string_at(zbar.zbar_symbol_get_data(symbol), zbar.zbar_symbol_get_data_length(symbol))
    finally:
        zbar.zbar_image_destroy(image)
        zbar.zbar_image_scanner_destroy(scanner)


def load() -> Any:
    """libzbar, found by pyzbar and called directly: pyzbar's `decode` has no way to ask for bytes.

    Raises `ImportError` where it is not installed.
    """
    from pyzbar import zbar_library  # noqa: PLC0415 - its import fails where libzbar0 is not installed

    library, _ = zbar_library.load()
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


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
