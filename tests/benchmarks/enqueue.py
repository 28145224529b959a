"""How long it takes until a record, or a page, is durable; beside plain SQLite, plain files and other queues.

`python -m tests.benchmarks.enqueue [FOLDER]`, or `make bench`. FOLDER lies on the disk that is to be measured.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import uuid_utils

from offline_cache.outbox import Outbox
from offline_cache.records import Slot
from offline_cache.sealing import OpeningKey
from tests.benchmarks.losing import lost
from tests.benchmarks.measuring import in_turns, table

RECORD, PAGE = 1024, 1 << 20  # bytes
EACH = 400  # records a round
QUEUED = (0, 1_000, 10_000, 100_000)
OURS, GROWING, ENGINE = "this outbox", "sqlite3, its log still growing", "the same by this outbox's engine"
KEY = OpeningKey.generate().public()
ABOUT = {"kind": "submission", "terminal": "TEST-0001", "item": "X" * 31, "schema": "1"}


def plain(folder: Path) -> Callable[[], object]:
    """A table with a unique key and a blob, WAL, an fsync at each commit; by Python's own `sqlite3`."""
    return _at_its_best(sqlite3.connect(folder / "plain.sqlite3", isolation_level=None))


def plain_by_our_engine(folder: Path) -> Callable[[], object]:
    return _at_its_best(apsw.Connection(str(folder / "plain.sqlite3")))


def plain_at_first(folder: Path) -> Callable[[], object]:
    """The same, in its first seconds."""
    return _plain(sqlite3.connect(folder / "plain.sqlite3", isolation_level=None))


def _at_its_best(database: sqlite3.Connection | apsw.Connection) -> Callable[[], object]:
    """Its log has gone round once: from then on it is written over instead of made longer, which is twice as fast."""
    enqueue = _plain(database)
    database.execute("CREATE TABLE filler (body)")
    database.execute("INSERT INTO filler VALUES (zeroblob(8000000))")
    busy, *_ = next(iter(database.execute("PRAGMA wal_checkpoint(RESTART)")))
    assert not busy
    return enqueue


def _plain(database: sqlite3.Connection | apsw.Connection) -> Callable[[], object]:
    database.execute("PRAGMA journal_mode=WAL").fetchall()
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE record (number INTEGER PRIMARY KEY, key TEXT UNIQUE, body BLOB)")
    body = os.urandom(RECORD)
    insert = "INSERT INTO record (key, body) VALUES (?, ?)"
    return lambda: database.execute(insert, (str(uuid_utils.uuid7()), body))


def reserved(outbox: Outbox, count: int) -> list[tuple[str, Any]]:
    """Visits that have begun: place and room are taken, and the costly half of sealing is done."""
    found = []
    for _ in range(count):
        slot = outbox.reserve("submissions", "X" * 31, secrets.token_hex(4), 4 * RECORD)
        assert isinstance(slot, Slot)
        found.append((slot.key, KEY.prepare(ABOUT | {"key": slot.key})))
    return found


def sealed(folder: Path) -> Callable[[], object]:
    """From "submit" until the citizen may be told: sealed and durable."""
    outbox = Outbox.open(folder / "outbox")
    begun = reserved(outbox, EACH)
    body = os.urandom(RECORD)

    def enqueue() -> None:
        key, prepared = begun.pop()
        outbox.commit(key, prepared.seal(body))

    return enqueue


def peers() -> dict[str, Callable[[Path], Callable[[], object]]]:
    """Those that are installed (requirements-bench.txt), each with its own defaults."""
    body = os.urandom(RECORD)
    found: dict[str, Callable[[Path], Callable[[], object]]] = {}
    try:
        import diskcache
        import litequeue
        import persistqueue
        from huey.storage import SqliteStorage
    except ImportError as error:
        print(f"{error.name} is not installed: no peers (make bench installs them)", file=sys.stderr)
        return found

    def persist_queue(folder: Path) -> Callable[[], object]:
        queue = persistqueue.SQLiteAckQueue(str(folder / "pq"), auto_commit=True)
        return lambda: queue.put(body)

    def lite_queue(folder: Path) -> Callable[[], object]:
        queue = litequeue.LiteQueue(str(folder / "lq.sqlite3"))
        return lambda: queue.put(body)

    def huey(folder: Path) -> Callable[[], object]:
        storage = SqliteStorage(filename=str(folder / "huey.sqlite3"))
        return lambda: storage.enqueue(body)

    def disk_cache(folder: Path) -> Callable[[], object]:
        queue = diskcache.Deque(directory=str(folder / "dc"))
        return lambda: queue.append(body)

    return {"persist-queue": persist_queue, "huey": huey, "litequeue": lite_queue, "diskcache": disk_cache}


def _count_rows(folder: Path) -> int:
    return int(sqlite3.connect(folder / "plain.sqlite3").execute("SELECT count(*) FROM record").fetchone()[0])


def _count_huey(folder: Path) -> int:
    from huey.storage import SqliteStorage

    return int(SqliteStorage(filename=str(folder / "huey.sqlite3")).queue_size())


