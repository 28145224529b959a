"""Cases as they stand in the database: found and read, never changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from provisioning.problem import Problem

Row = sqlite3.Row
SCHEMA = (Path(__file__).parent / "cases.sql").read_text(encoding="utf-8")


class CaseRows:
    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        database.executescript(SCHEMA)

    def row(self, number: str) -> Row | None:
        found: Row | None = self.database.execute("SELECT * FROM cases WHERE number = ?", (number,)).fetchone()
        return found

    def find(self, number: str, holder: str) -> Row | None:
        """By its number or the terminal's own, where it is this citizen's."""
        found: Row | None = self.database.execute(
            "SELECT * FROM cases WHERE holder = ? AND holder <> '' AND (number = ? OR own_number = ?)"
            " ORDER BY parent IS NOT NULL LIMIT 1",
            (holder, number, number),
        ).fetchone()
        return found

    def by_code(self, code: str) -> Row | None:
        found: Row | None = self.database.execute(
            "SELECT cases.* FROM cases JOIN case_codes USING (number) WHERE code = ?", (code,)
        ).fetchone()
        return found

    def of_holder(self, holder: str) -> list[Row]:
        """Without the children, which stand in their package; the newest first."""
        return self.database.execute(
            "SELECT * FROM cases WHERE holder = ? AND holder <> '' AND parent IS NULL ORDER BY rowid DESC", (holder,)
        ).fetchall()

    def newest(self, count: int) -> list[Row]:
        return self.database.execute(
            "SELECT * FROM cases WHERE parent IS NULL ORDER BY rowid DESC LIMIT ?", (count,)
        ).fetchall()

    def children(self, number: str) -> list[Row]:
        return self.database.execute("SELECT * FROM cases WHERE parent = ? ORDER BY rowid", (number,)).fetchall()

    def steps(self, number: str) -> list[Row]:
        return self.database.execute("SELECT * FROM case_steps WHERE number = ? ORDER BY id", (number,)).fetchall()

    def signed(self, number: str) -> int:
        """How many documents the citizen signed for it."""
        query = "SELECT count(*) FROM signed_documents WHERE number = ?"
        (count,) = self.database.execute(query, (number,)).fetchone()
        return int(count)

    def must(self, number: str) -> Row:
        """Raises `Problem` 404."""
        row = self.row(number)
        if row is None:
            raise Problem(404, "no-such-case", "there is no such case")
        return row
