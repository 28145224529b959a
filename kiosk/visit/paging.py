"""A long list in pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def cut(items: Sequence[T], page: int, size: int) -> tuple[Sequence[T], int, int]:
    """What stands on the page, which page that is (the last where there are fewer), and how many there are."""
    page, pages = number_of(len(items), page, size)
    return items[page * size : (page + 1) * size], page, pages


def number_of(count: int, page: int, size: int) -> tuple[int, int]:
    """Of a page: the last where there are fewer; and how many there are."""
    pages = max(1, -(-count // size))
    return min(page, pages - 1), pages
