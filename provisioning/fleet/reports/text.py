"""A report as lines of text, for a terminal window."""

from __future__ import annotations

from collections.abc import Iterator

from provisioning.fleet.reports.report import Report, Table, shown

WIDE = 0x2E80  # from here on a character takes two columns


def lines(report: Report, edition: int) -> Iterator[str]:
    span = report.first if report.first == report.last else f"{report.first} … {report.last}"
    which = f"  第 {edition} 版 edition {edition}" if edition else "  未完结 not over"
    if report.kind == "daily" or report.about:
        which = ""
    about = f"  {report.about.zh} {report.about.en}" if report.about else ""
    yield f"{report.title.zh} {report.title.en}{about}  {span}{which}"
    for table in report.tables:
        yield ""
        yield f"{table.title.zh} {table.title.en}"
        yield from _table(table)
    yield ""
    yield "依据 based on"
    yield from (f"  {one.zh} {one.en}" for one in report.based_on)
    yield "不包括 cannot know"
    yield from (f"  {one.zh} {one.en}" for one in report.unknown)


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        yield "  —"
        return
    cells = [[column.title.zh for column in table.columns]]
    cells += [[shown(cell, column.unit) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        filled = (
            " " * (width - _width(cell)) + cell if right else cell + " " * (width - _width(cell))
            for cell, width, right in zip(row, widths, table.numeric, strict=True)
        )
        yield ("  " + "  ".join(filled)).rstrip()


def _width(text: str) -> int:
    return sum(2 if ord(character) >= WIDE else 1 for character in text)
