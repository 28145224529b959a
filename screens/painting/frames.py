"""What lies over a live picture: a ring around a face, angles around a page. Each as its upper left corner: the others
are its mirror images (`screens/widgets/veil.py`).
"""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw

from screens.painting.shapes import rounded_mask, solid

_OVER = 3


def oval(side: int, ground: str, ring: str) -> Image.Image:
    """The page's ground around a circle, and a ring: the face looks out of a round window."""
    quarter = (side + 1) // 2
    big, edge = side * _OVER, side * _OVER // 90
    outside = Image.new("L", (quarter * _OVER, quarter * _OVER), 255)
    ImageDraw.Draw(outside).ellipse((edge, edge, big - edge, big - edge), fill=0)
    line = Image.new("L", outside.size, 0)
    ImageDraw.Draw(line).ellipse((edge // 2, edge // 2, big - edge // 2, big - edge // 2), outline=255, width=edge * 2)
    return Image.alpha_composite(solid(ground, outside.reduce(_OVER)), solid(ring, line.reduce(_OVER)))


def page_corner(size: tuple[int, int], radius: int, ground: str, ring: str, inset: int) -> Image.Image:
    """A rounded corner for the picture of this size, and an angle that says where the page belongs."""
    over = 2
    arm, pen = min(size) * over // 8, max(4, min(size) * over // 90)
    side = max(radius, inset + (arm + pen) // over) + 1
    cover = solid(ground, ImageChops.invert(rounded_mask((2 * side, 2 * side), radius).crop((0, 0, side, side))))
    lines = Image.new("L", (side * over, side * over), 0)
    draw = ImageDraw.Draw(lines)
    x = y = inset * over
    draw.line((x, y, x + arm, y), fill=255, width=pen)
    draw.line((x, y, x, y + arm), fill=255, width=pen)
    for px, py in ((x, y), (x + arm, y), (x, y + arm)):
        draw.ellipse((px - pen / 2, py - pen / 2, px + pen / 2, py + pen / 2), fill=255)
    return Image.alpha_composite(cover, solid(ring, lines.reduce(over)))
