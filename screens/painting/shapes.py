"""Cards and buttons as stretchable pictures: rounded corners, a border, one soft shadow."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

_OVER = 4


@dataclass(frozen=True, slots=True)
class Panel:
    """How a rounded box looks. Lengths in pixels; `shadow` is the opacity, 0 for none."""

    fill: str | None
    radius: int
    border: str | None = None
    width: int = 0
    shadow: float = 0.0
    blur: int = 0
    drop: int = 0

    @property
    def spread(self) -> int:
        """How far the shadow reaches outside the box."""
        return self.blur * 2 + self.drop if self.shadow else 0

    @property
    def slice(self) -> int:
        """The corner's part of the picture, which is never stretched."""
        return self.spread + max(self.radius, self.width) + 2


def rounded_mask(size: tuple[int, int], radius: int) -> Image.Image:
    """One corner is drawn, the others are its mirror images; between them all is one."""
    width, height = size
    radius = min(radius, min(size) // 2)
    side = min(radius + 1, (min(size) + 1) // 2)
    big = Image.new("L", (side * _OVER, side * _OVER), 0)
    ImageDraw.Draw(big).rounded_rectangle((0, 0, width * _OVER - 1, height * _OVER - 1), radius * _OVER, fill=255)
    corner = big.reduce(_OVER)
    mask = Image.new("L", size, 255)
    for upper, y in ((corner, 0), (corner.transpose(Image.Transpose.FLIP_TOP_BOTTOM), height - side)):
        mask.paste(upper, (0, y))
        mask.paste(upper.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (width - side, y))
    return mask


def solid(colour: str, mask: Image.Image) -> Image.Image:
    """One colour behind a mask."""
    picture = Image.new("RGBA", mask.size, (*ImageColor.getrgb(colour)[:3], 0))
    picture.putalpha(mask)
    return picture


def panel_picture(panel: Panel) -> Image.Image:
    """The smallest picture of the box that can be stretched between its corners."""
    inner = 2 * (max(panel.radius, panel.width) + 2) + 4
    spread = panel.spread
    side = inner + 2 * spread
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    whole = Image.new("L", (side, side), 0)
    whole.paste(rounded_mask((inner, inner), panel.radius), (spread, spread))
    if panel.shadow:
        fallen = ImageChops.offset(whole, 0, panel.drop).filter(ImageFilter.GaussianBlur(panel.blur))
        picture = solid("#14213D", fallen.point(lambda level: round(level * panel.shadow)))
    if panel.border and panel.width:
        picture = Image.alpha_composite(picture, solid(panel.border, whole))
        core = inner - 2 * panel.width
        inside = Image.new("L", (side, side), 0)
        at = (spread + panel.width, spread + panel.width)
        inside.paste(rounded_mask((core, core), max(0, panel.radius - panel.width)), at)
        if panel.fill:
            return Image.alpha_composite(picture, solid(panel.fill, inside))
        picture.putalpha(ImageChops.subtract(picture.getchannel("A"), inside))
        return picture
    if panel.fill:
        picture = Image.alpha_composite(picture, solid(panel.fill, whole))
    return picture


def dashed_frame(size: tuple[int, int], radius: int, width: int, colour: str, fill: str) -> Image.Image:
    """A rounded frame of dashes."""
    w, h = size[0] * 2, size[1] * 2
    ring = Image.new("L", (w, h), 0)
    draw = ImageDraw.Draw(ring)
    draw.rounded_rectangle((0, 0, w - 1, h - 1), radius * 2, outline=255, width=width * 2)
    gaps = Image.new("L", (w, h), 255)
    cut = ImageDraw.Draw(gaps)
    dash = width * 11
    for x in range(radius * 2 + dash // 2, w - radius * 2, dash):
        cut.rectangle((x, 0, x + dash // 3, width * 2), fill=0)
        cut.rectangle((x, h - width * 2 - 1, x + dash // 3, h), fill=0)
    for y in range(radius * 2 + dash // 2, h - radius * 2, dash):
        cut.rectangle((0, y, width * 2, y + dash // 3), fill=0)
        cut.rectangle((w - width * 2 - 1, y, w, y + dash // 3), fill=0)
    ring = ImageChops.multiply(ring, gaps).resize(size, Image.Resampling.LANCZOS)
    body = solid(fill, rounded_mask(size, radius))
    return Image.alpha_composite(body, solid(colour, ring))
