"""Guards against a coverage page that names a point, a screen or a test that is not there, or that is old."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from screens.registry import NAMES
from tests.coverage.page import PAGE, page
from tests.coverage.points import Point, sections

ROOT = PAGE.parents[1]
POINTS = [point for section in sections() for point in section.points]


def every(point: object) -> str:
    return str(point.number) if isinstance(point, Point) else ""


@cache
def named_in(path: str) -> frozenset[str]:
    """The tests of a file, as they stand there: nothing is run."""
    whole = ROOT / path
    if not (whole.name.startswith("test_") and whole.is_file()):
        return frozenset()
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    parts = ast.parse(whole.read_text(encoding="utf-8")).body
    return frozenset(one.name for one in parts if isinstance(one, kinds) and one.name.startswith("test_"))


def test_all_46_points_are_there_once_and_in_order() -> None:
    assert [point.number for point in POINTS] == list(range(1, 47))


@pytest.mark.parametrize("point", POINTS, ids=every)
def test_every_screen_is_registered_and_every_test_is_there(point: Point) -> None:
    assert set(point.screens) <= set(NAMES.values())
    missing = [test for test in point.tests if test.partition("::")[2] not in named_in(test.partition("::")[0])]
    assert missing == []
    assert len(set(point.screens)) == len(point.screens)
    assert len(set(point.tests)) == len(point.tests)


@pytest.mark.parametrize("point", POINTS, ids=every)
def test_a_point_is_proven_or_says_that_it_falls_short(point: Point) -> None:
    assert point.asked.endswith(".") and point.terminal.endswith(".")
    assert set(point.document.split(", ")) <= {"A", "B"}
    assert point.tests or point.falls_short


def test_the_page_is_what_the_points_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(sections()), "python -m tests.coverage"


def test_the_links_of_the_page_lead_somewhere() -> None:
    text = PAGE.read_text(encoding="utf-8")
    links = [part.partition(")")[0] for part in text.split("](")[1:]]
    assert links
    assert all((Path(PAGE).parent / link).is_file() for link in links)
