"""A page of a sealed document as a picture, with what is the citizen's own covered where that is wanted."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from kiosk.contract.certificates import PersonalBox

if TYPE_CHECKING:
    import pypdfium2

COVER = (205, 214, 230)
WIDTH = 1240  # pixels: A4 at 150 dpi, sharp on a page that the window shows at about its real size

_one_at_a_time = threading.Lock()  # PDFium is not safe for threads


class BadDocument(Exception):
    """What the platform sent cannot be drawn. Holds nothing of it."""


@dataclass(frozen=True)
class Drawn:
    """`rgb`: as `Picture` of kiosk/visit/views."""

    width: int
    height: int
    rgb: bytes = field(repr=False)


def count(document: bytes) -> int:
    """How many pages there are. Raises `BadDocument`."""
    with _one_at_a_time:
        pdf = _open(document)
        try:
            return len(pdf)
        finally:
            pdf.close()


def draw(document: bytes, page: int, covered: Iterable[PersonalBox] = (), width: int = WIDTH) -> Drawn:
    """One page, counted from 0. Takes some 60 ms: not for the event loop. Raises `BadDocument`."""
    import pypdfium2  # noqa: PLC0415 - 6 MB that only a visit with a document needs

    with _one_at_a_time:
        pdf = _open(document)
        try:
            if not 0 <= page < len(pdf):
                raise BadDocument("there is no such page")
            sheet = pdf[page]
            picture = sheet.render(scale=width / sheet.get_width()).to_pil().convert("RGB")
        except (pypdfium2.PdfiumError, ValueError, ZeroDivisionError) as error:
            raise BadDocument(type(error).__name__) from None
        finally:
            pdf.close()
    _cover(picture, [box for box in covered if box.page == page])
    return Drawn(picture.width, picture.height, picture.tobytes())


def _open(document: bytes) -> pypdfium2.PdfDocument:
    import pypdfium2  # noqa: PLC0415 - as in `draw`

    try:
        return pypdfium2.PdfDocument(document)
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise BadDocument(type(error).__name__) from None


def _cover(picture: Image.Image, boxes: Iterable[PersonalBox]) -> None:
    """The pixels themselves are replaced: what is covered is not in the picture."""
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        left, top = box.left * picture.width, box.top * picture.height
        right, bottom = left + box.width * picture.width, top + box.height * picture.height
        draw.rounded_rectangle((left, top, right, bottom), radius=6, fill=COVER)
