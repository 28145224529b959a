"""What is done about a bad rating (差评整改): opened with an owner and a deadline, mended, answered, closed.

A ticket says what was rated and when, not whose case it was: ratings are anonymous. The citizen is asked and answered
on the page of the case, which only they see.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import get_args

import msgspec

from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.packages import child_item
from kiosk.contract.ratings import BAD, CaseRating, Mending, Rated, Satisfaction, TicketState
from kiosk.text import Localized
from kiosk.working_days import WorkingDays
from provisioning.clock import china_day, rfc3339
from provisioning.database import transaction
from provisioning.problem import Problem, malformed
from provisioning.sandbox.ratings.store import SCHEMA, Seen, keep, seen
from provisioning.sandbox.store import Rating

DAYS = 5  # working days; provinces set 5 to 15, and `set_days` changes it (国办发〔2019〕51号 leaves the number open)
MOST_DAYS = 60
MOST_WORDS = 300
STATES: tuple[TicketState, ...] = get_args(TicketState)
MENDED: tuple[TicketState, ...] = ("mended", "answered", "closed")
TERMINAL_OWNER = Localized("终端运维单位", "Operator of the terminals")
SYSTEM_OWNER = Localized("平台运营单位", "Operator of the platform")
UNKNOWN_OWNER = Localized("政务服务管理机构", "Government services authority")


@dataclass(frozen=True)
class Move:
    leaves: tuple[TicketState, ...]
    reaches: TicketState
    says: bool = True  # something to the citizen


MOVES = {
    "ask": Move(("opened",), "asked"),
    "mend": Move(("opened", "asked"), "mended"),
    "answer": Move(("mended",), "answered"),
    "close": Move(("answered",), "closed", says=False),
}
"""`ask`: call the citizen back (回访核实); only where there is one. `mend`: what was done (整改)."""


@dataclass(frozen=True)
class Step:
    state: TicketState
    at: str
    said: str


@dataclass(frozen=True)
class Ticket:
    """`steps` are all that happened, the opening first."""

    number: str
    owner: Localized
    opened_at: str
    due: date
    state: TicketState
    rating: Seen
    steps: tuple[Step, ...]
    reply: bytes | None = field(default=None, repr=False)  # sealed

    def is_overdue(self, today: date) -> bool:
        """Not mended by the end of the day on which it was due."""
        return self.state not in MENDED and self.due < today

    def was(self, state: TicketState) -> bool:
        return any(step.state == state for step in self.steps)

    def said(self, state: TicketState) -> Localized | None:
        """What the citizen was told in this state."""
        words = next((step.said for step in self.steps if step.state == state), "")
        return Localized(words, words) if words else None

    def moves(self) -> list[str]:
        return [name for name, move in MOVES.items() if self.state in move.leaves and (name != "ask" or self.asks)]

    @property
    def asks(self) -> bool:
        """There is somebody to ask: the citizen of a case sees the question on its page."""
        return self.rating.named


class Tickets:
    """Shares the store's connection; `take` is part of the transaction that stores a rating."""

    def __init__(self, database: sqlite3.Connection, catalogue: Catalogue, calendar: WorkingDays) -> None:
        self.database = database
        self.catalogue = catalogue
        self.calendar = calendar
        database.executescript(SCHEMA)

    def take(self, key: str, item: str, rating: Rating, now: datetime) -> None:
        """Keep what the rating is about; a bad one opens a ticket whose deadline begins now, whenever it was given."""
        keep(self.database, key, rating)
        if Satisfaction(rating.level) not in BAD:
            return
        day = china_day(now)
        number = self._next_number(day)
        owner = msgspec.json.encode(self._owner(Rated(rating.rated), item)).decode()
        due = self.calendar.after(day, self.days).isoformat()
        values = (number, key, owner, rfc3339(now), due, "opened")
        self.database.execute("INSERT INTO rating_tickets VALUES (?, ?, ?, ?, ?, ?)", values)
        self._step(number, "opened", now, "")

    def act(self, number: str, move: str, now: datetime, said: str = "") -> None:
        """Raises `Problem`: 400, 404 `no-such-ticket`, 409 `not-in-this-state` or `nobody-to-ask`."""
        known, said = MOVES.get(move), said.strip()
        if known is None:
            raise malformed(f"do is {', '.join(MOVES)}")
        if known.says and not 0 < len(said) <= MOST_WORDS:
            raise malformed(f"said is a text of at most {MOST_WORDS} characters: the citizen reads it")
        with transaction(self.database):
            ticket = self.find(number)
            if ticket.state not in known.leaves:
                raise Problem(409, "not-in-this-state", f"a ticket that is {ticket.state} takes no {move}")
            if move == "ask" and not ticket.asks:
                raise Problem(409, "nobody-to-ask", "nobody knows who gave this rating")
            self.database.execute(
                "UPDATE rating_tickets SET state = ? WHERE number = ?", (known.reaches, number)
            )  # fmt: skip
            self._step(number, known.reaches, now, said if known.says else "")

    def reply(self, case: str, sealed: bytes, now: datetime) -> None:
        """The citizen of this case answers what they were asked. Raises `Problem` 409."""
        with transaction(self.database):
            asked = [one for one in tickets(self.database, seen(self.database, case)) if one.state == "asked"]
            if not asked or asked[-1].reply is not None:
                raise Problem(409, "not-in-this-state", "nobody has asked, or there is an answer already")
            values = (asked[-1].number, rfc3339(now), sealed)
            self.database.execute("INSERT INTO rating_replies VALUES (?, ?, ?)", values)

    # ---- reading ---------------------------------------------------------------------------------------------------
    def every(self) -> list[Ticket]:
        return tickets(self.database)

    def find(self, number: str) -> Ticket:
        """Raises `Problem` 404."""
        found = next((one for one in self.every() if one.number == number), None)
        if found is None:
            raise Problem(404, "no-such-ticket", "there is no such ticket")
        return found

    def of_case(self, number: str) -> CaseRating | None:
        """For the citizen whose case it is; None: nobody has rated it."""
        given = [one for one in seen(self.database, number) if one.number]
        if not given:
            return None
        mending = next(reversed(tickets(self.database, given)), None)
        return CaseRating(
            times=given[-1].number,
            mending=Mending(
                state=mending.state, owner=mending.owner, due=mending.due.isoformat(),
                question=mending.said("asked"), replied=mending.reply is not None,
                done=mending.said("mended"), answer=mending.said("answered"),
            ) if mending else None,
        )  # fmt: skip

    # ---- settings --------------------------------------------------------------------------------------------------
    @property
    def days(self) -> int:
        row = self.database.execute("SELECT value FROM rating_settings WHERE name = 'days'").fetchone()
        return DAYS if row is None else int(row["value"])

    def set_days(self, days: int) -> None:
        """For tickets that are opened from now on. Raises `Problem` 400."""
        if not 1 <= days <= MOST_DAYS:
            raise malformed(f"days is 1 to {MOST_DAYS}")
        with transaction(self.database):
            self.database.execute("INSERT OR REPLACE INTO rating_settings VALUES ('days', ?)", (days,))

    # ---- inside ----------------------------------------------------------------------------------------------------
    def _owner(self, rated: Rated, code: str) -> Localized:
        if rated is not Rated.ITEM:
            return TERMINAL_OWNER if rated is Rated.TERMINAL else SYSTEM_OWNER
        item = self.catalogue.find(code) or child_item(self.catalogue, code)
        return item.department if item is not None else UNKNOWN_OWNER

    def _next_number(self, day: date) -> str:
        prefix = f"ZG{day:%Y%m%d}"
        (count,) = self.database.execute(
            "SELECT count(*) FROM rating_tickets WHERE number LIKE ? || '%'", (prefix,)
        ).fetchone()
        return f"{prefix}{count + 1:04d}"

    def _step(self, number: str, state: str, now: datetime, said: str) -> None:
        values = (number, state, rfc3339(now), said)
        self.database.execute("INSERT INTO rating_steps (number, state, at, said) VALUES (?, ?, ?, ?)", values)


def tickets(database: sqlite3.Connection, ratings: Sequence[Seen] | None = None) -> list[Ticket]:
    """The oldest first. `ratings`: those that tickets are wanted of."""
    by_key = {one.key: one for one in (seen(database) if ratings is None else ratings)}
    steps: dict[str, list[Step]] = {}
    for row in database.execute("SELECT number, state, at, said FROM rating_steps ORDER BY id"):
        steps.setdefault(row["number"], []).append(Step(row["state"], row["at"], row["said"]))
    replies = {row["number"]: bytes(row["envelope"]) for row in database.execute("SELECT * FROM rating_replies")}
    return [
        Ticket(
            number=row["number"],
            owner=Localized(**json.loads(row["owner"])),
            opened_at=row["opened_at"],
            due=date.fromisoformat(row["due"]),
            state=row["state"],
            rating=by_key[row["key"]],
            steps=tuple(steps.get(row["number"], ())),
            reply=replies.get(row["number"]),
        )
        for row in database.execute("SELECT * FROM rating_tickets ORDER BY rowid")
        if row["key"] in by_key
    ]
