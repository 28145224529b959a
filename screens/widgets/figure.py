"""The one number that a page is about, twice as large as any other: it is read from where one waits."""

from __future__ import annotations

from screens import fonts, rare
from screens.geometry import Rect
from screens.outline import ShownText
from screens.page import Page
from screens.textures import upload

_TIMES = 2  # the largest type


def figure_height(page: Page) -> int:
    """At most, with the room that letters leave above and below."""
    return round(page.theme.size("number") * _TIMES * 1.1)


def figure(page: Page, rect: Rect, words: str) -> None:
    """As large as fits. A picture that goes with the page (20 ms, 1.5 MB for its face), and no eleventh size of the
    window's type; the outline calls it by the largest of those."""
    face = fonts.file_of(fonts.name_of(page.surface.textures.face, bold=True))
    size = page.theme.size("number") * _TIMES
    size = int(size * min(1.0, rect.w / rare.width(words, size, face), rect.h / figure_height(page)))
    picture = rare.line(words, size, face)
    left, top, right, bottom = picture.getbbox() or (0, 0, picture.width, picture.height)
    picture = picture.crop((left, top, right, bottom))  # the face's line is half as high again as its digits
    place = rect.middle(picture.width, picture.height).whole()
    page.texture(place, upload(picture), page.palette.stress)
    page.surface.texts.append(
        ShownText(words, place, page.theme.size("number"), True, page.palette.stress, role="number")
    )
