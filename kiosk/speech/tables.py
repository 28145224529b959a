"""A cell of a table as it is heard: with the name of its column, and its unit behind the figure."""

from __future__ import annotations

import re

_UNIT = re.compile(r"\s*[(（]\s*(元|yuan)\s*[)）]\s*")
_FIGURE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")


def figure(label: str, value: str) -> str:
    """`8,766.32` under `合计(元)` → `8,766.32 元`: so that it is said as money."""
    unit = _UNIT.search(label)
    return f"{value} {unit[1]}" if unit and _FIGURE.fullmatch(value.strip()) else value


def plain(label: str) -> str:
    """The column's name without its unit."""
    return _UNIT.sub("", label)


def cell(column: str, value: str, *, first: bool) -> str:
    """The first cell names the row; the others come with their column. An empty one is not said."""
    if not value.strip():
        return ""
    said = figure(column, value)
    return said if first else f"{plain(column)}，{said}"
