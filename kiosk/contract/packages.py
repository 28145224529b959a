"""Packages (一件事) for any end: what a situation calls for, as one form and one list of materials."""

from __future__ import annotations

from types import NoneType
from typing import Annotated, Any

import msgspec

from kiosk.contract.model import ItemCode, Model
from kiosk.contract.operation import Operation
from kiosk.text import Localized


class PackageSummary(Model, frozen=True):
    code: ItemCode
    short: str
    name: Localized
    parts: tuple[Localized, ...]  # every part that some situation calls for


class Packages(Model, frozen=True):
    packages: tuple[PackageSummary, ...]


class Situation(Model, frozen=True):
    """Answers to the questions that decide what there is to do (情形引导); further ones are ignored."""

    answers: Annotated[dict[str, Any], msgspec.Meta(max_length=200)]


class PlannedPart(Model, frozen=True):
    name: str
    title: Localized
    department: Localized
    days: int
    after: tuple[str, ...]


class PlannedMaterial(Model, frozen=True):
    """`parts` ask for it. What may stand in its place (告知承诺, 容缺后补) is what all of them allow: `declaration` in
    these words, or handing it in within `later_days`."""

    name: str
    title: Localized
    required: bool
    source: str
    parts: tuple[str, ...]
    declaration: Localized | None = None
    later_days: int | None = None


class Plan(Model, frozen=True):
    """`form`: JSON Schema 2020-12 with `x-kiosk`, as an item's; `days` until everything is decided, working days."""

    parts: tuple[PlannedPart, ...]
    situations: tuple[str, ...]
    form: dict[str, Any]
    materials: tuple[PlannedMaterial, ...]
    days: int


LIST = Operation("listPackages", "GET", "/v1/packages", "Every package", NoneType, Packages)
PLAN = Operation(
    "planPackage",
    "POST",
    "/v1/packages/{code}/plan",
    "What this situation calls for",
    Situation,
    Plan,
    problems=((404, "no-such-package"),),
)

OPERATIONS = (LIST, PLAN)
