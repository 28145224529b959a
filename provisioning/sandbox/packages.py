"""A package that arrives (一件事): one case for the whole, and one for each part that its situation calls for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.catalogue.model import Item
from provisioning.sandbox.cases_filing import Part

WAYS = ("pickup", "post", "print")


def parts_of(item: Item, answers: Mapping[str, Any]) -> tuple[Part, tuple[Part, ...]]:
    """The whole and its parts. A part waits for those before it that there are; a whole in which nothing is wanted is
    a case of its own, which a person looks at."""
    package = item.package
    assert package is not None
    wanted = package.wanted(answers)
    names = {child.name for child in wanted}
    children = tuple(
        Part(
            name=child.name,
            title=child.title,
            item=child.code,
            days=child.days,
            ways=child.ways,
            waits_for=tuple(name for name in child.after if name in names),
        )
        for child in wanted
    )
    ways = tuple(way for way in WAYS if any(way in child.ways for child in wanted))
    return Part("", item.name, item.code, package.days(wanted), ways), children