def _count_lite_queue(folder: Path) -> int:
    import litequeue

    return int(litequeue.LiteQueue(str(folder / "lq.sqlite3")).qsize())


def _count_persist_queue(folder: Path) -> int:
    import persistqueue

    return int(persistqueue.SQLiteAckQueue(str(folder / "pq"), auto_commit=True).size)


def _count_disk_cache(folder: Path) -> int:
    import diskcache

    return len(diskcache.Deque(directory=str(folder / "dc")))


COUNTS: dict[str, Callable[[Path], int]] = {
    "sqlite3": _count_rows,
    ENGINE: _count_rows,
    GROWING: _count_rows,
    OURS: lambda folder: Outbox.open(folder / "outbox").counts().waiting,
    "persist-queue": _count_persist_queue,
    "huey": _count_huey,
    "litequeue": _count_lite_queue,
    "diskcache": _count_disk_cache,
}
"""Records that a store holds, opened anew."""


def whole_page(folder: Path) -> Callable[[], object]:
    """The least with which a file is there after a power cut."""
    content, folder_fd = os.urandom(PAGE), os.open(folder, os.O_RDONLY)

    def write() -> None:
        name = folder / secrets.token_hex(8)
        fd = os.open(f"{name}.tmp", os.O_WRONLY | os.O_CREAT, 0o600)
        os.write(fd, content)
        os.fsync(fd)
        os.close(fd)
        Path(f"{name}.tmp").rename(name)
        os.fsync(folder_fd)

    return write


def sealed_page(folder: Path) -> Callable[[], object]:
    """Sealed, a file, durable, and noted in the outbox."""
    outbox = Outbox.open(folder / "outbox")
    slot = outbox.reserve("submissions", "X" * 31, "aa", 80 * PAGE)
    assert isinstance(slot, Slot)
    content = os.urandom(PAGE)
    about = {"kind": "page", "key": slot.key, "terminal": "TEST-0001", "name": "page", "media_type": "image/jpeg"}
    waiting = [KEY.prepare(about) for _ in range(60)]
    return lambda: outbox.attach(slot.key, waiting.pop().seal(content))


def flat(folder: Path) -> list[tuple[int, float]]:
    """(records that wait, seconds a record)."""
    outboxes = {queued: Outbox.open(folder / f"queued-{queued}") for queued in QUEUED}
    for queued, outbox in outboxes.items():
        _fill(outbox, queued)
    took = in_turns({str(queued): lambda _, o=outbox: _commits(o) for queued, outbox in outboxes.items()}, 200)
    return [(queued, took[str(queued)]) for queued in QUEUED]


def _commits(outbox: Outbox) -> Callable[[], object]:
    begun, body = reserved(outbox, 200), os.urandom(RECORD)

    def enqueue() -> None:
        key, prepared = begun.pop()
        outbox.commit(key, prepared.seal(body))

    return enqueue


def _fill(outbox: Outbox, wanted: int) -> None:
    """As if they had been handed in, in few transactions."""
    body = os.urandom(RECORD)
    with outbox._database.transaction() as database:
        for _ in range(wanted):
            database.run(
                "INSERT INTO record (key, lane, state, item, order_key, digest, size, reserved_at, committed_at, boot,"
                " committed_tick, sealed) VALUES (?, 'submissions', 'ready', ?, ?, ?, ?, '', '', '', 0, ?)",
                *(str(uuid_utils.uuid7()), "X" * 31, secrets.token_hex(4), secrets.token_hex(32), RECORD, body),
            )


def rounds(folder: Path, way: Callable[[Path], Callable[[], object]]) -> Callable[[int], Callable[[], object]]:
    def prepare(number: int) -> Callable[[], object]:
        own = folder / f"{way.__name__}-{number}"
        own.mkdir()
        return way(own)

    return prepare


def main() -> int:
    base = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.gettempdir())
    folder = Path(tempfile.mkdtemp(dir=base))
    try:
        ways = {"sqlite3": plain, OURS: sealed, ENGINE: plain_by_our_engine, GROWING: plain_at_first} | peers()
        took = in_turns({name: rounds(folder, way) for name, way in ways.items()}, EACH)
        ratio = took["sqlite3"]
        gone = {name: lost(way, COUNTS[name]) for name, way in ways.items()}
        print(
            table(
                ("1 KiB", "sealed", "µs", "of plain sqlite3", "lost of 200 in a power cut"),
                *(
                    (name, "yes" if name == OURS else "no", round(one * 1e6), f"{ratio / one:.2f}", gone[name])
                    for name, one in took.items()
                ),
            ),
            "\n",
        )
        took = in_turns({"file": rounds(folder, whole_page), "sealed": rounds(folder, sealed_page)}, 50)
        print(
            table(
                ("1 MiB page", "ms", "of a plain file"),
                *((name, f"{one * 1e3:.2f}", f"{took['file'] / one:.2f}") for name, one in took.items()),
            ),
            "\n",
        )
        found = flat(folder)
        print(
            table(
                ("records that wait", "µs", "of an empty outbox"),
                *((queued, round(one * 1e6), f"{found[0][1] / one:.2f}") for queued, one in found),
            )
        )
    finally:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
