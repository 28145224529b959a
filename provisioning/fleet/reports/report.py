"""A report as a value: tables, what they are based on, and what cannot be known from here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.text import Localized


@dataclass(frozen=True)
class Leads:
    """A cell behind which there is more: the terminals of a district, the events of a terminal, a month's report.

    `to`: "district" (GB/T 2260), "terminal" or "month", and which one.
    """

    title: Localized | str
    to: str
    code: str


Cell = str | int | float | None | Localized | Leads
KINDS = ("daily", "weekly", "monthly", "quarterly", "yearly")
TITLES: Mapping[str, Localized] = {
    "daily": Localized("日扫描", "Daily scan"),
    "weekly": Localized("周调度", "Weekly dispatch"),
    "monthly": Localized("月通报", "Monthly report"),
    "quarterly": Localized("季分析", "Quarterly analysis"),
    "yearly": Localized("年考核", "Yearly score"),
}


@dataclass(frozen=True)
class Column:
    name: str  # in JSON
    title: Localized
    unit: str = ""  # "%", "min", …


@dataclass(frozen=True)
class Table:
    name: str
    title: Localized
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Which columns hold numbers, and are set flush right."""
        return tuple(
            any(isinstance(row[at], (int, float)) for row in self.rows)
            and all(row[at] is None or isinstance(row[at], (int, float)) for row in self.rows)
            for at in range(len(self.columns))
        )


@dataclass(frozen=True)
class Report:
    """`first` and `last`: days of China, both within."""

    kind: str
    first: str
    last: str
    tables: tuple[Table, ...]
    based_on: tuple[Localized, ...]
    unknown: tuple[Localized, ...]
    about: Localized | None = None  # a part of the fleet: what is behind a figure of the report; it has no edition

    @property
    def title(self) -> Localized:
        return TITLES[self.kind]

    @property
    def digest(self) -> str:
        """Of all that it says: the same data make the same report."""
        return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        return {
            "report": self.kind,
            "title": _both(self.title),
            "first": self.first,
            "last": self.last,
            **({"about": _both(self.about)} if self.about else {}),
            **{
                table.name: [
                    {column.name: _value(cell) for column, cell in zip(table.columns, row, strict=True)}
                    for row in table.rows
                ]
                for table in self.tables
            },
            "based_on": [_both(one) for one in self.based_on],
            "cannot_know": [_both(one) for one in self.unknown],
        }


def said(cell: Cell) -> Cell:
    """The cell without what it leads to."""
    return cell.title if isinstance(cell, Leads) else cell


def shown(cell: Cell, unit: str = "") -> str:
    """As a person reads it; in the language of the reports' readers, Chinese."""
    cell = said(cell)
    if cell is None:
        return "—"
    if isinstance(cell, Localized):
        return cell.zh
    return f"{cell} {unit}".rstrip() if isinstance(cell, (int, float)) else str(cell)


def english(cell: Cell) -> str:
    """What stands small below it; empty: it is the same in every language."""
    cell = said(cell)
    return cell.en if isinstance(cell, Localized) else ""


def _value(cell: Cell) -> Any:
    cell = said(cell)
    return _both(cell) if isinstance(cell, Localized) else cell


def _both(text: Localized) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
