"""What the fleet service holds of some days, added up by terminal and by district."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from kiosk.contract.usage import UsagePeriod
from provisioning.fleet.events import kept_since
from provisioning.fleet.hours import hours_told
from provisioning.fleet.ledger import midnight, next_day, silent_until
from provisioning.fleet.reports import formulae
from provisioning.fleet.troubles import SILENT
from provisioning.fleet.usage import periods


@dataclass
class Tally:
    """Of one terminal, or of several: what adds up."""

    terminals: int = 0
    expected_s: float = 0.0
    serving_s: float = 0.0
    visits: int = 0
    seconds: int = 0
    touches: int = 0
    papers_asked: int = 0
    papers_saved: int = 0
    trips_saved: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    ratings: Counter[str] = field(default_factory=Counter)
    left_at: Counter[str] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)
    item_seconds: dict[str, tuple[int, int]] = field(default_factory=dict)  # visits with a known duration, seconds
    calls: list[float | None] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in ("terminals", "expected_s", "serving_s", "visits", "seconds", "touches"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("papers_asked", "papers_saved", "trips_saved"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("ends", "ratings", "left_at", "items"):
            getattr(self, name).update(getattr(other, name))
        for item, (visits, seconds) in other.item_seconds.items():
            known = self.item_seconds.get(item, (0, 0))
            self.item_seconds[item] = (known[0] + visits, known[1] + seconds)
        self.calls += other.calls

    def take(self, period: UsagePeriod) -> None:
        total = period.total
        self.visits += total.visits
        self.seconds += total.seconds
        self.touches += total.touches
        self.papers_asked += total.papers_asked
        self.papers_saved += total.papers_saved
        self.trips_saved += total.trips_saved
        self.ends.update(period.ends)
        self.ratings.update(period.ratings)
        self.left_at.update(period.left_at)
        for one in period.items:
            self.items[one.item] += one.visits
            if one.sums is not None:
                known = self.item_seconds.get(one.item, (0, 0))
                self.item_seconds[one.item] = (known[0] + one.sums.visits, known[1] + one.sums.seconds)

    @property
    def availability(self) -> float | None:
        return formulae.availability(self.serving_s, self.expected_s)

    @property
    def completion(self) -> float | None:
        return formulae.completion(self.ends)

    @property
    def good_ratings(self) -> float | None:
        return formulae.good_ratings(self.ratings)

    @property
    def parts(self) -> dict[str, float | None]:
        return {
            "availability": self.availability,
            "completion": self.completion,
            "good_ratings": self.good_ratings,
            "answered": formulae.answered(self.calls),
        }


@dataclass(frozen=True)
class Material:
    """Of the days from `first` to `last`, as far as they are over at `now`."""

    first: str
    last: str
    by_terminal: dict[str, Tally]
    districts: dict[str, str]  # of each terminal, as it said last
    troubles: dict[tuple[str, str], tuple[int, float]]  # terminal and trouble: episodes, seconds
    telling: int  # terminals of which visits are known
    no_hours: int  # terminals whose place's hours are not known: it counts as always open
    events_since: float  # since when single events are written down

    @property
    def whole(self) -> Tally:
        return _together(self.by_terminal.values())

    def by_district(self) -> dict[str, Tally]:
        grouped: dict[str, list[Tally]] = defaultdict(list)
        for terminal, tally in self.by_terminal.items():
            grouped[self.districts.get(terminal, "")].append(tally)
        return {district: _together(tallies) for district, tallies in grouped.items()}


def gather(database: sqlite3.Connection, first: date, last: date, now: float) -> Material:
    start, end = midnight(first.isoformat()), min(now, midnight(next_day(last.isoformat())))
    days = (first.isoformat(), last.isoformat())
    tallies: dict[str, Tally] = {}
    districts: dict[str, str] = {}
    told = hours_told(database)
    for row in database.execute("SELECT terminal, at FROM first_heard WHERE at < ?", (end,)):
        opening = [(midnight(day), hours) for day, hours in told.get(row["terminal"], ())]
        expected = formulae.expected_s(row["at"], start, end, opening)
        tallies[row["terminal"]] = Tally(terminals=1, expected_s=expected)
    no_hours = sum(not told.get(one) or told[one][0][0] > days[1] for one in tallies)
    for row in database.execute("SELECT * FROM days WHERE day <= ? ORDER BY day", (days[1],)):
        districts[row["terminal"]] = row["district"] or districts.get(row["terminal"], "")
        if row["day"] >= days[0] and row["terminal"] in tallies:
            known = row["open_serving_s"]
            tallies[row["terminal"]].serving_s += row["serving_s"] if known is None else known
    telling = set()
    for period in periods(database, *days):
        tallies.setdefault(period.terminal, Tally(terminals=1)).take(period)
        districts.setdefault(period.terminal, period.district)
        telling.add(period.terminal)
    calls = "SELECT terminal, called_at, seen_to_at FROM calls WHERE called_at >= ? AND called_at < ?"
    for row in _rows(database, calls, (start, end)):
        wait = None if row["seen_to_at"] is None else row["seen_to_at"] - row["called_at"]
        tallies.setdefault(row["terminal"], Tally(terminals=1)).calls.append(wait)
    troubles = {
        (row["terminal"], row["trouble"]): (row["episodes"], row["seconds"])
        for row in database.execute(
            "SELECT terminal, trouble, sum(episodes) AS episodes, sum(seconds) AS seconds FROM troubles"
            " WHERE day BETWEEN ? AND ? GROUP BY terminal, trouble",
            days,
        )
    }
    for terminal, silent in silent_until(database, end):
        for place, (day, seconds) in enumerate(silent):
            if days[0] <= day <= days[1]:
                episodes, lasted = troubles.get((terminal, SILENT), (0, 0.0))
                troubles[terminal, SILENT] = (episodes + int(place == 0), lasted + seconds)
    return Material(
        *days, dict(sorted(tallies.items())), districts, troubles, len(telling), no_hours, kept_since(database)
    )


def _rows(database: sqlite3.Connection, query: str, values: tuple[float, float]) -> list[sqlite3.Row]:
    try:
        return database.execute(query, values).fetchall()
    except sqlite3.OperationalError:  # no call was ever made: the table comes with the first service that takes them
        return []


def _together(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for one in tallies:
        whole.add(one)
    return whole
