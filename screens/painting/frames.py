"""What lies over a live picture: an oval for a face, corners for a page."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw

from screens.painting.shapes import rounded_mask, solid

_OVER = 3


def oval(side: int, ground: str, ring: str) -> Image.Image:
    """The page's ground around a circle, and a ring: the face looks out of a round window."""
    big = side * _OVER
    edge = big // 90
    outside = Image.new("L", (big, big), 255)
    ImageDraw.Draw(outside).ellipse((edge, edge, big - edge, big - edge), fill=0)
    line = Image.new("L", (big, big), 0)
    ImageDraw.Draw(line).ellipse((edge // 2, edge // 2, big - edge // 2, big - edge // 2), outline=255, width=edge * 2)
    cover = solid(ground, outside.resize((side, side), Image.Resampling.LANCZOS))
    return Image.alpha_composite(cover, solid(ring, line.resize((side, side), Image.Resampling.LANCZOS)))


def page_corners(size: tuple[int, int], radius: int, ground: str, ring: str, inset: int) -> Image.Image:
    """Rounded corners for the picture, and four angles that say where the page belongs."""
    width, height = size
    outside = ImageChops.invert(rounded_mask(size, radius))
    cover = solid(ground, outside)
    over = 2
    lines = Image.new("L", (width * over, height * over), 0)
    draw = ImageDraw.Draw(lines)
    arm, pen = min(width, height) * over // 8, max(4, min(width, height) * over // 90)
    left, top = inset * over, inset * over
    right, bottom = (width - inset) * over, (height - inset) * over
    for x, dx in ((left, arm), (right, -arm)):
        for y, dy in ((top, arm), (bottom, -arm)):
            draw.line((x, y, x + dx, y), fill=255, width=pen)
            draw.line((x, y, x, y + dy), fill=255, width=pen)
            for px, py in ((x, y), (x + dx, y), (x, y + dy)):
                draw.ellipse((px - pen / 2, py - pen / 2, px + pen / 2, py + pen / 2), fill=255)
    return Image.alpha_composite(cover, solid(ring, lines.resize(size, Image.Resampling.LANCZOS)))
