"""The whole directory, as many entries as the city has: made, indexed, counted, searched and compared with a scan.

`python -m tests.kiosk.directory.full_size` (`make prove`). The suite does the same with a part of it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from kiosk.catalogue.check_digits import implementation_code_fault
from kiosk.directory import browse
from kiosk.directory.browse import Where
from kiosk.directory.build import build
from kiosk.directory.entries import parts_of
from kiosk.directory.facets import DEPARTMENT, TOPIC
from kiosk.directory.index import LOOKED_AT, MOST, DirectoryIndex
from kiosk.directory.spelling import plain
from provisioning.sandbox.directory import ENTRIES, generate

TYPED = ("居民身份证首次申领", "公积金提取", "医保电子凭证激活", "残疾人证", "老旧住宅", "营业执照变更")
NARROWED = "500116"
PLACES = 39  # 38 districts and the city


def main() -> int:
    faults = []
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where)
        begun = time.perf_counter()
        made = generate(folder / "parts", ENTRIES)
        built = build(folder / "parts", folder / "index.sqlite")
        index = DirectoryIndex(folder / "index.sqlite", "500107")
        print(f"{made:,} made, {built:,} indexed in {time.perf_counter() - begun:.0f} s")
        if not made == built == index.size() == ENTRIES == 385_073:
            faults.append("entries are missing")
        names: dict[str, set[str]] = {}
        codes: set[str] = set()
        for part in parts_of(folder / "parts"):
            for code, name, department, _ in part.entries:
                names.setdefault(name, set()).add(part.district)
                codes.add(part.departments[department].uscc + code)
        if len(codes) != ENTRIES or any(implementation_code_fault(code) for code in sorted(codes)[::997]):
            faults.append("codes are not each entry's own, or do not hold")
        if len({district for places in names.values() for district in places}) != PLACES:
            faults.append("a district has no entries")
        for typed in TYPED:
            found = [matter for number in index.find(typed) if (matter := index.matter(number)) is not None]
            there = {name for name in names if typed in plain(name)}
            wanted = min(MOST, len(there)) if len(there) <= LOOKED_AT else 1
            good = sum(one.name in there for one in found)
            print(f"{typed}: {len(found)} found, {len(there)} by a scan")
            if good < wanted:
                faults.append(f"{typed}: {good} of {wanted} are found")
            if any(one.places != len(names[one.name]) for one in found):
                faults.append(f"{typed}: the places of a matter are not all there")
        faults += _gone_through(index, names)
        index.close()
    print("\n".join(faults) or "all is there, and all is found")
    return 1 if faults else 0


def _gone_through(index: DirectoryIndex, names: dict[str, set[str]]) -> list[str]:
    """Every name is reached by department and by topic, in the city and in a district, page by page, and once each."""
    faults = []
    for district in ("", NARROWED):
        there = sum(not district or district in places for places in names.values())
        for way in (DEPARTMENT, TOPIC):
            reached: set[int] = set()
            for heap in browse.heaps(index, way, district):
                where = Where(way, heap.value, district)
                for group in browse.groups(index, where):
                    numbers, count = browse.matters(index, where, group.number, slice(0, len(names)))
                    reached.update(numbers)
                    if not len(numbers) == count == group.names:
                        faults.append(f"{way} {heap.value}: {group.names} said, {count} there")
            print(f"by {way} in {district or 'the city'}: {len(reached):,} of {there:,} reached")
            if len(reached) != there:
                faults.append(f"by {way} in {district or 'the city'}: {there - len(reached)} are not reached")
        for typed in TYPED if district else ():
            found = [index.matter(number) for number in index.find(typed, district)]
            if not found or any(one is None or district not in names[one.name] for one in found):
                faults.append(f"{typed}: in {district} something is found that is not there")
    return faults


if __name__ == "__main__":
    sys.exit(main())
