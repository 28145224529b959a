"""What is drawn by one corner and its mirror images is the same as drawn whole."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops, ImageDraw

from screens.painting import frames
from screens.painting.shapes import rounded_mask


@pytest.mark.parametrize("size", [(120, 80), (81, 121), (64, 64), (9, 9)])
@pytest.mark.parametrize("radius", [0, 3, 16, 32, 400])
def test_a_rounded_box(size: tuple[int, int], radius: int) -> None:
    """A corner that is cut off or turned the wrong way would show on every card and button."""
    box = (0, 0, size[0] * 4 - 1, size[1] * 4 - 1)
    whole = Image.new("L", (size[0] * 4, size[1] * 4), 0)
    ImageDraw.Draw(whole).rounded_rectangle(box, min(radius, min(size) // 2) * 4, fill=255)
    difference = ImageChops.difference(rounded_mask(size, radius), whole.reduce(4))
    assert difference.getextrema()[1] <= 16 * 2  # two of the sixteen dots of a pixel: the edge of a circle is no mirror


@pytest.mark.parametrize("side", [200, 201])
def test_the_window_for_a_face(side: int) -> None:
    """Ground outside, ring at the edge, nothing over the face."""
    quarter = frames.oval(side, "#00FF00", "#FF0000")
    assert quarter.size == ((side + 1) // 2,) * 2
    middle = quarter.size[0] - 1
    assert quarter.getpixel((0, 0)) == (0, 255, 0, 255)
    assert quarter.getpixel((2, middle)) == (255, 0, 0, 255)
    assert quarter.getpixel((middle, middle))[3] == 0


def test_the_corner_of_a_page() -> None:
    corner = frames.page_corner((400, 300), 20, "#00FF00", "#FF0000", 24)
    assert max(corner.size) < 100
    assert corner.getpixel((0, 0)) == (0, 255, 0, 255)
    assert corner.getpixel((24, 24)) == (255, 0, 0, 255)
    assert corner.getpixel((20, 40))[3] == 0
