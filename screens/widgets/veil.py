"""A picture over a live one, which is itself drawn over the page."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Rectangle

from screens.geometry import Rect
from screens.page import Page
from screens.textures import exact


def corners_over(page: Page, widget: Any, rect: Rect, corner: Any) -> None:
    """`corner`: the texture of the upper left one; the others are its mirror images. Between them nothing is drawn."""
    rect = rect.whole()
    wide, high = corner.size
    right, low = min(wide, rect.w - wide), min(high, rect.h - high)  # where they meet, none lies over another
    widget.canvas.after.clear()
    widget.canvas.after.add(Color(1, 1, 1, 1))
    for x, w, mirrored in ((rect.x, wide, False), (rect.right - right, right, True)):
        for y, h, upright in ((rect.y, high, True), (rect.bottom - low, low, False)):
            coordinates = _coordinates(corner, w / wide, h / high, mirrored, upright)
            place = (x, page.theme.height - y - h)
            widget.canvas.after.add(Rectangle(texture=exact(corner), pos=place, size=(w, h), tex_coords=coordinates))


def _coordinates(texture: Any, wide: float, high: float, mirrored: bool, upright: bool) -> tuple[float, ...]:
    """Of the picture's outermost part, from the lower left corner of where it is drawn, counterclockwise."""
    u, v = texture.uvpos
    du, dv = texture.uvsize
    left, right = u, u + du * wide
    bottom, top = v + dv * (1 - high), v + dv  # the first row is the lowest one
    if mirrored:
        left, right = right, left
    if not upright:
        bottom, top = top, bottom
    return (left, bottom, right, bottom, right, top, left, top)
