"""Searches the directory on the disk: opened at the first search, read-only, a few hundred kilobytes of memory."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.directory.build import FORMAT
from kiosk.directory.facets import REVISION, district_token
from kiosk.directory.spelling import Question, questions

DIRECTORY = "directory"  # the document that it is made of (docs/api.md, "Content")
MOST = 40  # results: nobody turns more pages; another letter is quicker
LOOKED_AT = 400  # candidates of the index that are looked at in one search
CACHE_KB = 2048

_log = logging.getLogger(__name__)


def index_of(home: Path) -> Path:
    """Where the agent puts the index, and the window looks for it."""
    return home / "directory" / "index.sqlite"


@dataclass(frozen=True)
class Matter:
    """A name, the organ that does it here (or else elsewhere), and how many places have it."""

    number: int
    name: str
    organ: str
    places: int


@dataclass(frozen=True)
class Entry:
    """A guide entry. `code` is the implementation code (31 characters); `district` of GB/T 2260."""

    code: str
    name: str
    district: str
    department: str
    address: str
    hours: str
    phone: str
    guide: str


class DirectoryIndex:
    """The index in one file. Where there is none, or it cannot be read, nothing is found: the agent makes it anew."""

    def __init__(self, path: Path, district: str) -> None:
        """`district`: that of the terminal, whose entries come first."""
        self._path = path
        self._district = district
        self._database: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None  # inode and time of the file that is open
        self._revision = 0  # of that file
        self._fault = ""

    def close(self) -> None:
        if self._database is not None:
            self._database.close()
        self._database, self._opened = None, None

    def size(self) -> int:
        """Number of entries."""
        rows = self.rows("SELECT entries FROM about")
        return int(rows[0][0]) if rows else 0

    def document(self) -> str:
        """What the index was made of; empty: there is none that can be read."""
        rows = self.rows("SELECT document FROM about")
        return str(rows[0][0]) if rows else ""

    @property
    def district(self) -> str:
        """That of the terminal."""
        return self._district

    @property
    def can_be_browsed(self) -> bool:
        """There is an index, and not one of a release that only searched: the agent makes that anew in a while."""
        return bool(self.rows("SELECT 1")) and self._revision >= REVISION

    def find(self, typed: str, district: str = "") -> tuple[int, ...]:
        """Numbers of matters that fit what was typed (characters, pinyin, initials), best first, at most `MOST`;
        with a `district` only what can be done there."""
        for question in questions(typed):
            ranks = self._candidates(question, district)
            if ranks:
                return tuple(sorted(ranks, key=lambda number: (ranks[number], number))[:MOST])
        return ()

    def _candidates(self, question: Question, district: str) -> dict[int, int]:
        match, filtered = question.match, district
        if district and self.can_be_browsed:  # the full-text index has a word for it: the filter is for one without
            match, filtered = f'({match}) AND "{district_token(district)}"', ""
        rows = self.rows(
            "SELECT names.id, plain, said, organ FROM words JOIN names ON names.id = words.rowid WHERE words MATCH ?1"
            " AND (?2 = '' OR EXISTS (SELECT 1 FROM entries WHERE entries.name = names.id AND entries.district = ?2))"
            " ORDER BY words.rowid LIMIT ?3",
            match,
            filtered,
            LOOKED_AT,
        )
        found = {}
        for number, name, said, organ in rows:
            rank = question.fits(name, said)
            if rank is None and question.han and question.pattern.search(organ):
                rank = 2
            if rank is not None:
                found[number] = rank
        return found

    def matter(self, number: int, district: str = "") -> Matter | None:
        """With a `district` the organ is the one that does it there."""
        rows = self.rows(
            "SELECT name, (SELECT departments.name FROM entries JOIN departments ON departments.id = department"
            " WHERE entries.name = ?1 ORDER BY district <> ?2, district LIMIT 1),"
            " (SELECT count(*) FROM entries WHERE name = ?1) FROM names WHERE id = ?1",
            number,
            district or self._district,
        )
        return Matter(number, *rows[0]) if rows else None

    def entries(self, number: int, district: str = "") -> tuple[Entry, ...]:
        """Every entry of a matter: that of the `district` first, then here, then the city's own, then by district."""
        rows = self.rows(
            "SELECT departments.uscc || entries.code, names.name, district, departments.name, address, hours, phone,"
            " words FROM entries JOIN names ON names.id = entries.name"
            " JOIN departments ON departments.id = department JOIN guides ON guides.id = guide"
            " WHERE entries.name = ? ORDER BY district <> ?, district <> ?, district",
            number,
            district or self._district,
            self._district,
        )
        return tuple(Entry(*row) for row in rows)

    def rows(self, sql: str, *values: object) -> list[Any]:
        """Of the file that lies there now; none where there is none, or where it cannot be read."""
        try:
            database = self._current()
            rows = database.execute(sql, values).fetchall() if database is not None else []
        except sqlite3.Error as error:
            self.close()
            if self._fault != str(error):  # a line for each fault, not for each letter that is typed
                self._fault = str(error)
                _log.error("the index of the directory cannot be used: %s", error)
            return []
        self._fault = ""
        return rows

    def _current(self) -> sqlite3.Connection | None:
        """The connection to the file that lies there now."""
        try:
            status = self._path.stat()
        except OSError:
            self.close()
            return None
        there = (status.st_ino, status.st_mtime_ns)
        if self._database is None or there != self._opened:
            self.close()
            self._database, self._opened = _open(self._path), there
            self._revision = _revision(self._database)
        return self._database


def _open(path: Path) -> sqlite3.Connection:
    """`immutable`: the file is only ever replaced by another, so that no locks are needed (SQLite, "URI filenames")."""
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    database.execute(f"PRAGMA cache_size=-{CACHE_KB}")
    database.execute("PRAGMA query_only=ON")
    row = database.execute("SELECT format FROM about").fetchone()
    if row is None or row[0] != FORMAT:
        database.close()
        raise sqlite3.DatabaseError("made by another release")
    return database


def _revision(database: sqlite3.Connection) -> int:
    """1 where there is no table that says it (expand and contract: either release opens the other's index)."""
    if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'made'").fetchone():
        return 1
    (revision,) = database.execute("SELECT max(revision) FROM made").fetchone()
    return int(revision or 1)
