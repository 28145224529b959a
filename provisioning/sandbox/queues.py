"""`/v1/queues`: the queue of each hall. People who are made up wait there before anybody comes."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import Any

from starlette.routing import Route

from kiosk.contract import queues as contract
from kiosk.text import Localized
from provisioning.clock import china_day, rfc3339
from provisioning.database import transaction
from provisioning.problem import Problem
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.cases.filing import Holders
from provisioning.sandbox.sessions import Sessions

MINUTES_EACH = 4  # that one person takes at the counter
MOST_BEFORE = 9  # made-up people who wait when the hall opens
HALLS_WITHOUT = 5  # one of so many organs has no queue: whoever comes is served
LETTERS = "ABCDEFGH"
CLOSED = Localized("今天不再发号，请明天上午再来", "No more tickets today; please come tomorrow morning")
SCHEMA = """
CREATE TABLE IF NOT EXISTS queues (
    hall   TEXT NOT NULL,                      -- organ/district
    day    TEXT NOT NULL,                      -- in China: numbers begin anew
    called INTEGER NOT NULL,                   -- place that was called last
    drawn  INTEGER NOT NULL,                   -- place that was drawn last
    shut   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (hall, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS queue_tickets (
    ticket TEXT PRIMARY KEY,
    hall   TEXT NOT NULL,
    day    TEXT NOT NULL,
    place  INTEGER NOT NULL,
    matter TEXT NOT NULL,
    holder TEXT NOT NULL,
    state  TEXT NOT NULL,
    at     TEXT NOT NULL,
    UNIQUE (hall, day, place)
) STRICT, WITHOUT ROWID;
"""


class Queues:
    """Shares the store's connection. `phone`: where a citizen's telephone finds the sandbox's pages."""

    def __init__(self, database: sqlite3.Connection, phone: Callable[[], str]) -> None:
        self._database = database
        self._phone = phone
        database.executescript(SCHEMA)

    def look(self, hall: str, now: datetime) -> contract.Queue:
        queue = self._queue(hall, _day(now))
        waiting = self._before(queue, queue["drawn"] + 1)
        is_open = not queue["shut"]
        return contract.Queue(
            open=is_open, waiting=waiting, minutes=waiting * MINUTES_EACH, note=None if is_open else CLOSED
        )

    def draw(self, hall: str, matter: str, holder: str, now: datetime) -> contract.Ticket:
        """Raises `Problem` 409 `queue-closed`."""
        day = _day(now)
        with transaction(self._database):
            queue = self._queue(hall, day)
            mine = self._database.execute(
                "SELECT * FROM queue_tickets WHERE day = ? AND matter = ? AND hall = ? AND holder = ?"
                " AND state IN ('waiting', 'called')",
                (day, matter, hall, holder),
            ).fetchone()
            if mine is not None:
                return self.seen(mine, again=True)
            if queue["shut"]:
                raise Problem(409, "queue-closed", "the hall gives no more tickets today")
            ticket = secrets.token_urlsafe(12)
            self._database.execute("UPDATE queues SET drawn = drawn + 1 WHERE hall = ? AND day = ?", (hall, day))
            self._database.execute(
                "INSERT INTO queue_tickets VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?)",
                (ticket, hall, day, queue["drawn"] + 1, matter, holder, rfc3339(now)),
            )
        return self.seen(self.row(ticket))

    def cancel(self, ticket: str, holder: str) -> contract.Ticket:
        """Raises `Problem`: 404 `no-such-ticket`, 409 `ticket-called`."""
        with transaction(self._database):
            row = self.row(ticket)
            if row is None or row["holder"] != holder:
                raise Problem(404, "no-such-ticket", "there is no such ticket of this citizen")
            if row["state"] in ("called", "served"):
                raise Problem(409, "ticket-called", "the ticket was called")
            self._database.execute("UPDATE queue_tickets SET state = 'cancelled' WHERE ticket = ?", (ticket,))
        return self.seen(self.row(ticket))

    def call_next(self, hall: str, now: datetime) -> str:
        """The number that is called out now; empty: nobody waits. Tickets that were given back are passed by."""
        day = _day(now)
        with transaction(self._database):
            queue = self._queue(hall, day)
            back = self._places(hall, day, "cancelled")
            place = next((one for one in range(queue["called"] + 1, queue["drawn"] + 1) if one not in back), None)
            self._move(hall, day, "called", "served")
            if place is None:
                return ""
            self._database.execute("UPDATE queues SET called = ? WHERE hall = ? AND day = ?", (place, hall, day))
            self._database.execute(
                "UPDATE queue_tickets SET state = 'called' WHERE hall = ? AND day = ? AND place = ?", (hall, day, place)
            )
        return number_of(hall, place)

    def shut(self, hall: str, now: datetime, *, shut: bool) -> None:
        self._queue(hall, _day(now))
        self._database.execute("UPDATE queues SET shut = ? WHERE hall = ? AND day = ?", (shut, hall, _day(now)))

    def halls(self, now: datetime) -> list[sqlite3.Row]:
        """Those that somebody asked about today."""
        return self._database.execute("SELECT * FROM queues WHERE day = ? ORDER BY hall", (_day(now),)).fetchall()

    def waiting(self, now: datetime) -> list[sqlite3.Row]:
        return self._database.execute(
            "SELECT * FROM queue_tickets WHERE day = ? ORDER BY hall, place", (_day(now),)
        ).fetchall()

    def row(self, ticket: str) -> Any:
        return self._database.execute("SELECT * FROM queue_tickets WHERE ticket = ?", (ticket,)).fetchone()

    def seen(self, row: sqlite3.Row, *, again: bool = False) -> contract.Ticket:
        ahead = self._before(self._queue(row["hall"], row["day"]), row["place"]) if row["state"] == "waiting" else 0
        return contract.Ticket(
            ticket=row["ticket"],
            number=number_of(row["hall"], row["place"]),
            state=row["state"],
            counter=counter_of(row["hall"]),
            ahead=ahead,
            minutes=ahead * MINUTES_EACH,
            drawn_at=row["at"],
            follow=f"{self._phone()}/queues/tickets/{row['ticket']}",
            again=again,
        )

    def _queue(self, hall: str, day: str) -> sqlite3.Row:
        """The hall's queue of this day, opened with those who wait already."""
        before = 1 + _hash(hall, day) % MOST_BEFORE
        self._database.execute("INSERT OR IGNORE INTO queues VALUES (?, ?, 0, ?, 0)", (hall, day, before))
        found: sqlite3.Row = self._database.execute(
            "SELECT * FROM queues WHERE hall = ? AND day = ?", (hall, day)
        ).fetchone()
        return found

    def _before(self, queue: sqlite3.Row, place: int) -> int:
        back = self._places(queue["hall"], queue["day"], "cancelled")
        return sum(one not in back for one in range(queue["called"] + 1, place))

    def _places(self, hall: str, day: str, state: str) -> set[int]:
        rows = self._database.execute(
            "SELECT place FROM queue_tickets WHERE hall = ? AND day = ? AND state = ?", (hall, day, state)
        )
        return {row["place"] for row in rows}

    def _move(self, hall: str, day: str, before: str, after: str) -> None:
        self._database.execute(
            "UPDATE queue_tickets SET state = ? WHERE hall = ? AND day = ? AND state = ?", (after, hall, day, before)
        )


class QueueCalls:
    def __init__(self, queues: Queues, holders: Holders) -> None:
        self._queues = queues
        self._holders = holders

    def routes(self, sessions: Sessions) -> list[Route]:
        return [
            route(contract.LOOK, sessions, self.look),
            route(contract.DRAW, sessions, self.draw),
            route(contract.CANCEL, sessions, self.cancel),
        ]

    def look(self, call: Call[contract.QueueWanted]) -> contract.Queue:
        return self._queues.look(hall_of(call.asked), call.now)

    def draw(self, call: Call[contract.QueueWanted]) -> contract.Ticket:
        call.session.need("single")
        holder = self._holders.digest(call.session.person.number)
        return self._queues.draw(hall_of(call.asked), call.asked.matter, holder, call.now)

    def cancel(self, call: Call[None]) -> contract.Ticket:
        return self._queues.cancel(call.path["ticket"], self._holders.digest(call.session.person.number))


def hall_of(wanted: contract.QueueWanted) -> str:
    """Raises `Problem` 404 `no-such-queue`."""
    hall = f"{wanted.matter[:18]}/{wanted.district}"
    if _hash(hall) % HALLS_WITHOUT == 0:
        raise Problem(404, "no-such-queue", "nobody waits there: whoever comes is served")
    return hall


def number_of(hall: str, place: int) -> str:
    return f"{LETTERS[_hash(hall) % len(LETTERS)]}{place:03d}"


def counter_of(hall: str) -> Localized:
    first = 1 + _hash(hall, "counter") % 20
    return Localized(f"{first}—{first + 2} 号窗口", f"{first} to {first + 2}")


def _day(now: datetime) -> str:
    return china_day(now).isoformat()


def _hash(*parts: str) -> int:
    return hashlib.sha256(" ".join(parts).encode()).digest()[0]
