"""A service's SQLite file: durable at every commit, and checked to be so."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path


class BadDatabase(Exception):
    """One sentence that names the file and what is wrong with it."""


def open_database(path: Path, schema: str) -> sqlite3.Connection:
    """Open or make a database; `schema` is a script of `CREATE … IF NOT EXISTS`. Raises `BadDatabase`.

    `synchronous` is read back: a library built with another default would lose what was acknowledged.
    """
    try:
        database = sqlite3.connect(path, isolation_level=None, timeout=10)
        database.row_factory = sqlite3.Row
        journal = database.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        database.execute("PRAGMA synchronous=FULL")
        database.execute("PRAGMA foreign_keys=ON")
        if journal != "wal" or database.execute("PRAGMA synchronous").fetchone()[0] != 2:
            raise BadDatabase(f"{path} cannot be made durable (journal {journal})")
        database.executescript(schema)
        path.chmod(0o600)
    except (sqlite3.Error, OSError) as error:
        raise BadDatabase(f"{path} cannot be used: {getattr(error, 'strerror', error)}") from error
    return database


def read_only(path: Path) -> sqlite3.Connection:
    """Look into a service's database, whether it runs or not. Raises `BadDatabase`."""
    try:
        if not path.is_file():
            raise BadDatabase(f"{path} does not exist: nothing has been stored in this home")
        database = sqlite3.connect(path, isolation_level=None, timeout=10)
        database.row_factory = sqlite3.Row
        database.execute("PRAGMA query_only=ON")
        database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except (sqlite3.Error, OSError) as error:
        raise BadDatabase(f"{path} cannot be read: {getattr(error, 'strerror', error)}") from error
    return database


@contextlib.contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, on the disk when it ends."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")
