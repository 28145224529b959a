"""`/v1/slots` and `/v1/appointments`: each office has some places a half day; some are taken before anybody comes."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import date
from typing import Any

from starlette.routing import Route

from kiosk.contract import slots as contract
from kiosk.working_days import WorkingDays
from provisioning.clock import china_day, rfc3339
from provisioning.database import transaction
from provisioning.problem import Problem
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.cases.filing import Holders
from provisioning.sandbox.sessions import Sessions

PLACES = 4  # of an office in a half day
DAYS = 10  # working days ahead
SCHEMA = """
CREATE TABLE IF NOT EXISTS appointments (
    item    TEXT NOT NULL,
    office  TEXT NOT NULL,
    slot    TEXT NOT NULL,
    holder  TEXT NOT NULL,
    at      TEXT NOT NULL,
    PRIMARY KEY (item, holder)                 -- one a citizen and item: another one takes its place
) STRICT, WITHOUT ROWID;
"""


class SlotCalls:
    def __init__(self, database: sqlite3.Connection, holders: Holders, calendar: WorkingDays) -> None:
        self._calendar = calendar
        self._database = database
        self._holders = holders
        database.executescript(SCHEMA)

    def routes(self, sessions: Sessions) -> list[Route]:
        return [route(contract.FREE, sessions, self.free), route(contract.BOOK, sessions, self.book)]

    def free(self, call: Call[contract.SlotsWanted]) -> contract.Slots:
        item, office = call.asked.item_code, call.asked.office
        found = [(slot, self._left(item, office, slot)) for slot in half_days(self._calendar, china_day(call.now))]
        return contract.Slots(slots=tuple(contract.Slot(slot=slot, left=left) for slot, left in found if left))

    def book(self, call: Call[contract.AppointmentWanted]) -> contract.Appointment:
        wanted = call.asked
        call.session.need("single")
        holder = self._holders.digest(call.session.person.number)
        with transaction(self._database):
            mine = self._of(wanted.item_code, holder)
            if mine is None or (mine["slot"], mine["office"]) != (wanted.slot, wanted.office):
                days = half_days(self._calendar, china_day(call.now))
                if wanted.slot not in days or not self._left(wanted.item_code, wanted.office, wanted.slot):
                    raise Problem(409, "slot-taken", "the office has no place left then")
                self._database.execute(
                    "INSERT OR REPLACE INTO appointments VALUES (?, ?, ?, ?, ?)",
                    (wanted.item_code, wanted.office, wanted.slot, holder, rfc3339(call.now)),
                )
        return contract.Appointment(slot=wanted.slot, office=wanted.office)

    def _of(self, item: str, holder: str) -> Any:
        return self._database.execute(
            "SELECT * FROM appointments WHERE item = ? AND holder = ?", (item, holder)
        ).fetchone()

    def _left(self, item: str, office: str, slot: str) -> int:
        (booked,) = self._database.execute(
            "SELECT count(*) FROM appointments WHERE item = ? AND office = ? AND slot = ?", (item, office, slot)
        ).fetchone()
        return max(0, PLACES - taken_before(item, office, slot) - int(booked))


def half_days(calendar: WorkingDays, today: date) -> list[str]:
    """The half days of the coming working days: nobody is there on a holiday, and somebody on a swapped Saturday."""
    return [f"{day}/{half}" for day in calendar.coming(today, DAYS) for half in ("am", "pm")]


def taken_before(item: str, office: str, slot: str) -> int:
    """Places that others hold: the same for the same half day, none to all of them."""
    return hashlib.sha256(f"{item} {office} {slot}".encode()).digest()[0] % (PLACES + 1)
