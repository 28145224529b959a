"""Whose a session was, after it has ended: a submission that comes late, or on a stick, proves itself by naming it.

Tokens are kept as digests and people as the desk's keyed digests: the table alone tells nobody.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.contract.identity import Level
from provisioning.clock import rfc3339
from provisioning.sandbox.sessions import Session

KEPT = timedelta(days=90)  # longer than any submission waits on a terminal

SCHEMA = """
CREATE TABLE IF NOT EXISTS logins (
    token        TEXT PRIMARY KEY,             -- SHA-256, hex
    holder       TEXT NOT NULL,                -- keyed digest of the citizen's number
    level        TEXT NOT NULL,
    began_at     TEXT NOT NULL                 -- RFC 3339
) STRICT, WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Login:
    holder: str
    level: Level


class Logins:
    def __init__(self, database: sqlite3.Connection, digest: Callable[[str], str]) -> None:
        self._database = database
        self._digest = digest
        database.executescript(SCHEMA)

    def remember(self, session: Session, now: datetime) -> None:
        """A session that was opened or raised; what is older than anything that may still come is forgotten."""
        values = (_hashed(session.token), self._digest(session.person.number), session.level, rfc3339(now))
        self._database.execute("INSERT OR REPLACE INTO logins VALUES (?, ?, ?, ?)", values)
        self._database.execute("DELETE FROM logins WHERE began_at < ?", (rfc3339(now - KEPT),))

    def whose(self, token: object) -> Login | None:
        """None for what never was a session, and for one in which a number was merely asserted."""
        if not isinstance(token, str):
            return None
        row = self._database.execute("SELECT holder, level FROM logins WHERE token = ?", (_hashed(token),)).fetchone()
        if row is None or not Level(row["level"]).reaches(Level.SINGLE):
            return None
        return Login(row["holder"], Level(row["level"]))


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
