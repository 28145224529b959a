"""What is wrong with the columns' content, beyond its form: links that lead nowhere, and what is published alone."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.catalogue import regions
from kiosk.catalogue.finding import Finding
from kiosk.catalogue.model import Catalogue
from kiosk.columns.model import Columns


def check(columns: Columns, catalogue: Catalogue) -> list[Finding]:
    return [*_policies(columns, catalogue), *_indicators(columns, catalogue), *_rest(columns)]


def _policies(columns: Columns, catalogue: Catalogue) -> Iterator[Finding]:
    for one in columns.policies:
        if one.interpretation is None:
            yield Finding(one.id, "interpretation", "a policy is published together with its interpretation")
        if not one.items:
            yield Finding(one.id, "items", "a policy is published together with the items that carry it out")
        for code in one.items:
            if catalogue.find(code) is None:
                yield Finding(one.id, "items", f"{code} is no item of the catalogue")


def _indicators(columns: Columns, catalogue: Catalogue) -> Iterator[Finding]:
    for one in columns.indicators:
        if not any(catalogue.find(code) for code in one.items):
            yield Finding(one.id, "items", "an indicator has at least one item")
        for name in one.policies:
            if columns.policy(name) is None:
                yield Finding(one.id, "policies", f"there is no policy {name}")


def _rest(columns: Columns) -> Iterator[Finding]:
    for district in columns.districts:
        if regions.region(district.code) is None:
            yield Finding(district.code, "districts", "no district has this code")
    for one in columns.announcements:
        if one.begins >= one.ends:
            yield Finding(one.id, "ends", "it ends before it begins")
