"""docs/coverage.md out of the points: a table a section, each test by its name as a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.coverage.points import Point, Section

PAGE = Path(__file__).parents[2] / "docs/coverage.md"

_HEAD = """\
# What the two source documents ask for, and where the terminal does it

The 46 points of document **A** (the newspaper's review of the platform's data of 2020) and document **B** (the city's
work plan for the platform in 2020, 渝府办发〔2020〕50号). Each has the screens that show it, by their names in
`screens/registry.py`, and the tests that fail when it is broken. **Platform's duty** marks a point that is the
platform's alone: then the sentence says what is left for the terminal. **Falls short** says what is not met, or not
proven.

Written by `python -m tests.coverage` out of `tests/coverage/points/`; a test keeps page, screens and tests together.
"""


def page(sections: Sequence[Section]) -> str:
    return "\n".join(_lines(sections)) + "\n"


def _lines(sections: Sequence[Section]) -> Iterator[str]:
    short = [point.number for section in sections for point in section.points if point.falls_short]
    whole = [point.number for section in sections for point in section.points if not point.falls_short]
    yield _HEAD
    yield f"Nothing falls short in {len(whole)} points ({_numbers(whole)}); something does in {len(short)}."
    for section in sections:
        yield ""
        yield f"## {section.title}"
        yield ""
        yield "| # | asked for | at the terminal | proven by |"
        yield "|---|---|---|---|"
        yield from (_row(point) for point in section.points)


def _row(point: Point) -> str:
    duty = "**Platform's duty.** " if point.platforms_duty else ""
    terminal = [duty + point.terminal]
    if point.screens:
        terminal.append("Screens: " + ", ".join(f"`{name}`" for name in point.screens))
    if point.falls_short:
        terminal.append("**Falls short:** " + point.falls_short)
    cells = (str(point.number), f"{point.asked} ({point.document})", "<br>".join(terminal), _tests(point))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _tests(point: Point) -> str:
    of_file: dict[str, list[str]] = {}
    for test in point.tests:
        path, _, function = test.partition("::")
        of_file.setdefault(path, []).append(function.removeprefix("test_").replace("_", " "))
    return "<br>".join(
        f"[{path.removeprefix('tests/').removesuffix('.py')}](../{path}): {'; '.join(names)}"
        for path, names in of_file.items()
    )


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
