"""Queries (查询): an answer as a headline and a table."""

from __future__ import annotations

from typing import Any

from kiosk.contract.model import ItemCode, Model, Moment
from kiosk.contract.operation import Operation
from kiosk.text import Localized


class Query(Model, frozen=True):
    item_code: ItemCode
    answers: dict[str, Any]


class Headline(Model, frozen=True):
    label: Localized
    value: str


class QueryResult(Model, frozen=True):
    headline: Headline | None
    columns: tuple[Localized, ...]
    rows: tuple[tuple[str, ...], ...]
    as_of: Moment
    note: Localized | None

    def __post_init__(self) -> None:
        super().__post_init__()
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row of another width than the columns")


ASK = Operation(
    "query",
    "POST",
    "/v1/queries",
    "Ask about oneself",
    Query,
    QueryResult,
    session=True,
    repeatable=True,
    problems=((404, "nothing-found"),),
)

OPERATIONS = (ASK,)
