"""Low mode: a page is drawn as low as it fits. Nothing is made smaller than a finger for it, and no word is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from screens.geometry import lies_over
from screens.surface import Surface
from screens.theme import Theme

STEPS = (1.0, 1.12, 1.25, 1.4, 1.6, 1.9)
"""Of the height within reach: a keyboard with what it finds needs more than a page with two buttons."""
FOR_TYPE = 1.25  # a hand that does not reach is worse than a name in small type
LEAST_MM, APART_MM = 14.75, 2.5  # a target's least side is 15 mm and a gap's 3 mm, less what rounding takes


def heights(theme: Theme) -> Iterator[int]:
    """Pixels for what is touched, the lowest first; the last is the whole screen."""
    for step in STEPS:
        height = round(theme.reach * step)
        if height < theme.height:
            yield height
    yield theme.height


def lowest(draw: Callable[[int], None], surface: Surface, theme: Theme) -> int:
    """Draw the page in one height after the other and leave it drawn in the best: the lowest in which no word had to
    become smaller than the smallest usual type, else the lowest in which everything has its place."""
    whole: list[int] = []  # heights in which everything has its place
    placed: list[int] = []  # the same for what is touched: some words are too long on any screen
    for height in heights(theme):
        if whole and height > theme.reach * FOR_TYPE:
            break
        draw(height)
        if not _placed(surface, theme):
            continue
        placed.append(height)
        if _written(surface, theme):
            whole.append(height)
            texts = [text for text in surface.texts if text.zone != "adapt"]
            if all(text.size >= theme.size("caption") for text in texts):
                return height
    best = next(iter([*whole, *placed, theme.height]))
    draw(best)
    return best


def fits(surface: Surface, theme: Theme) -> bool:
    return _placed(surface, theme) and _written(surface, theme)


def _written(surface: Surface, theme: Theme) -> bool:
    if any(text.clipped or text.rect.bottom > theme.height + 1 for text in surface.texts):
        return False
    return not any(lies_over(text.rect, target.rect) for text in surface.texts for target in surface.targets)


def _placed(surface: Surface, theme: Theme) -> bool:
    least, apart = theme.px_per_mm * LEAST_MM, theme.px_per_mm * APART_MM
    places = [target.rect for target in surface.targets]
    if any(min(place.w, place.h) < least or place.bottom > theme.height + 1 for place in places):
        return False
    places.sort(key=lambda place: place.y)
    for index, one in enumerate(places):
        for other in places[index + 1 :]:
            if other.y - one.bottom >= apart:
                break
            if max(one.x, other.x) - min(one.right, other.right) < apart:
                return False
    return True
