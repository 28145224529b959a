"""One list of what must be followed up: the fleet's own calls, and the platform's complaints as it tells of them."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec

from kiosk.text import Localized
from provisioning.clock import rfc3339
from provisioning.database import transaction
from provisioning.follow_ups import MOST, FollowUp, Words

DUE_S = 300.0  # by then somebody stands there: people wait on their feet, and after five minutes they have gone
STANDS_S = 2 * 3600.0  # nobody stands at a terminal for longer; then a call is a thing to be explained
TITLES = {
    "help": Localized("有人按了“人工帮助”", "Somebody asks for help"),
    "card_left": Localized("有人把证件忘在机器里", "A card was left in the machine"),
    "paper_left": Localized("有人没有取走回执", "A receipt was left"),
}
OPERATOR = Words("终端运维单位", "Operator of the terminals")
TABLE = """
CREATE TABLE IF NOT EXISTS follow_ups (        -- every problem as it is now (provisioning/follow_ups.py)
    id           TEXT PRIMARY KEY,
    seq          INTEGER NOT NULL UNIQUE,
    kind         TEXT NOT NULL,
    state        TEXT NOT NULL,
    opened_at    TEXT NOT NULL,
    record       TEXT NOT NULL                 -- JSON, without its seq
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS follow_ups_by_state ON follow_ups (state, seq);
"""
_CALL = """
SELECT calls.*, taken_at, owner, coalesce(json_extract(terminals.heartbeat, '$.district'), '') AS district
FROM calls LEFT JOIN call_owners USING (id) LEFT JOIN terminals USING (terminal)
"""


@dataclass(frozen=True)
class Listed:
    """One as the page shows it. `who`: of the staff, as they call themselves; it is in no export."""

    problem: FollowUp
    who: str
    late_s: float | None  # seconds since it was due; None: there is time, or it is settled
    left_s: float
    stands: bool  # somebody stands at the terminal and waits

    @property
    def number(self) -> str:
        return self.problem.id.partition(":")[2]

    @property
    def urgency(self) -> tuple[bool, bool, str]:
        """Whoever stands there first, then by deadline; what is settled and only waits for its end comes last."""
        return self.problem.settled_at is not None, not self.stands, self.problem.due_at


class FollowUps:
    """On the fleet's own connection. What changes it is part of the transaction that changes the call."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.executescript(TABLE)

    # ---- writing ---------------------------------------------------------------------------------------------------
    def note_call(self, key: str, now: float) -> None:
        """As the tables of calls have it now; within their transaction."""
        row = self._database.execute(_CALL + "WHERE calls.id = ?", (key,)).fetchone()
        if row is not None:
            self._keep(_of_call(row, now))

    def catch_up(self) -> None:
        """Calls of a database that an earlier release wrote."""
        rows = self._database.execute(
            _CALL + "WHERE 'call:' || calls.id NOT IN (SELECT id FROM follow_ups) ORDER BY called_at"  # noqa: S608 - fixed
        ).fetchall()
        with transaction(self._database):
            for row in rows:
                self._keep(_of_call(row, max(filter(None, (row["called_at"], row["taken_at"], row["seen_to_at"])))))

    def take(self, some: Iterable[FollowUp], feed: str, cursor: int) -> int:
        """What another service tells of, and how far it was read; how many of them say something new."""
        with transaction(self._database):
            new = sum([self._keep(self._placed(one)) for one in some])
            for name, value in (("complaints_feed", feed), ("complaints_cursor", str(cursor))):
                self._database.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))
        return new

    def _keep(self, one: FollowUp) -> bool:
        """Under the next number, if it says anything new."""
        record = msgspec.json.encode(msgspec.structs.replace(one, seq=0)).decode()
        known = self._database.execute("SELECT record FROM follow_ups WHERE id = ?", (one.id,)).fetchone()
        if known is not None and _same(known["record"], record):
            return False
        self._database.execute(
            "INSERT OR REPLACE INTO follow_ups (id, seq, kind, state, opened_at, record)"
            " VALUES (?, (SELECT coalesce(max(seq), 0) + 1 FROM follow_ups), ?, ?, ?, ?)",
            (one.id, one.kind, one.state, one.opened_at, record),
        )
        return True

    def _placed(self, one: FollowUp) -> FollowUp:
        """With its district, which the fleet knows of its terminals."""
        row = self._database.execute(
            "SELECT json_extract(heartbeat, '$.district') FROM terminals WHERE terminal = ?", (one.terminal,)
        ).fetchone()
        return msgspec.structs.replace(one, district=one.district or (row[0] if row and row[0] else ""))

    # ---- reading ---------------------------------------------------------------------------------------------------
    @property
    def feed(self) -> str:
        query = "SELECT value FROM settings WHERE name = 'follow_ups_feed'"
        if (row := self._database.execute(query).fetchone()) is None:
            values = ("follow_ups_feed", secrets.token_hex(8))
            self._database.execute("INSERT OR IGNORE INTO settings VALUES (?, ?)", values)
            row = self._database.execute(query).fetchone()
        return str(row["value"])

    def heard(self) -> tuple[str, int]:
        """The platform's feed and how far it was read; ("", 0): never."""
        rows = self._database.execute("SELECT name, value FROM settings WHERE name LIKE 'complaints\\_%' ESCAPE '\\'")
        told = {row["name"]: row["value"] for row in rows.fetchall()}
        return told.get("complaints_feed", ""), int(told.get("complaints_cursor", "0"))

    def since(self, cursor: int, most: int = MOST) -> list[FollowUp]:
        """What has changed, in the order of the changes."""
        return self._read("WHERE seq > ? ORDER BY seq LIMIT ?", (cursor, most))

    def between(self, first: str, last: str) -> list[FollowUp]:
        """Those that were opened between two moments, RFC 3339."""
        return self._read("WHERE opened_at >= ? AND opened_at < ? ORDER BY opened_at, id", (first, last))

    def listed(self, now: float, *, done: int = 0) -> list[Listed]:
        """What is not done, the most urgent first; then as many of the done ones, the newest first."""
        names = {f"call:{row['id']}": row["owner"] for row in _rows(self._database, "SELECT * FROM call_owners")}
        waiting = [_listed(one, names.get(one.id, ""), now) for one in self._read("WHERE state <> 'done'", ())]
        over = self._read("WHERE state = 'done' ORDER BY seq DESC LIMIT ?", (done,)) if done else []
        return sorted(waiting, key=lambda one: one.urgency) + [_listed(one, names.get(one.id, ""), now) for one in over]

    def _read(self, where: str, values: Sequence[object]) -> list[FollowUp]:
        rows = _rows(self._database, "SELECT seq, record FROM follow_ups " + where, values)  # noqa: S608 - our own
        read = (msgspec.json.decode(row["record"], type=FollowUp) for row in rows)
        return [msgspec.structs.replace(one, seq=row["seq"]) for row, one in zip(rows, read, strict=True)]


