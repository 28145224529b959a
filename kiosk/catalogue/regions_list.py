"""A city's towns and villages from the lists that there are of them: CSV of code and name, as the National Bureau of
Statistics has them (统计用区划代码: district 6, town 3, village 3 digits). English names are pinyin and the kind."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.catalogue import regions
from kiosk.catalogue.pinyin import spell

_CODE = re.compile(r"[0-9]{9}|[0-9]{12}")
_KINDS = (
    ("街道办事处", "街道", "Subdistrict"),
    ("街道", "街道", "Subdistrict"),
    ("民族乡", "民族乡", "Ethnic Township"),
    ("乡", "乡", "Township"),
    ("镇", "镇", "Town"),
    ("社区居民委员会", "社区", "Community"),
    ("社区居委会", "社区", "Community"),
    ("社区", "社区", "Community"),
    ("居民委员会", "居委会", "Neighbourhood"),
    ("居委会", "居委会", "Neighbourhood"),
    ("村村民委员会", "村", "Village"),
    ("村民委员会", "村", "Village"),
    ("村村委会", "村", "Village"),
    ("村委会", "村", "Village"),
    ("村", "村", "Village"),
)
"""How a name ends in the lists, what people call it, and in English; the first that fits."""


class BadList(Exception):
    """One sentence that names the file, the line and what is wrong."""


@dataclass
class Built:
    """`below`: by district, as `regions_below.json` has it. `elsewhere`: lines whose district is none of ours."""

    below: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    towns: int = 0
    villages: int = 0
    elsewhere: int = 0

    @property
    def districts(self) -> int:
        return len(self.below)


def built(files: Sequence[Path]) -> Built:
    """Towns and villages by district, in the order of their codes. Raises `BadList`."""
    named = dict[str, tuple[str, str]]()
    for path in files:
        for where, written, name in _rows(path):
            code = written.removesuffix("000") if len(written) == 12 else written  # a town with a village's digits
            if code in named and named[code][0] != name:
                raise BadList(f"{where}: {code} stands there twice, once as {named[code][0]}")
            named[code] = (name, where)
    made, towns = Built(), dict[str, dict[str, Any]]()
    for code, (name, where) in sorted(named.items(), key=lambda one: (len(one[0]), one[0])):
        district = regions.region(code[:6])
        if district is None or district.within:
            made.elsewhere += 1
        elif len(code) == 9:
            towns[code] = {"code": code, **titles(name), "within": []}
            made.below.setdefault(code[:6], []).append(towns[code])
            made.towns += 1
        elif code[:9] not in towns:
            raise BadList(f"{where}: the village {code} is of a town that stands in no list")
        else:
            towns[code[:9]]["within"].append({"code": code, **titles(name)})
            made.villages += 1
    if not made.towns:
        raise BadList("there is no town of a district that this terminal knows")
    return made


def titles(name: str) -> dict[str, str]:
    """`石坪桥街道办事处` → 石坪桥街道, `Shipingqiao Subdistrict`."""
    for ending, called, kind in _KINDS:
        stem = name.removesuffix(ending)
        if stem and stem != name:
            return {"zh": stem + called, "en": f"{_spelt(stem)} {kind}"}
    return {"zh": name, "en": _spelt(name)}


def write(path: Path, made: Built) -> None:
    """Whole or not at all. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump({"source": "the city's own list", "districts": made.below}, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _rows(path: Path) -> Iterator[tuple[str, str, str]]:
    """Place, code and name of every line; one of names at the top is passed by."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.reader(file), 1):
                where = f"{path}, line {number}"
                if not row or (number == 1 and not row[0][:1].isdigit()):
                    continue
                code, name = row[0].strip(), row[1].strip() if len(row) > 1 else ""
                if not _CODE.fullmatch(code) or not name:
                    raise BadList(f"{where}: no code of 9 or 12 digits with a name")
                yield where, code, name
    except OSError as error:
        raise BadList(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadList(f"{path} is not UTF-8") from error
    except csv.Error as error:
        raise BadList(f"{path} cannot be read as CSV: {error}") from error


def _spelt(text: str) -> str:
    return "".join(spell(text).usual).capitalize()
