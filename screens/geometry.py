"""Rectangles in window pixels, y downwards, that are cut into smaller ones: the whole layout of a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.w / 2, self.y + self.h / 2

    def contains(self, x: float, y: float, slop: float = 0) -> bool:
        return self.x - slop <= x < self.right + slop and self.y - slop <= y < self.bottom + slop

    def inset(self, across: float, down: float | None = None) -> Rect:
        down = across if down is None else down
        return Rect(self.x + across, self.y + down, max(0, self.w - 2 * across), max(0, self.h - 2 * down))

    def top(self, height: float, gap: float = 0) -> tuple[Rect, Rect]:
        """A strip of `height` at the top, and what remains below a `gap`."""
        height = min(height, self.h)
        left = max(0, self.h - height - gap)
        return Rect(self.x, self.y, self.w, height), Rect(self.x, self.bottom - left, self.w, left)

    def foot(self, height: float, gap: float = 0) -> tuple[Rect, Rect]:
        """A strip of `height` at the bottom, and what remains above a `gap`."""
        height = min(height, self.h)
        left = max(0, self.h - height - gap)
        return Rect(self.x, self.bottom - height, self.w, height), Rect(self.x, self.y, self.w, left)

    def left(self, width: float, gap: float = 0) -> tuple[Rect, Rect]:
        width = min(width, self.w)
        rest = max(0, self.w - width - gap)
        return Rect(self.x, self.y, width, self.h), Rect(self.right - rest, self.y, rest, self.h)

    def end(self, width: float, gap: float = 0) -> tuple[Rect, Rect]:
        """A strip of `width` at the right, and what remains to its left."""
        width = min(width, self.w)
        rest = max(0, self.w - width - gap)
        return Rect(self.right - width, self.y, width, self.h), Rect(self.x, self.y, rest, self.h)

    def columns(self, count: int, gap: float = 0) -> list[Rect]:
        width = (self.w - gap * (count - 1)) / count
        return [Rect(self.x + i * (width + gap), self.y, width, self.h) for i in range(count)]

    def fitted(self, wants: Sequence[float], gap: float = 0) -> list[Rect]:
        """Equal columns; where one wants more than that, each gets what it wants and an equal part of what is over."""
        equal = self.columns(len(wants), gap)
        spare = (self.w - gap * (len(wants) - 1) - sum(wants)) / len(wants)
        if max(wants) <= equal[0].w or spare < 0:
            return equal
        x, out = self.x, []
        for want in wants:
            out.append(Rect(x, self.y, want + spare, self.h))
            x = out[-1].right + gap
        return out

    def rows(self, count: int, gap: float = 0) -> list[Rect]:
        height = (self.h - gap * (count - 1)) / count
        return [Rect(self.x, self.y + i * (height + gap), self.w, height) for i in range(count)]

    def stack(self, heights: list[float], gap: float = 0) -> list[Rect]:
        """One rectangle a height, from the top down."""
        y, out = self.y, []
        for height in heights:
            out.append(Rect(self.x, y, self.w, height))
            y += height + gap
        return out

    def middle(self, width: float, height: float) -> Rect:
        """A rectangle of at most this size in the middle."""
        width, height = min(width, self.w), min(height, self.h)
        return Rect(self.x + (self.w - width) / 2, self.y + (self.h - height) / 2, width, height)

    def whole(self) -> Rect:
        """On whole pixels, so that edges and letters stay sharp."""
        x, y = round(self.x), round(self.y)
        return Rect(x, y, round(self.right) - x, round(self.bottom) - y)


OVER_PX = 4  # what a line's leading may reach into something else


def lies_over(words: Rect, target: Rect) -> bool:
    """Words that are not its own cover what is touched."""
    across = max(words.x, target.x) - min(words.right, target.right)
    down = max(words.y, target.y) - min(words.bottom, target.bottom)
    return max(across, down) < -OVER_PX and not target.contains(*words.centre)


def pages_of(heights: list[float], available: float, gap: float) -> list[range]:
    """Which of the things with these heights stand together on a page; every page has at least one."""
    pages, start, used = [], 0, 0.0
    for index, height in enumerate(heights):
        more = height + (gap if index > start else 0)
        if index > start and used + more > available:
            pages.append(range(start, index))
            start, used = index, height
        else:
            used += more
    pages.append(range(start, len(heights)))
    return pages
