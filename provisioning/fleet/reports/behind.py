"""What is behind a figure of a report: the terminals of a district, and of one terminal every single event."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime

from kiosk.clock import CHINA
from kiosk.text import Localized
from provisioning.fleet import events
from provisioning.fleet.areas import name_of
from provisioning.fleet.events import OUTAGES, Event
from provisioning.fleet.follow_up.store import DUE_S, TITLES
from provisioning.fleet.hours import hours_told, open_s
from provisioning.fleet.ledger import interval_of, midnight, next_day, silent_until
from provisioning.fleet.reports import formulae
from provisioning.fleet.reports.common import (
    AVAILABILITY,
    COMPLETION,
    GOOD,
    HOURS,
    LATE,
    NOWHERE,
    TERMINAL,
    VISITS,
    bases,
    terminal_cell,
)
from provisioning.fleet.reports.material import Material, Tally
from provisioning.fleet.reports.report import Cell, Column, Report, Table
from provisioning.fleet.standing import STALE_AFTER
from provisioning.fleet.troubles import SILENT, words_for

OPEN_H = Column("open_hours", Localized("营业时间", "Open"), "小时")
SERVED_H = Column("served_hours", Localized("可用时间", "Served"), "小时")
OUTAGE_H = Column("outage_hours", Localized("停用", "Out of use"), "小时")
OUTAGES_OF = Column("outages", Localized("停用次数", "Outages"))
BEGAN = Column("began", Localized("开始", "Began"))
ENDED = Column("ended", Localized("结束", "Ended"))
MINUTES = Column("minutes", Localized("营业时间内", "While open"), "分钟")
TROUBLE = Column("trouble", Localized("事件", "What"))
COUNTS = Column("counts", Localized("计入停用", "Out of use"))
CALLED = Column("called", Localized("呼叫时间", "Called"))
REASON = Column("reason", Localized("事由", "Why"))
OWNER = Column("owner", Localized("处理人", "Who went"))
WAITED = Column("waited", Localized("等待", "Waited"), "分钟")
SEEN_TO = Column("seen_to", Localized("处理", "Seen to"))
GOES_ON = Localized("仍在持续", "goes on")
NOT_YET = Localized("没有处理", "not yet")
YES = Localized("是", "yes")


class NothingBehind(Exception):
    """One sentence: the fleet has no such terminal or district."""


def of_district(kind: str, material: Material, database: sqlite3.Connection, wanted: str, now: float) -> Report:
    """`wanted`: a code of GB/T 2260, or its name. Raises `NothingBehind`."""
    codes = set(material.districts.values()) | {""}
    found = [one for one in codes if wanted in (one or NOWHERE, name_of(one).zh, name_of(one).en)]
    here = {
        terminal: tally
        for terminal, tally in material.by_terminal.items()
        if found and material.districts.get(terminal, "") == found[0]
    }
    if not here:
        raise NothingBehind(f"no terminal of {wanted} was heard by then")
    rows: list[tuple[Cell, ...]] = []
    fleet = _Fleet(material, database, now)
    for terminal, tally in sorted(here.items(), key=lambda pair: (_or_last(pair[1].availability), pair[0])):
        own = _Own(fleet, terminal)
        rows.append((terminal_cell(terminal), *own.figures(tally), tally.visits, tally.completion, tally.good_ratings))
    columns = (TERMINAL, AVAILABILITY, OPEN_H, SERVED_H, OUTAGES_OF, OUTAGE_H, VISITS, COMPLETION, GOOD)
    terminals = Table("terminals", Localized("各终端", "Terminals"), columns, tuple(rows))
    return _report(kind, material, (terminals,), name_of(found[0]), now)


def of_terminal(kind: str, material: Material, database: sqlite3.Connection, terminal: str, now: float) -> Report:
    """Raises `NothingBehind`."""
    tally = material.by_terminal.get(terminal)
    if tally is None:
        raise NothingBehind(f"{terminal} was not heard by then")
    own = _Own(_Fleet(material, database, now), terminal)
    figures = Table(
        "figures",
        Localized("可用率怎么算出来的", "How its availability comes about"),
        (AVAILABILITY, OPEN_H, SERVED_H, OUTAGES_OF, OUTAGE_H),
        (own.figures(tally),),
    )
    happened = Table(
        "events",
        Localized("逐次事件", "Every single event"),
        (BEGAN, ENDED, MINUTES, TROUBLE, COUNTS),
        tuple(
            (
                _clock(one.began_at),
                GOES_ON if one.ended_at is None else _clock(one.ended_at),
                round(own.open_s(*own.part(one)) / 60, 1),
                words_for(one.trouble),
                YES if one.trouble in OUTAGES else "",
            )
            for one in own.events
        ),
    )
    about = Localized(terminal, "")
    return _report(kind, material, (figures, happened, _calls(database, terminal, own.fleet)), about, now)


class _Fleet:
    """What all terminals share: read once."""

    def __init__(self, material: Material, database: sqlite3.Connection, now: float) -> None:
        self.database = database
        self.start = midnight(material.first)
        self.end = min(now, midnight(next_day(material.last)))
        self.hours = hours_told(database)
        self.silent = {terminal for terminal, _ in silent_until(database, self.end)}

    def silence(self, terminal: str) -> list[Event]:
        """The one that goes on at the end."""
        if terminal not in self.silent:
            return []
        query = "SELECT heard_at FROM terminals WHERE terminal = ?"
        (heard_at,) = self.database.execute(query, (terminal,)).fetchone()
        began_at = heard_at + STALE_AFTER * interval_of(self.database)
        return [Event(terminal, SILENT, began_at, None)]


class _Own:
    """A terminal's own hours and events within a period."""

    def __init__(self, fleet: _Fleet, terminal: str) -> None:
        self.fleet = fleet
        self._opening = [(midnight(day), hours) for day, hours in fleet.hours.get(terminal, ())]
        kept = events.of_terminal(fleet.database, terminal, fleet.start, fleet.end) + fleet.silence(terminal)
        self.events = sorted(kept, key=lambda one: one.began_at)

    def part(self, one: Event) -> tuple[float, float]:
        """Begin and end, within the period."""
        ends = self.fleet.end if one.ended_at is None else min(self.fleet.end, one.ended_at)
        return max(self.fleet.start, one.began_at), ends

    def open_s(self, start: float, end: float) -> float:
        return open_s(self._opening, start, end)

    def figures(self, tally: Tally) -> tuple[Cell, ...]:
        """Availability, hours open and served, outages, hours of these."""
        outages = [one for one in self.events if one.trouble in OUTAGES]
        lasted = sum(self.open_s(*span) for span in _union(self.part(one) for one in outages))
        open_h, served_h = round(tally.expected_s / 3600, 1), round(tally.serving_s / 3600, 1)
        return tally.availability, open_h, served_h, len(outages), round(lasted / 3600, 1)


