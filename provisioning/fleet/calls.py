"""Calls for a person: taken from terminals, shown on the board until somebody has seen to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.calls import REASONS
from kiosk.text import Localized
from provisioning.database import transaction
from provisioning.problem import malformed

SHOWN_S = 2 * 3600.0  # nobody stands at a terminal for longer; the history stays in the table
REASON_WORDS = {
    "help": Localized("有人按了“人工帮助”", "Somebody asks for help"),
    "card_left": Localized("有人把证件忘在机器里", "A card was left in the machine"),
    "paper_left": Localized("有人没有取走回执", "A receipt was left"),
}
TABLE = """
CREATE TABLE IF NOT EXISTS calls (             -- for a person at a terminal
    id           TEXT PRIMARY KEY,             -- the terminal's own
    terminal     TEXT NOT NULL,
    number       INTEGER NOT NULL,             -- as the screen says it
    reason       TEXT NOT NULL,
    called_at    REAL NOT NULL,                -- seconds since 1970, by this server's clock
    seen_to_at   REAL
) STRICT, WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Waiting:
    id: str
    terminal: str
    number: int
    reason: Localized
    age_s: float


class Calls:
    """On the fleet's own connection."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.executescript(TABLE)

    def take(self, raw: Mapping[str, Any], terminal: str, now: float) -> str:
        """Once, however often it is told; gives its id. Raises `Problem` 400."""
        key, number, reason, ago = (raw.get(name) for name in ("id", "number", "reason", "ago_s"))
        if not isinstance(key, str) or not 8 <= len(key) <= 64 or reason not in REASONS:
            raise malformed("a call has an id and a known reason")
        if not isinstance(number, int) or not 0 < number < 10**9:
            raise malformed("number is a count")
        if not isinstance(ago, (int, float)) or not 0 <= ago < 86400:
            raise malformed("ago_s is seconds")
        with transaction(self._database):
            self._database.execute(
                "INSERT OR IGNORE INTO calls VALUES (?, ?, ?, ?, ?, NULL)", (key, terminal, number, reason, now - ago)
            )
        return key

    def waiting(self, now: float) -> list[Waiting]:
        rows = self._database.execute(
            "SELECT id, terminal, number, reason, called_at FROM calls"
            " WHERE seen_to_at IS NULL AND called_at > ? ORDER BY called_at",
            (now - SHOWN_S,),
        ).fetchall()
        return [
            Waiting(row["id"], row["terminal"], row["number"], REASON_WORDS[row["reason"]], now - row["called_at"])
            for row in rows
        ]

    def seen_to(self, key: str, now: float) -> bool:
        with transaction(self._database):
            done = self._database.execute(
                "UPDATE calls SET seen_to_at = ? WHERE id = ? AND seen_to_at IS NULL", (now, key)
            )
        return bool(done.rowcount)
