"""Where paper comes out, and how a page is laid under the document camera: it moves once, then stands still."""

from __future__ import annotations

from screens.geometry import Rect
from screens.page import Page
from screens.painting import hands, papers
from screens.widgets.card_motion import CardMotion

LEAST_MM = 48  # of height: below this the picture says less than an icon


def comes_out(page: Page, rect: Rect, kind: str) -> None:
    """A "receipt" or an A4 "sheet" that comes down out of the printer's mouth, in the middle of `rect`."""
    area = rect.middle(min(rect.w, rect.h * 1.5), rect.h).whole()
    page.keep(f"paper:{kind}:{page.theme.mode}:{area}", lambda: _out(page, area, kind))


def is_laid(page: Page, rect: Rect) -> None:
    """A page that goes down onto its place under the document camera."""
    area = rect.middle(min(rect.w, rect.h * 1.5), rect.h).whole()
    page.keep(f"paper:laid:{page.theme.mode}:{area}", lambda: _laid(page, area))


def _out(page: Page, area: Rect, kind: str) -> CardMotion:
    textures, colours, mode = page.surface.textures, page.palette, page.theme.mode
    front = Rect(area.x, area.y, area.w, area.h * 0.5).whole()
    high = int(area.h * 0.46)
    size = (int(high * 0.86 if kind == "receipt" else high * 0.92), high)
    draw = papers.receipt_picture if kind == "receipt" else papers.sheet_picture
    paper = textures.picture(("paper", kind, size, mode), lambda: draw(size, colours))
    mouth = round(size[0] * 1.25)
    printer = textures.picture(
        ("printer", front.w, front.h, mouth, mode),
        lambda: papers.printer_picture((int(front.w), int(front.h)), mouth, colours),
    )
    x = area.x + (area.w - size[0]) / 2
    hidden = Rect(x, front.bottom - high * 0.75, *size)  # its edge is seen from the first moment
    shown = Rect(x, front.bottom - area.h * 0.05, *size)
    parts = [("paper", paper, hidden, shown), ("printer", printer, front, front)]
    side = max(20, int(area.h * 0.16))
    arrow = textures.picture(("arrow", side, False, mode), lambda: hands.arrow_picture(side, colours.accent, False))
    at = Rect(shown.right + area.w * 0.06, shown.y + (high - side) / 2, side, side)
    parts.append(("arrow", arrow, at, at))
    return CardMotion(parts, page.theme.height)


def _laid(page: Page, area: Rect) -> CardMotion:
    textures, colours, mode = page.surface.textures, page.palette, page.theme.mode
    bed = Rect(area.x, area.bottom - area.h * 0.82, area.w, area.h * 0.82).whole()
    high = int(bed.h * 0.76)
    size = (int(high / papers.A4), high)
    place = (round(size[0] * 1.14), round(size[1] * 1.1))
    tray = textures.picture(
        ("laid", bed.w, bed.h, mode), lambda: hands.bed_picture((int(bed.w), int(bed.h)), place, colours)
    )
    paper = textures.picture(("paper", "laid", size, mode), lambda: papers.sheet_picture(size, colours))
    x = area.x + (area.w - size[0]) / 2
    lifted, laid = Rect(x, area.y, *size), Rect(x, bed.y + (bed.h - high) / 2, *size)
    side = max(20, int(area.h * 0.17))
    arrow = textures.picture(("arrow", side, False, mode), lambda: hands.arrow_picture(side, colours.accent, False))
    at = Rect(laid.right + (bed.right - laid.right - side) / 2, bed.y + (bed.h - side) / 2, side, side)
    return CardMotion(
        [("bed", tray, bed, bed), ("paper", paper, lifted, laid), ("arrow", arrow, at, at)], page.theme.height
    )
