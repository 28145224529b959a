"""The figures of a catalogue as a program and as a person reads them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from kiosk.catalogue.figures import Figures, Share, figures
from kiosk.catalogue.model import Catalogue, Item

PUBLISHED = {"shortened": (23.02, 65.13), "visits": (1.18, 0.33), "instant": (2.10, 16.95), "online": (38.03, 68.29)}
"""What document A prints for the licences of the city's departments, 2019 and 2020: only to compare with."""


def as_json(catalogue: Catalogue) -> dict[str, Any]:
    return {
        "version": catalogue.version,
        "sample": catalogue.sample,
        **_values(figures(catalogue.items)),
        "departments": {name: _values(figures(items)) for name, items in sorted(_by_department(catalogue).items())},
        "published": {name: {"2019": before, "2020": after} for name, (before, after) in PUBLISHED.items()},
    }


def as_text(catalogue: Catalogue) -> str:
    whole = figures(catalogue.items)
    lines = [
        f"{whole.items} items 事项, version {catalogue.version}{' (示例 / sample)' if catalogue.sample else ''}",
        "",
    ]
    lines += [
        f"{_wide(name, 36)}{value:>9}  {basis:<34}document A: {before} (2019), {after} (2020)"
        for name, value, basis, (before, after) in (
            (
                "time shortened 承诺时限压缩比",
                _percent(whole.shortened),
                f"{whole.shortened.part:g} of {whole.shortened.whole:g} days, {whole.limited} items",
                PUBLISHED["shortened"],
            ),
            (
                "visits on average 平均跑动次数",
                "—" if whole.mean_visits is None else f"{whole.mean_visits:.2f}",
                f"{whole.visits.part:g} visits, {whole.items} items",
                PUBLISHED["visits"],
            ),
            ("instant items 即办事项占比", _percent(whole.instant), _basis(whole.instant), PUBLISHED["instant"]),
            ("wholly online 全程网办事项占比", _percent(whole.online), _basis(whole.online), PUBLISHED["online"]),
        )
    ]
    lines.append(
        f"{_wide('one visit at most 最多跑一次', 36)}{_percent(whole.once_at_most):>9}  {_basis(whole.once_at_most)}"
    )
    lines += ["", "shorter    visits   instant    online  items  department 部门"]
    for name, items in sorted(_by_department(catalogue).items(), key=lambda pair: (-len(pair[1]), pair[0])):
        one = figures(items)
        mean = "—" if one.mean_visits is None else f"{one.mean_visits:.2f}"
        lines.append(
            f"{_percent(one.shortened):>7}  {mean:>8}  {_percent(one.instant):>8}  {_percent(one.online):>8}"
            f"  {one.items:>5}  {name}"
        )
    lines += [
        "",
        "Computed from this catalogue alone: what it promises, not how long its cases took. Document A's figures are",
        "for other items and are printed to compare with. 仅按本目录计算，与文件公布值口径不同。",
    ]
    return "\n".join(lines)


def _by_department(catalogue: Catalogue) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in catalogue.items:
        found[item.department.zh].append(item)
    return found


def _values(of: Figures) -> dict[str, Any]:
    return {
        "items": of.items,
        "limited_items": of.limited,
        "shortened_percent": of.shortened.percent,
        "mean_visits": of.mean_visits,
        "once_at_most_percent": of.once_at_most.percent,
        "instant_percent": of.instant.percent,
        "online_percent": of.online.percent,
    }


def _wide(text: str, columns: int) -> str:
    """Filled up to so many columns; a Chinese character takes two."""
    return text + " " * (columns - sum(2 if ord(character) > 0x2E80 else 1 for character in text))


def _percent(share: Share) -> str:
    return "—" if share.percent is None else f"{share.percent:.2f} %"


def _basis(share: Share) -> str:
    return f"{share.part:g} of {share.whole:g} items"