def _of_call(row: sqlite3.Row, now: float) -> FollowUp:
    done, taken = row["seen_to_at"], row["owner"] is not None
    title = TITLES[row["reason"]]
    opened = datetime.fromtimestamp(row["called_at"], UTC)
    return FollowUp(
        id=f"call:{row['id']}",
        seq=0,
        kind="call",
        title=Words(title.zh, title.en),
        state="done" if done is not None else "in_hand" if taken else "open",
        stage="seen_to" if done is not None else "taken" if taken else "waiting",
        terminal=row["terminal"],
        district=row["district"],
        owner=OPERATOR,
        opened_at=rfc3339(opened),
        due_at=rfc3339(opened + timedelta(seconds=DUE_S)),
        settled_at=None if done is None else _moment(done),
        changed_at=_moment(now),
    )


def _listed(one: FollowUp, who: str, now: float) -> Listed:
    left = datetime.fromisoformat(one.due_at).timestamp() - now
    opened = datetime.fromisoformat(one.opened_at).timestamp()
    stands = one.kind == "call" and one.settled_at is None and now - opened < STANDS_S
    return Listed(one, who, -left if left < 0 and one.settled_at is None else None, left, stands)


def _moment(at: float) -> str:
    return rfc3339(datetime.fromtimestamp(at, UTC))


def _same(known: str, told: str) -> bool:
    """But for when it was told."""
    before, after = (msgspec.json.decode(one) for one in (known, told))
    return {**before, "changed_at": ""} == {**after, "changed_at": ""}


def _rows(database: sqlite3.Connection, query: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
    try:
        return database.execute(query, values).fetchall()
    except sqlite3.OperationalError:  # opened to read only, before the service of this release ran
        return []
