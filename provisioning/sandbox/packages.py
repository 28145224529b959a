"""A package (一件事): what a situation calls for; and when it arrives, one case for the whole and one for each part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.routing import Route

from kiosk.catalogue.model import Catalogue, Item
from kiosk.catalogue.packages import shaped
from kiosk.contract import packages as contract
from provisioning.problem import Problem
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.cases_filing import Part
from provisioning.sandbox.sessions import Sessions

WAYS = ("pickup", "locker", "post", "print")


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


class PackageCalls:
    """`/v1/packages`: other ends (a telephone, a counter) ask for the same form as the terminal makes."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._items = [one for one in (*catalogue.items, *catalogue.further) if one.package is not None]

    def routes(self, sessions: Sessions) -> list[Route]:
        return [route(contract.LIST, sessions, self.list), route(contract.PLAN, sessions, self.plan)]

    def list(self, _: Call[None]) -> contract.Packages:
        return contract.Packages(
            packages=tuple(
                contract.PackageSummary(
                    code=item.code,
                    short=item.short,
                    name=item.name,
                    parts=tuple(child.title for child in package.children),
                )
                for item in self._items
                if (package := item.package) is not None
            )
        )

    def plan(self, call: Call[contract.Situation]) -> contract.Plan:
        item = next((one for one in self._items if one.code == call.path["code"]), None)
        if item is None or item.package is None:
            raise Problem(404, "no-such-package", "there is no such package")
        now, children = shaped(item, call.asked.answers), item.package.wanted(call.asked.answers)
        return contract.Plan(
            parts=tuple(
                contract.PlannedPart(
                    name=one.name, title=one.title, department=one.department, days=one.days, after=one.after
                )
                for one in children
            ),
            situations=item.package.situations,
            form=dict(now.form),
            materials=tuple(
                contract.PlannedMaterial(name=one.name, title=one.title, required=one.required, source=one.source)
                for one in now.materials
            ),
            days=now.commitment_days,
        )
