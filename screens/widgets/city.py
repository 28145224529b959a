"""The mountain city by night behind a page without a task."""

from __future__ import annotations

from screens.geometry import Rect
from screens.page import Page
from screens.painting.scene import LESS, city, sky
from screens.textures import exact


def night(page: Page, rect: Rect, band: float) -> None:
    """Sky all over `rect`, the city in its lowest `band` pixels."""
    textures, mode = page.surface.textures, page.theme.mode
    rect = rect.whole()
    high = int(rect.h)
    page.texture(rect, exact(textures.picture(("sky", high, mode), lambda: sky(high, page.palette))))
    size = (int(rect.w), int(band) // LESS * LESS)
    place = Rect(rect.x, rect.bottom - size[1], *size)
    page.texture(place, textures.picture(("city", size), lambda: city(size)))
