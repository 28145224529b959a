"""Makes a report of what the fleet service holds, and numbers its editions."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, datetime

from kiosk.catalogue.model import Catalogue
from kiosk.clock import CHINA
from kiosk.text import Localized
from provisioning.database import transaction
from provisioning.fleet.calls import Calls
from provisioning.fleet.follow_up.store import FollowUps
from provisioning.fleet.reports.analysis import analysis
from provisioning.fleet.reports.behind import of_district, of_terminal
from provisioning.fleet.reports.bulletin import bulletin
from provisioning.fleet.reports.dispatch import dispatch
from provisioning.fleet.reports.followed import connected, followed
from provisioning.fleet.reports.material import gather
from provisioning.fleet.reports.periods import before, days_of
from provisioning.fleet.reports.report import Report
from provisioning.fleet.reports.scan import scan
from provisioning.fleet.reports.yearly import yearly
from provisioning.fleet.store import FleetStore

EDITIONS = """
CREATE TABLE IF NOT EXISTS editions (          -- of reports on periods: what came late makes another
    kind         TEXT NOT NULL,
    first        TEXT NOT NULL,
    edition      INTEGER NOT NULL,
    digest       TEXT NOT NULL,
    made_at      REAL NOT NULL,
    PRIMARY KEY (kind, first, edition)
) STRICT, WITHOUT ROWID;
"""


def make(store: FleetStore, kind: str, wanted: str | None, catalogue: Catalogue, now: float) -> Report:
    """Raises `BadPeriod`. The same data make the same report."""
    today = datetime.fromtimestamp(now, CHINA).date()
    first, last = days_of(kind, wanted, today)
    database = store.database
    follow_ups = FollowUps(database)
    if kind == "daily":
        overdue = [one for one in follow_ups.listed(now) if one.late_s is not None]
        known, calls = connected(database), len(Calls(database).waiting(now))
        return scan(store.terminals(now), calls, overdue, today.isoformat(), connected=known)
    material = gather(database, first, last, now)
    if kind == "weekly":
        return dispatch(material, followed(follow_ups, material.first, material.last, now), today.isoformat())
    if kind == "monthly":
        earlier = gather(database, *before(kind, first), now)
        problems = followed(follow_ups, material.first, material.last, now)
        return bulletin(material, earlier, problems, today.isoformat())
    if kind == "yearly":
        return yearly(material, today.isoformat())
    months = [
        gather(database, *days_of("monthly", f"{first.year}-{first.month + offset:02d}", last), now)
        for offset in range(3)
        if date(first.year, first.month + offset, 1) <= today
    ]
    return analysis(material, months, names_of(catalogue), today.isoformat())


def behind(store: FleetStore, kind: str, wanted: str | None, part: tuple[str, str], now: float) -> Report:
    """What is behind the figures of a period. `part`: "district" or "terminal", and which one. Raises `BadPeriod`,
    `NothingBehind`."""
    to, code = part
    first, last = days_of(kind, wanted, datetime.fromtimestamp(now, CHINA).date())
    material = gather(store.database, first, last, now)
    return (of_district if to == "district" else of_terminal)(kind, material, store.database, code, now)


def edition(database: sqlite3.Connection, report: Report, now: float) -> int:
    """From 1; the same again has the number that it had. 0: the period is not over, and it is not numbered yet."""
    if report.last >= datetime.fromtimestamp(now, CHINA).date().isoformat():
        return 0
    database.executescript(EDITIONS)
    digest = report.digest
    with transaction(database):
        rows = database.execute(
            "SELECT edition, digest FROM editions WHERE kind = ? AND first = ? ORDER BY edition",
            (report.kind, report.first),
        ).fetchall()
        if rows and rows[-1]["digest"] == digest:
            return int(rows[-1]["edition"])
        number = len(rows) + 1
        database.execute(
            "INSERT INTO editions VALUES (?, ?, ?, ?, ?)", (report.kind, report.first, number, digest, now)
        )
    return number


def names_of(catalogue: Catalogue) -> Mapping[str, Localized]:
    return {item.code: item.name for item in (*catalogue.items, *catalogue.further)}
