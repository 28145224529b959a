"""Which certificates there are and what became of their paper."""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from provisioning.clock import china_day, rfc3339
from provisioning.database import transaction
from provisioning.problem import Problem

SCHEMA = (Path(__file__).parent / "certificates.sql").read_text(encoding="utf-8")
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without those that are mistaken for others
CODE_LENGTH = 12  # 60 bits: nobody finds one by trying


@dataclass(frozen=True)
class Kept:
    number: str
    code: str
    item: str
    state: str
    copies: int
    issued_at: str


class CertificateStore:
    """Tables of its own in the platform's database; each method is one transaction."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.executescript(SCHEMA)

    def issue(self, key: str, asked: str, item: str, terminal: str, now: datetime) -> Kept:
        """The certificate of this key, new or as before. Raises `Problem` 422 `key-reused`."""
        with transaction(self._database):
            row = self._database.execute("SELECT * FROM certificates WHERE key = ?", (key,)).fetchone()
            if row is None:
                day = china_day(now).strftime("%Y%m%d")
                (count,) = self._database.execute("SELECT count(*) FROM certificates").fetchone()
                number = f"YL{day}{count + 1:06d}"  # 样例
                code = "".join(secrets.choice(_LETTERS) for _ in range(CODE_LENGTH))
                row = self._database.execute(
                    "INSERT INTO certificates (number, key, asked, code, item, terminal, state, issued_at)"
                    " VALUES (?, ?, ?, ?, ?, ?, 'issued', ?) RETURNING *",
                    (number, key, asked, code, item, terminal, rfc3339(now)),
                ).fetchone()
            elif (row["asked"], row["terminal"]) != (asked, terminal):
                raise Problem(422, "key-reused", "the key made another certificate before")
        return _kept(row)

    def printed(self, number: str, terminal: str, copies: int, sure: bool) -> Kept:
        """Raises `Problem` 404 `no-such-certificate`, 409 `void`."""
        with transaction(self._database):
            if self._find(number, terminal)["state"] == "void":
                raise Problem(409, "void", "the certificate was voided")
            row = self._database.execute(
                "UPDATE certificates SET state = ?, copies = ? WHERE number = ? RETURNING *",
                ("printed" if sure else "unsure", copies, number),
            ).fetchone()
        return _kept(row)

    def void(self, number: str, terminal: str, reason: str) -> Kept:
        """Raises `Problem` 404 `no-such-certificate`."""
        with transaction(self._database):
            self._find(number, terminal)
            row = self._database.execute(
                "UPDATE certificates SET state = 'void', reason = coalesce(reason, ?) WHERE number = ? RETURNING *",
                (reason, number),
            ).fetchone()
        return _kept(row)

    def check(self, number: str, code: str) -> Kept | None:
        """What a third party learns; None: there is no such certificate with that code."""
        row = self._database.execute("SELECT * FROM certificates WHERE number = ?", (number,)).fetchone()
        if row is None or not secrets.compare_digest(row["code"].encode(), code.encode()):
            return None
        return _kept(row)

    def newest(self, most: int) -> list[Kept]:
        rows = self._database.execute("SELECT * FROM certificates ORDER BY number DESC LIMIT ?", (most,)).fetchall()
        return [_kept(row) for row in rows]

    def _find(self, number: str, terminal: str) -> sqlite3.Row:
        row: sqlite3.Row | None = self._database.execute(
            "SELECT * FROM certificates WHERE number = ? AND terminal = ?", (number, terminal)
        ).fetchone()
        if row is None:
            raise Problem(404, "no-such-certificate", "this terminal was given no such certificate")
        return row


def _kept(row: sqlite3.Row) -> Kept:
    return Kept(*(row[name] for name in ("number", "code", "item", "state", "copies", "issued_at")))
