"""Makes the index of a published directory: a SQLite file beside nothing else, whole or not there at all.

    python -m kiosk.directory.build FOLDER INDEX DOCUMENT

runs as a process of its own, so that half a minute of work takes no time from uploads and leaves no memory behind.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from kiosk.directory import facets
from kiosk.directory.entries import MOST_ENTRIES, BadDirectory, parts_of
from kiosk.directory.facets import Gathered
from kiosk.directory.spelling import plain, readings, tokens

FORMAT = 1
SCHEMA = """
CREATE TABLE about (format INTEGER, document TEXT, entries INTEGER, names INTEGER);
CREATE TABLE departments (id INTEGER PRIMARY KEY, name TEXT, uscc TEXT, address TEXT, hours TEXT, phone TEXT);
CREATE TABLE guides (id INTEGER PRIMARY KEY, words TEXT);
CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT, plain TEXT, said TEXT, organ TEXT);
CREATE TABLE entries (name INTEGER, district TEXT, code TEXT, department INTEGER, guide INTEGER,
    PRIMARY KEY (name, district, code)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(tokens, content='', detail=none, columnsize=0, tokenize='unicode61');
"""
# The same matter of 39 places is one name; names are numbered from the shortest, so that the index, which gives them
# in that order and may stop after the first, gives the most general ones first.


def build(folder: Path, target: Path, document: str = "") -> int:
    """The number of entries. `document`: what the index is of, so that one can tell whether it is the newest.

    Raises `BadDirectory`; `OSError` and `sqlite3.Error` where the disk fails.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(".half")
    half.unlink(missing_ok=True)
    try:
        database = sqlite3.connect(half, isolation_level=None)
        try:
            count = _fill(database, folder, document)
        finally:
            database.close()
        _sync(half)
        half.replace(target)
        _sync(target.parent)
    finally:
        half.unlink(missing_ok=True)
    return count


def _fill(database: sqlite3.Connection, folder: Path, document: str) -> int:
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "page_size=4096", "cache_size=-64000"):
        database.execute(f"PRAGMA {pragma}")  # it is thrown away if it does not get to its end
    database.executescript(SCHEMA + facets.SCHEMA)
    database.execute("BEGIN")
    gathered = _gather(folder)
    organs = gathered.organs
    order = sorted(organs, key=lambda name: (len(name), name))
    numbers = {name: number for number, name in enumerate(order, 1)}
    database.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?)", _names(order, organs))
    written = database.execute("SELECT id, name, plain, said, organ FROM names ORDER BY id")
    database.executemany("INSERT INTO words (rowid, tokens) VALUES (?, ?)", _words(written, gathered))
    gathered.write(database, numbers)
    for number, part in enumerate(parts_of(folder)):
        departments, guides = number << 20, number << 20  # places of a part, as numbers of the whole
        database.executemany(
            "INSERT INTO departments VALUES (?, ?, ?, ?, ?, ?)",
            ((departments + at, d.name, d.uscc, d.address, d.hours, d.phone) for at, d in enumerate(part.departments)),
        )
        database.executemany(
            "INSERT INTO guides VALUES (?, ?)", ((guides + at, words) for at, words in enumerate(part.guides))
        )
        database.executemany(
            "INSERT OR IGNORE INTO entries VALUES (?, ?, ?, ?, ?)",
            (
                (numbers[name], part.district, code, departments + department, guides + guide)
                for code, name, department, guide in part.entries
            ),
        )
    database.execute("INSERT INTO words (words) VALUES ('optimize')")
    (count,) = database.execute("SELECT count(*) FROM entries").fetchone()
    database.execute("INSERT INTO about VALUES (?, ?, ?, ?)", (FORMAT, document, count, len(order)))
    database.execute("COMMIT")
    return int(count)


def _gather(folder: Path) -> Gathered:
    """Every name, and what it is browsed by."""
    gathered, count = Gathered(), 0
    for part in parts_of(folder):
        count += len(part.entries)
        if count > MOST_ENTRIES:
            raise BadDirectory(f"more than {MOST_ENTRIES} entries")
        gathered.add(part)
    return gathered


def _names(order: list[str], organs: dict[str, str]) -> Iterator[tuple[int, str, str, str, str]]:
    for number, name in enumerate(order, 1):
        text = plain(name)
        yield number, name, text, " ".join(readings(text)), organs[name]


def _words(written: sqlite3.Cursor, gathered: Gathered) -> Iterator[tuple[int, str]]:
    for number, name, text, said, organ in written:
        found = [*tokens(text, said.split(" ")), *gathered.tokens_of(name)]
        found += [f"4{organ[at : at + 2]}" for at in range(len(organ) - 1)]
        yield number, " ".join(found)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


if __name__ == "__main__":
    try:
        build(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
    except (BadDirectory, OSError, sqlite3.Error) as error:
        sys.exit(f"{type(error).__name__}: {error}")
