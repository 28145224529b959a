"""Sealed pages on their way in: files that grow, and become `pages/<sha-256>` when they are whole.

A row says how many bytes are durable; a file is cut back to that before it goes on. So a cut of
power or connection at any byte leaves an upload that can be resumed, or one that is whole.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from provisioning.clock import now, rfc3339
from provisioning.database import transaction
from provisioning.files import sync_folder, write_whole

LIFE = timedelta(hours=24)  # of an upload that is not continued
LARGEST = 64 * 1024 * 1024  # far above a sealed page
SYNC_EVERY = 256 * 1024  # bytes that a drop of power costs at most; 8 s on a 0.256 Mbit/s line


@dataclass(frozen=True)
class Upload:
    id: str
    terminal: str
    length: int
    durable: int
    expected: str | None
    digest: str | None
    expires_at: float

    @property
    def whole(self) -> bool:
        return self.durable == self.length


class WrongDigest(Exception):
    """The whole file is not the one that was announced; it has been removed."""


class Uploads:
    def __init__(self, database: sqlite3.Connection, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._growing = folder / "uploads"
        self._pages = folder / "pages"
        self._clock = clock
        for each in (self._growing, self._pages):
            each.mkdir(exist_ok=True)
        sync_folder(folder)

    # -- one upload -----------------------------------------------------------------------------------

    def create(self, terminal: str, length: int, expected: str | None) -> Upload:
        self._forget_expired()
        upload = Upload(secrets.token_hex(16), terminal, length, 0, expected, None, self._until())
        self._path(upload.id).touch(mode=0o600, exist_ok=False)
        sync_folder(self._growing)
        self._database.execute(
            "INSERT INTO uploads (id, terminal, length, expected, expires_at) VALUES (?, ?, ?, ?, ?)",
            (upload.id, terminal, length, expected, upload.expires_at),
        )
        return upload

    def find(self, identifier: str, terminal: str) -> Upload | None:
        """None when it is unknown, expired or another terminal's."""
        row = self._database.execute(
            "SELECT * FROM uploads WHERE id = ? AND terminal = ? AND expires_at > ?",
            (identifier, terminal, self._clock()),
        ).fetchone()
        return Upload(**dict(row)) if row else None

    def open(self, upload: Upload) -> BinaryIO:
        """The file, cut back to what is durable, to write on from there."""
        file = self._path(upload.id).open("r+b")
        file.truncate(upload.durable)
        file.seek(upload.durable)
        return file

    def sync(self, upload: Upload, file: BinaryIO) -> Upload:
        """Make what was written durable; only then does the offset move."""
        file.flush()
        os.fdatasync(file.fileno())
        durable, expires_at = file.tell(), self._until()
        self._database.execute(
            "UPDATE uploads SET durable = ?, expires_at = ? WHERE id = ?", (durable, expires_at, upload.id)
        )
        return Upload(upload.id, upload.terminal, upload.length, durable, upload.expected, upload.digest, expires_at)

    def finish(self, upload: Upload) -> None:
        """Store a whole file by its digest; again after a crash in between. Raises `WrongDigest`."""
        if upload.digest is not None:
            return
        growing = self._path(upload.id)
        with growing.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if upload.expected is not None and upload.expected != digest:
            self.remove(upload)
            raise WrongDigest
        page = self.page(digest)
        if not page.exists():
            os.link(growing, page)
        sync_folder(self._pages)
        with transaction(self._database):
            self._database.execute(
                "INSERT OR IGNORE INTO pages VALUES (?, ?, ?, ?)",
                (digest, upload.terminal, upload.length, rfc3339(now())),
            )
            self._database.execute("UPDATE uploads SET digest = ? WHERE id = ?", (digest, upload.id))
        growing.unlink(missing_ok=True)

    def remove(self, upload: Upload) -> None:
        """End an upload; a page that it has become stays."""
        self._database.execute("DELETE FROM uploads WHERE id = ?", (upload.id,))
        self._path(upload.id).unlink(missing_ok=True)

    # -- whole pages ----------------------------------------------------------------------------------

    def page(self, digest: str) -> Path:
        return self._pages / digest

    def put(self, digest: str, terminal: str, content: bytes) -> None:
        """Store a whole page that came another way; `digest` is that of `content`. Again does no harm."""
        write_whole(self.page(digest), content)
        self._database.execute(
            "INSERT OR IGNORE INTO pages VALUES (?, ?, ?, ?)", (digest, terminal, len(content), rfc3339(now()))
        )

    def missing(self, digests: Sequence[str], terminal: str) -> list[str]:
        """Those of the digests that this terminal has not uploaded whole."""
        return [
            digest
            for digest in digests
            if not self._database.execute(
                "SELECT 1 FROM pages WHERE digest = ? AND terminal = ?", (digest, terminal)
            ).fetchone()
        ]

    # -- inside ---------------------------------------------------------------------------------------

    def _path(self, identifier: str) -> Path:
        return self._growing / identifier

    def _until(self) -> float:
        return self._clock() + LIFE.total_seconds()

    def _forget_expired(self) -> None:
        rows = self._database.execute("SELECT * FROM uploads WHERE expires_at <= ?", (self._clock(),)).fetchall()
        for row in rows:
            self.remove(Upload(**dict(row)))
