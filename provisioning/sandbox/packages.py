"""A package (一件事): what a situation calls for; and when it arrives, one case for the whole and one for each part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.routing import Route

from kiosk.catalogue.model import Catalogue, Item
from kiosk.catalogue.package import Child, Package
from kiosk.catalogue.packages import shaped
from kiosk.contract import packages as contract
from kiosk.text import Localized
from provisioning.problem import Problem
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.cases.filing import Part, declared_note, later_of, new_notice
from provisioning.sandbox.sessions import Sessions

WAYS = ("pickup", "locker", "post", "print")


def parts_of(item: Item, content: Mapping[str, Any]) -> tuple[Part, tuple[Part, ...]]:
    """The whole and its parts. A part waits for those before it that there are; a whole in which nothing is wanted is
    a case of its own, which a person looks at. What was declared, and what is to follow, belongs to the parts that ask
    for it; a paper that several wait for is asked for by one notice, and comes once."""
    package = item.package
    assert package is not None
    wanted = package.wanted(content["answers"])
    names = {child.name for child in wanted}
    notice = new_notice()
    papers = {child.name: _papers_of(package, child, wanted) for child in wanted}
    children = tuple(
        Part(
            name=child.name,
            title=child.title,
            item=child.code,
            days=child.days,
            ways=child.ways,
            waits_for=tuple(name for name in child.after if name in names),
            later=later_of(papers[child.name], content, notice),
            note=declared_note(papers[child.name], content),
        )
        for child in wanted
    )
    ways = tuple(way for way in WAYS if any(way in child.ways for child in wanted))
    return Part("", item.name, item.code, package.days(wanted), ways), children


def _papers_of(package: Package, child: Child, wanted: tuple[Child, ...]) -> dict[str, Localized]:
    """Those that it is among the ones to ask for."""
    return {name: one.title for name, one in package.materials.items() if child in package.askers(name, wanted)}


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
                contract.PlannedMaterial(
                    name=one.name,
                    title=one.title,
                    required=one.required,
                    source=one.source,
                    parts=tuple(child.name for child in item.package.askers(one.name, children)),
                    declaration=one.declaration,
                    later_days=one.later_days,
                )
                for one in now.materials
            ),
            days=now.commitment_days,
        )
