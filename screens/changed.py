"""Where two drawings of a page differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from screens.geometry import Rect

Drawn = tuple[Hashable, Rect | None]
"""What was put on the canvas, and where; no place: it may be anywhere. Textures are held, not named: a new one must
not be taken for one that is gone."""


def changed(before: Sequence[Drawn], after: Sequence[Drawn]) -> list[Rect] | None:
    """The places of all that is in one and not in the other; None: anywhere."""
    common = Counter(before) & Counter(after)
    only_before, stay_before = _apart(before, common)
    only_after, stay_after = _apart(after, common)
    if stay_before != stay_after:
        return None  # something lies over what it lay under
    places: list[Rect] = []
    for _, place in only_before + only_after:
        if place is None:
            return None
        places.append(place)
    return places


def _apart(drawn: Sequence[Drawn], common: Counter[Drawn]) -> tuple[list[Drawn], list[Drawn]]:
    left = Counter(common)
    only, stay = [], []
    for one in drawn:
        if left[one] > 0:
            left[one] -= 1
            stay.append(one)
        else:
            only.append(one)
    return only, stay
