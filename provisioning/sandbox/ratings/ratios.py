"""The five times 100 % of 好差评, reckoned from what the platform has stored, and from nothing else.

What the plan asks for (渝府办发〔2020〕50号): 确保每个政务服务事项均可评价，每个政务服务机构、政务服务系统
和人员都接受评价，……每个差评都得到整改. Nobody of a counter's staff takes part in a visit at a terminal: there is no
person to rate. A record that says "not rated" counts as asked: who is asked may say nothing, and is never urged.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.catalogue.model import Catalogue, Item
from kiosk.catalogue.packages import child_item
from kiosk.contract.ratings import BAD, Channel, Rated, Satisfaction
from kiosk.text import Localized
from provisioning.database import BadDatabase, read_only
from provisioning.sandbox.ratings.store import Seen, has_tables, seen
from provisioning.sandbox.ratings.tickets import MENDED, STATES, Ticket, tickets

CHANNELS = (Channel.SELF_SERVICE, Channel.QR_CODE)
"""Those that this platform offers: terminals, and the code on their slips."""

SYSTEM = Localized("渝快办系统", "The platform itself")
TITLES = {
    "items": Localized("事项覆盖率", "Items"),
    "objects": Localized("评价对象覆盖率", "Who and what is rated"),
    "channels": Localized("服务渠道覆盖率", "Channels"),
    "mended": Localized("差评整改率", "Bad ratings mended"),
    "called_back": Localized("差评回访率", "Citizens called back"),
}
MEANS = {
    "items": Localized("办过的事项中，请群众评价过的", "of the items that were used, those whose citizens were asked"),
    "objects": Localized(
        "办过事项的机构、用过的终端和平台系统中，受过评价的", "of organs, terminals and the system in use, those rated"
    ),
    "channels": Localized(
        "自助终端、回执二维码中，收到过评价的", "of terminals and slips' codes, those that brought one"
    ),
    "mended": Localized("差评中已整改的", "of bad ratings, those that were mended"),
    "called_back": Localized(
        "能找到办件人的差评中，回访核实过的", "of bad ratings whose citizen is known, those where they were asked"
    ),
}


@dataclass(frozen=True)
class Ratio:
    """`missing` names what keeps it from 100 %."""

    name: str
    met: int
    of: int
    missing: tuple[Localized, ...] = ()

    @property
    def share(self) -> float | None:
        """None: there is nothing yet that it could be a share of."""
        return self.met / self.of if self.of else None


@dataclass(frozen=True)
class Report:
    """`good`: ratings from fairly satisfied upwards (好评), of all that were given."""

    ratios: tuple[Ratio, ...]
    good: Ratio
    states: dict[str, int]
    overdue: tuple[Ticket, ...]

    def described(self) -> dict[str, Any]:
        return {
            "ratios": [
                {
                    "name": one.name, "title": TITLES[one.name].zh, "means": MEANS[one.name].en, "met": one.met,
                    "of": one.of, "share": one.share, "missing": [each.zh for each in one.missing],
                }
                for one in self.ratios
            ],
            "good": {"met": self.good.met, "of": self.good.of, "share": self.good.share},
            "tickets": self.states,
            "overdue": [
                {"number": one.number, "owner": one.owner.zh, "due": one.due.isoformat()} for one in self.overdue
            ],
        }  # fmt: skip


def report(database: sqlite3.Connection, catalogue: Catalogue, today: date) -> Report:
    ratings = seen(database)
    open_ones = tickets(database, ratings)
    used = [row["item"] for row in database.execute("SELECT DISTINCT item FROM records WHERE kind = 'submission'")]
    given = [one for one in ratings if one.level is not Satisfaction.NOT_RATED]
    named = [one for one in open_ones if one.rating.named]
    bad = sum(one.level in BAD for one in given)
    return Report(
        (
            _items(catalogue, used, ratings),
            _objects(catalogue, used, ratings, given),
            _ratio("channels", [(one.value, _channel(one), _brought(one, given)) for one in CHANNELS]),
            _ratio("mended", [(one.number, _named(one.number), one.state in MENDED) for one in open_ones]),
            _ratio("called_back", [(one.number, _named(one.number), one.was("asked")) for one in named]),
        ),
        Ratio("good", len(given) - bad, len(given)),
        {state: sum(one.state == state for one in open_ones) for state in STATES},
        tuple(one for one in open_ones if one.is_overdue(today)),
    )


def report_of(path: Path, catalogue: Catalogue, today: date) -> Report:
    """Of a platform that runs or not. Raises `BadDatabase`."""
    database = read_only(path)
    try:
        if not has_tables(database):
            raise BadDatabase(f"{path} has no ratings of this release yet: run the platform once")
        return report(database, catalogue, today)
    finally:
        database.close()


def _items(catalogue: Catalogue, used: Iterable[str], ratings: Sequence[Seen]) -> Ratio:
    asked = {one.item for one in ratings if one.rated is Rated.ITEM}
    names = {code: _item(catalogue, code) for code in sorted({*used, *asked})}
    return _ratio("items", [(code, item.name if item else _named(code), code in asked) for code, item in names.items()])


def _objects(catalogue: Catalogue, used: Iterable[str], ratings: Sequence[Seen], given: Sequence[Seen]) -> Ratio:
    asked = {one.item for one in ratings if one.rated is Rated.ITEM}
    organs: dict[str, tuple[Localized, bool]] = {}
    for code in {*used, *asked}:
        if (item := _item(catalogue, code)) is not None:
            name, met = organs.get(item.department.zh, (item.department, False))
            organs[item.department.zh] = (name, met or code in asked)
    rows = [(key, *organs[key]) for key in sorted(organs)]
    rated = {(one.rated, one.terminal) for one in given}
    for terminal in sorted({one.terminal for one in ratings if one.channel == Channel.SELF_SERVICE}):
        title = Localized(f"终端 {terminal}", f"Terminal {terminal}")
        rows.append((terminal, title, (Rated.TERMINAL, terminal) in rated))
    rows.append(("system", SYSTEM, any(one is Rated.SYSTEM for one, _ in rated)))
    return _ratio("objects", rows)


def _ratio(name: str, rows: Sequence[tuple[str, Localized, bool]]) -> Ratio:
    missing = tuple(title for _, title, met in rows if not met)
    return Ratio(name, len(rows) - len(missing), len(rows), missing)


def _brought(channel: Channel, given: Sequence[Seen]) -> bool:
    return any(one.channel == channel for one in given)


def _channel(channel: Channel) -> Localized:
    words = {Channel.SELF_SERVICE: ("自助终端", "terminals"), Channel.QR_CODE: ("回执二维码", "slips' codes")}
    return Localized(*words[channel])


def _item(catalogue: Catalogue, code: str) -> Item | None:
    return catalogue.find(code) or child_item(catalogue, code)


def _named(name: str) -> Localized:
    return Localized(name, name)
