"""The desk where what arrives becomes a case."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.catalogue.model import Catalogue
from kiosk.contract.identity import Level
from kiosk.text import Localized
from kiosk.working_days import FILE, WorkingDays
from provisioning.clock import china_day
from provisioning.sandbox.cases.deciding import findings
from provisioning.sandbox.cases.filing import Filing, Holders, Part, given_in, part_of
from provisioning.sandbox.cases.store import Cases
from provisioning.sandbox.logins import Logins
from provisioning.sandbox.packages import parts_of
from provisioning.sandbox.ratings.tickets import Tickets
from provisioning.sandbox.sessions import Session, Sessions

UNKNOWN = Localized("目录中没有此事项", "Not in the catalogue")


@dataclass(frozen=True)
class Desk:
    cases: Cases
    holders: Holders
    catalogue: Catalogue
    logins: Logins
    ratings: Tickets

    @classmethod
    def open(cls, database: sqlite3.Connection, folder: Path, catalogue: Catalogue) -> Desk:
        """Raises `BadCalendar` or `OSError`."""
        holders = Holders.open(folder)
        calendar = WorkingDays.read(folder / FILE)
        cases, logins = Cases(database, calendar), Logins(database, holders.digest)
        return cls(cases, holders, catalogue, logins, Tickets(database, catalogue, calendar))

    def filing(self, content: Mapping[str, Any], now: datetime, sessions: Sessions | None) -> Filing:
        """What an opened submission asks for. Raises `Problem` 422 where it completes a case that is not there."""
        item = self.catalogue.find(content["item_code"])
        session = _session(content, now, sessions)
        past = self.logins.whose((content.get("identity") or {}).get("session")) if session is None else None
        holder = self.holders.of(content, session.person.number if session else None) or (past.holder if past else "")
        level = session.level if session else past.level if past else Level.NONE
        proved = item is not None and level.reaches(item.identity.level)
        corrects = content.get("corrects")
        if corrects is not None:
            self.cases.corrects(corrects["case"], holder)
        part = part_of(item, content) if item else Part("", UNKNOWN, content["item_code"], 0, ())
        children: tuple[Part, ...] = ()
        if item is not None and item.package is not None:
            part, children = parts_of(item, content)
        return Filing(
            key=content["key"],
            own_number=content.get("number", ""),
            holder=holder,
            part=part,
            children=children,
            findings=findings(item, content, china_day(now), proved=proved, calendar=self.cases.calendar)
            if item and item.instant
            else None,
            corrects=corrects["case"] if corrects else None,
            given=given_in(content) if corrects else frozenset(),
        )

    def take(self, filing: Filing, number: str, now: datetime, next_number: Callable[[str], str]) -> None:
        """Open its case, or complete the one that it belongs to; within the transaction that stores the record."""
        if filing.corrects is None:
            self.cases.open(filing, number, now, next_number)
        else:
            self.cases.correct(filing.corrects, filing.key, now, filing.given)


def _session(content: Mapping[str, Any], now: datetime, sessions: Sessions | None) -> Session | None:
    token = (content.get("identity") or {}).get("session")
    return sessions.still_open(token, now) if sessions is not None else None
