"""The whole directory, as many entries as the city has: made, indexed, counted, searched and compared with a scan.

`python -m tests.kiosk.directory.full_size` (`make prove`). The suite does the same with a part of it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from kiosk.catalogue.check_digits import implementation_code_fault
from kiosk.directory.build import build
from kiosk.directory.entries import parts_of
from kiosk.directory.index import LOOKED_AT, MOST, DirectoryIndex
from kiosk.directory.spelling import plain
from provisioning.sandbox.directory import ENTRIES, generate

TYPED = ("居民身份证首次申领", "公积金提取", "医保电子凭证激活", "残疾人证", "老旧住宅", "营业执照变更")
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
        index.close()
    print("\n".join(faults) or "all is there, and all is found")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
