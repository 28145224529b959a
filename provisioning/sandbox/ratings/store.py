"""Ratings as they belong together: which case each is about, whichever way it came, and whether it was the first.

A terminal names a submission by its key, a list of cases names its number, a slip bears the platform's number or the
terminal's own: all of them lead to the case. Of a query, which opens no case, key and slip lead to one another.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.contract.ratings import Rated, Satisfaction
from provisioning.database import read_only
from provisioning.sandbox.store import Rating

SCHEMA = (Path(__file__).parent / "ratings.sql").read_text(encoding="utf-8")
NUMBERS = 2  # 首次评价 and 追评; whatever comes later goes to the exchange in the place of the second

# A correction opens no case of its own: its acknowledgement says which case it belongs to.
_ROWS = """
SELECT ratings.key, level, tags, rated_at, ratings.about, records.item, records.terminal, records.received_at,
    coalesce(details.rated, 'item') AS rated, coalesce(details.channel, 'self_service') AS channel,
    coalesce(details.words, 0) AS words, coalesce(cases.number, slips.about, ratings.about) AS subject,
    coalesce(cases.number, '') AS case_number, coalesce(cases.holder, '') <> '' AS named
FROM ratings JOIN records USING (key)
LEFT JOIN rating_details details USING (key)
LEFT JOIN rating_slips slips ON slips.slip = ratings.about
LEFT JOIN records handed_in ON handed_in.key = coalesce(slips.about, ratings.about) AND handed_in.kind = 'submission'
LEFT JOIN cases ON cases.number = coalesce(
    json_extract(CAST(handed_in.answer AS TEXT), '$.number'),
    (SELECT number FROM cases own WHERE own.own_number = ratings.about AND own.own_number <> ''),
    ratings.about)
{where}
ORDER BY rated_at, ratings.rowid
"""
_NAMES_OF_CASE = """
SELECT number FROM cases WHERE number = :case UNION SELECT own_number FROM cases WHERE number = :case
UNION SELECT key FROM records WHERE kind = 'submission' AND json_extract(CAST(answer AS TEXT), '$.number') = :case
"""  # of the second there is an index


@dataclass(frozen=True)
class Seen:
    """One rating. `subject` is the case's number, or what stands for it where there is none; `number` 1 or 2 of those
    that were given for it, in the order of their own times, 0 where nobody rated. `named`: the platform knows whose
    case it is, and no page says so."""

    key: str
    subject: str
    case_number: str
    item: str
    rated: Rated
    channel: str
    terminal: str
    level: Satisfaction
    tags: tuple[str, ...]
    words: bool
    rated_at: str
    received_at: str
    named: bool
    number: int

    def described(self) -> dict[str, Any]:
        """As commands print it: without words, and without a word about whose it is."""
        return {
            "key": self.key, "subject": self.subject, "object": self.rated.value, "item": self.item,
            "terminal": self.terminal, "channel": self.channel, "level": self.level.value, "tags": list(self.tags),
            "words": self.words, "rated_at": self.rated_at, "received_at": self.received_at,
            "assess_number": self.number,
        }  # fmt: skip


def keep(database: sqlite3.Connection, key: str, rating: Rating) -> None:
    """Within the transaction that stores the record."""
    database.execute(
        "INSERT INTO rating_details VALUES (?, ?, ?, ?)", (key, rating.rated, rating.channel, int(rating.words))
    )
    if rating.slip and rating.slip != rating.about:
        database.execute("INSERT OR IGNORE INTO rating_slips VALUES (?, ?)", (rating.slip, rating.about))


def seen(database: sqlite3.Connection, case: str | None = None) -> list[Seen]:
    """In the order in which they were given: one that arrives late takes its own place. `case`: those of one only."""
    where = f"WHERE ratings.about IN ({_NAMES_OF_CASE})" if case is not None else ""
    given: defaultdict[str, int] = defaultdict(int)
    found = []
    for row in database.execute(_ROWS.format(where=where), {"case": case} if case is not None else {}):
        level, rated, number = Satisfaction(row["level"]), Rated(row["rated"]), 0
        if level is not Satisfaction.NOT_RATED:
            given[row["subject"]] += rated is Rated.ITEM
            number = max(1, min(given[row["subject"]], NUMBERS)) if rated is Rated.ITEM else 1
        found.append(
            Seen(
                key=row["key"], subject=row["subject"], case_number=row["case_number"], item=row["item"], rated=rated,
                channel=row["channel"], terminal=row["terminal"], level=level, tags=tuple(json.loads(row["tags"])),
                words=bool(row["words"]), rated_at=row["rated_at"], received_at=row["received_at"],
                named=bool(row["named"]), number=number,
            )
        )  # fmt: skip
    return found


def stored(path: Path) -> Iterator[Seen]:
    """Of a platform that runs or not. Raises `BadDatabase`."""
    database = read_only(path)
    try:
        yield from seen(database) if has_tables(database) else ()
    finally:
        database.close()


def has_tables(database: sqlite3.Connection) -> bool:
    """Not those of a home that no platform of this release has served yet."""
    found = database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'rating_tickets'").fetchone()
    return bool(found[0])
