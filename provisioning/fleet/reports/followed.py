"""How the problems that were opened in a period were followed up: calls for a person, and complaints (差评整改)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

from kiosk.text import Localized
from provisioning.clock import rfc3339
from provisioning.fleet.follow_up.page import KINDS
from provisioning.fleet.follow_up.store import FollowUps
from provisioning.fleet.ledger import midnight, next_day
from provisioning.fleet.reports import formulae
from provisioning.fleet.reports.report import Cell, Column, Table
from provisioning.follow_ups import FollowUp

KIND = Column("kind", Localized("类别", "Kind"))
OPENED = Column("opened", Localized("新增", "Opened"))
IN_TIME = Column("in_time", Localized("按期", "In time"))
LATE = Column("late", Localized("逾期才处理", "Late"))
OVERDUE = Column("overdue", Localized("超期未处理", "Overdue"))
OPEN = Column("open", Localized("未到期", "Not due yet"))
SHARE = Column("in_time_share", Localized("按期率", "In time"), "%")


def followed(follow_ups: FollowUps, first: str, last: str, now: float) -> Table:
    """`first`, `last`: days of China. How things stand at the period's end, or now."""
    ends = min(now, midnight(next_day(last)))
    opened = follow_ups.between(_moment(midnight(first)), _moment(midnight(next_day(last))))
    rows = tuple(
        _row(KINDS[kind], [one for one in opened if one.kind == kind], ends)
        for kind in KINDS
        if any(one.kind == kind for one in opened)
    )
    columns = (KIND, OPENED, IN_TIME, LATE, OVERDUE, OPEN, SHARE)
    return Table("follow_up", Localized("督办问题", "Problems followed up"), columns, rows)


def connected(database: sqlite3.Connection) -> bool:
    """The platform has told of its complaints."""
    return bool(FollowUps(database).heard()[0])


def _row(kind: Localized, some: Sequence[FollowUp], ends: float) -> tuple[Cell, ...]:
    """What was settled after the period's end had not been at its end."""
    due = [(_at(one.due_at), None if one.settled_at is None else _at(one.settled_at)) for one in some]
    in_time = sum(done is not None and done <= min(by, ends) for by, done in due)
    late = sum(done is not None and by < done <= ends for by, done in due)
    overdue = sum((done is None or done > ends) and by < ends for by, done in due)
    judged = in_time + late + overdue
    return kind, len(some), in_time, late, overdue, len(some) - judged, formulae.percent(in_time, judged)


def _at(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()


def _moment(at: float) -> str:
    return rfc3339(datetime.fromtimestamp(at, UTC))
