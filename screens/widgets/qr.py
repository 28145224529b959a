"""QR codes as sharp squares, dark on white in every mode: scanners want it so."""

from __future__ import annotations

import qrcode
from PIL import Image

from screens.geometry import Rect
from screens.page import Page
from screens.textures import upload

_QUIET = 4  # modules of white around it (ISO/IEC 18004)


def matrix_picture(text: str) -> Image.Image:
    """One pixel a module, with the quiet zone."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=_QUIET)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    picture = Image.new("RGB", (len(matrix), len(matrix)), "white")
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                picture.putpixel((x, y), (0x14, 0x21, 0x3D))
    return picture


def qr(page: Page, rect: Rect, text: str) -> None:
    """The code in the largest whole number of pixels a module that fits; not kept after the page."""
    picture = matrix_picture(text)
    unit = max(1, int(min(rect.w, rect.h)) // picture.width)
    side = unit * picture.width
    page.texture(rect.middle(side, side).whole(), upload(picture, sharp=True))