def _union(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Times that overlap are one: a screen that was down and then fell silent is out of use once."""
    found: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _calls(database: sqlite3.Connection, terminal: str, fleet: _Fleet) -> Table:
    try:
        rows = database.execute(
            "SELECT called_at, seen_to_at, reason, coalesce(owner, '') AS owner FROM calls LEFT JOIN call_owners"
            " USING (id) WHERE terminal = ? AND called_at >= ? AND called_at < ? ORDER BY called_at",
            (terminal, fleet.start, fleet.end),
        ).fetchall()
    except sqlite3.OperationalError:  # no call was ever made
        rows = []
    return Table(
        "calls",
        Localized(f"呼叫（应在 {DUE_S / 60:.0f} 分钟内处理）", f"Calls (to be seen to within {DUE_S / 60:.0f} min)"),
        (CALLED, SEEN_TO, WAITED, REASON, OWNER),
        tuple(_call(row) for row in rows),
    )


def _call(row: Mapping[str, float]) -> tuple[Cell, ...]:
    done = row["seen_to_at"]
    waited = None if done is None else round((done - row["called_at"]) / 60, 1)
    reason = TITLES[str(row["reason"])]
    return _clock(row["called_at"]), NOT_YET if done is None else _clock(done), waited, reason, str(row["owner"])


def _report(kind: str, material: Material, tables: tuple[Table, ...], about: Localized, now: float) -> Report:
    unknown = [HOURS, LATE]
    if material.events_since > midnight(material.first):
        since = "本版本起" if material.events_since == float("inf") else _clock(material.events_since)
        unknown.insert(0, Localized(
            f"逐次事件从 {since} 起记录；更早的只有合计。",
            f"Single events are on record since {since}; of earlier ones only the sums.",
        ))  # fmt: skip
    unknown.append(Localized(
        "启动中、刚装好还没有心跳的时间不算可用，也不算事件。",
        "Time of starting, or before a heartbeat came, is not served and is no event.",
    ))  # fmt: skip
    today = datetime.fromtimestamp(now, CHINA).date().isoformat()
    return Report(kind, material.first, material.last, tables, bases(material, today), tuple(unknown), about)


def _clock(at: float) -> str:
    return datetime.fromtimestamp(at, CHINA).strftime("%Y-%m-%d %H:%M")


def _or_last(value: float | None) -> float:
    return formulae.DAY_S if value is None else value
