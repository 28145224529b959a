"""The outbox is opened so that it keeps its promises, or it is refused in one sentence."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import apsw
import pytest

from offline_cache.database import SCHEMA_VERSION, Database
from offline_cache.faults import OutboxRefused
from tests.limits import LIMIT_S


def refusal(path: Path) -> str:
    with pytest.raises(OutboxRefused) as found:
        Database.open(path)
    assert "\n" not in str(found.value)
    return str(found.value)


def test_wal_and_full_synchronous_and_secure_delete_are_in_force(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "outbox.sqlite3")
    for pragma, value in (("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1)):
        assert database.row(f"PRAGMA {pragma}") == {pragma: value}
    assert (tmp_path / "outbox.sqlite3").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "outbox.sqlite3-wal").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("deaf_to", ["synchronous", "journal_mode", "secure_delete"])
def test_a_library_that_does_not_obey_is_refused(tmp_path: Path, deaf_to: str) -> None:
    """As built with other defaults, or on a file system without shared memory: the setting is read back."""

    class Deaf(apsw.Connection):
        def execute(self, statements: str, *more: Any, **options: Any) -> apsw.Cursor:
            if statements.startswith(f"PRAGMA {deaf_to}="):
                statements = statements.partition("=")[0]
            return super().execute(statements, *more, **options)

    def connect(path: Path) -> apsw.Connection:
        connection = Deaf(str(path))
        apsw.Connection.execute(connection, "PRAGMA synchronous=NORMAL")
        apsw.Connection.execute(connection, "PRAGMA secure_delete=OFF")
        return connection

    with pytest.raises(OutboxRefused, match="power cut"):
        Database.open(tmp_path / "outbox.sqlite3", connect)


@pytest.mark.parametrize("engine", ["3.40.1", "3.51.2"])
def test_an_engine_with_which_two_processes_can_lose_records_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    """Guards against a build of apsw that takes the system's SQLite (https://www.sqlite.org/wal.html#walresetbug)."""
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: engine)
    assert engine in refusal(tmp_path / "outbox.sqlite3") and not any(tmp_path.iterdir())


def test_what_is_not_an_outbox_is_refused_and_left_alone(tmp_path: Path) -> None:
    garbage = tmp_path / "garbage"
    garbage.write_bytes(b"not a database" * 1000)
    assert "garbage" in refusal(garbage) and garbage.read_bytes().startswith(b"not a database")
    foreign = tmp_path / "foreign"
    with sqlite3.connect(foreign) as connection:
        connection.execute("PRAGMA user_version=7")
    assert "another program" in refusal(foreign)
    assert "cannot be opened" in refusal(tmp_path / "missing" / "outbox.sqlite3")


def test_the_release_before_reads_what_a_newer_one_has_only_expanded(tmp_path: Path) -> None:
    path = tmp_path / "outbox.sqlite3"
    Database.open(path).close()
    with sqlite3.connect(path) as newer:
        newer.execute("ALTER TABLE record ADD COLUMN weight INTEGER NOT NULL DEFAULT 0")
        newer.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    Database.open(path).close()
    with sqlite3.connect(path) as newer:
        newer.execute(f"UPDATE meta SET value = '{SCHEMA_VERSION + 1}' WHERE name = 'oldest_reader'")
    assert "newer release" in refusal(path)


def test_two_processes_that_make_it_at_once_make_one(tmp_path: Path) -> None:
    program = "import sys; from offline_cache.outbox import Outbox; from pathlib import Path; sys.stdin.readline();"
    program += "o = Outbox.open(Path(sys.argv[1])); print(o.reserve('ratings', 'x', 'aa', 1).number, o.order_key('x'))"
    command = [sys.executable, "-c", program, str(tmp_path / "o")]
    both = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in "ab"]
    answers = [process.communicate("go\n", timeout=LIMIT_S)[0].split() for process in both]
    assert {number for number, _ in answers} == {"1", "2"}
    assert len({order for _, order in answers}) == 1, "each made its own secret"
