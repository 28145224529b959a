"""Search over the whole item directory: `python -m tests.benchmarks.directory [COUNT]`.

Every beginning of what people type is one keystroke. What it is compared with is a scan of the same entries with LIKE
(their names, or their readings), over a table in a file of its own, in the same run. Twice: the directory as it is
generated, in which a matter of 39 places is one name; and the worst case, in which every entry has a name of its own.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles

import msgspec

from kiosk.catalogue import regions
from kiosk.directory import browse
from kiosk.directory.browse import Where
from kiosk.directory.build import build
from kiosk.directory.entries import parts_of
from kiosk.directory.facets import WAYS
from kiosk.directory.index import DirectoryIndex
from kiosk.directory.spelling import plain, readings
from provisioning.sandbox.directory import ENTRIES, generate
from tests.benchmarks.measuring import table

TYPED = (
    "gjjtq", "gongjijin", "sfzbl", "shenfenzheng", "jsz", "jiashizheng", "yanglao", "bdcdj", "budongchan", "ggz",
    "shebaoka", "yyzz", "yingyezhizhao", "cjrz", "zhufang", "jiehunzheng", "hukou", "xkz", "butie", "zyzg",
    "身份证补领", "公积金提取", "养老保险待遇", "不动产登记", "营业执照变更", "老旧住宅增设电梯", "残疾人证",
    "公安局", "备案",
    "我要办居住证",
)  # fmt: skip
SHOWN = 4  # matters of a page
PAGE = 8  # of the directory that is gone through
NARROWED = "500116"
SCANS = 12  # keystrokes that are also scanned for: each takes a good part of a second
MEMORY = """
import resource, sys
from kiosk.catalogue.load import load
from kiosk.catalogue.search import SearchIndex
from kiosk.directory.index import DirectoryIndex
from pathlib import Path

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20

SearchIndex(load()).find("gjj")
before = resident()
index = DirectoryIndex(Path(sys.argv[1]), "500107")
for typed in sys.argv[2:]:
    for end in range(1, len(typed) + 1):
        for number in index.find(typed[:end])[:4]:
            index.matter(number)
            index.entries(number)
print(resident() - before)
"""


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    rows: list[tuple[object, ...]] = [
        (
            "directory",
            "index built",
            "size",
            "keystroke p50",
            "p95",
            "one district p95",
            "browsed page p95",
            "LIKE p50",
            "times",
            "memory",
        )
    ]
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where)
        generate(folder / "parts", count)
        rows.append(_measured("as generated", folder, folder / "parts"))
        _make_distinct(folder / "parts")
        rows.append(_measured("every name its own", folder, folder / "parts"))
    print(f"{count:,} entries, {len(_keystrokes())} keystrokes\n")
    print(table(*rows))
    return 0


def _measured(name: str, folder: Path, parts: Path) -> tuple[object, ...]:
    path = folder / f"{name}.sqlite"
    begun = time.perf_counter()
    build(parts, path)
    built = time.perf_counter() - begun
    index = DirectoryIndex(path, "500107")
    scan = _scanned(folder / f"{name} flat.sqlite", parts)
    index.find("a")  # opens it
    taken, scanned = [], []
    every = max(1, len(_keystrokes()) // SCANS)
    for place, typed in enumerate(_keystrokes()):
        begun = time.perf_counter()
        for number in index.find(typed)[:SHOWN]:
            index.matter(number)
        taken.append(time.perf_counter() - begun)
        if place % every == 0:
            begun = time.perf_counter()
            _scan(scan, typed)
            scanned.append(time.perf_counter() - begun)
    scan.close()
    narrowed = [_taken(lambda typed=typed: _found(index, typed, NARROWED)) for typed in _keystrokes()]
    browsed = list(_browsed(index))
    grown = subprocess.run(
        [sys.executable, "-c", MEMORY, str(path), *TYPED], capture_output=True, text=True, check=True
    ).stdout
    p95 = quantiles(taken, n=20)[-1]
    return (
        name,
        f"{built:.1f} s",
        f"{path.stat().st_size / 1e6:.0f} MB",
        f"{median(taken) * 1000:.2f} ms",
        f"{p95 * 1000:.2f} ms",
        f"{quantiles(narrowed, n=20)[-1] * 1000:.2f} ms",
        f"{quantiles(browsed, n=20)[-1] * 1000:.2f} ms",
        f"{median(scanned) * 1000:.0f} ms",
        f"{median(scanned) / median(taken):.0f}",
        f"{float(grown):+.1f} MB",
    )


def _found(index: DirectoryIndex, typed: str, district: str) -> None:
    for number in index.find(typed, district)[:SHOWN]:
        index.matter(number, district)


def _taken(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _browsed(index: DirectoryIndex) -> Iterator[float]:
    """Every page of every way, in the whole city and in one district: the tiles, each heap, each first main item."""
    for district in ("", NARROWED):
        for way in WAYS:
            yield _taken(lambda way=way, district=district: browse.heaps(index, way, district))
            for heap in browse.heaps(index, way, district):
                where = Where(way, heap.value, district)
                yield _taken(lambda where=where: browse.groups(index, where))
                for group in browse.groups(index, where)[:1]:
                    yield _taken(lambda where=where, group=group: _opened(index, where, group.number))


def _opened(index: DirectoryIndex, where: Where, main: int) -> None:
    for number in browse.matters(index, where, main, slice(0, PAGE))[0]:
        index.matter(number, where.district)


def _keystrokes() -> list[str]:
    return [typed[:end] for typed in TYPED for end in range(1, len(typed) + 1)]


def _scanned(path: Path, parts: Path) -> sqlite3.Connection:
    """The entries as one plain table, with readings and initials as columns."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("CREATE TABLE flat (name TEXT, said TEXT, initials TEXT)")
    said: dict[str, tuple[str, str]] = {}

    def spelled(name: str) -> tuple[str, str]:
        if name not in said:
            read = readings(plain(name))
            said[name] = ("".join(read), "".join(one[0] for one in read))
        return said[name]

    database.execute("BEGIN")
    for part in parts_of(parts):
        database.executemany("INSERT INTO flat VALUES (?, ?, ?)", ((e[1], *spelled(e[1])) for e in part.entries))
    database.execute("COMMIT")
    return database


def _scan(database: sqlite3.Connection, typed: str) -> None:
    pattern = f"%{typed}%"
    database.execute(
        "SELECT name FROM flat WHERE name LIKE ?1 OR said LIKE ?1 OR initials LIKE ?1 ORDER BY length(name) LIMIT 40",
        (pattern,),
    ).fetchall()


def _make_distinct(parts: Path) -> None:
    """Each district's name before each of its matters."""
    for path in parts.iterdir():
        part = msgspec.json.decode(path.read_bytes())
        place = regions.show([part["district"]]).zh
        part["entries"] = [[code, place + name, *rest] for code, name, *rest in part["entries"]]
        path.write_bytes(msgspec.json.encode(part))


if __name__ == "__main__":
    sys.exit(main())
