"""A catalogue: read from its folder, checked and built; the sample also with what its packages consist of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kiosk.catalogue.building import build
from kiosk.catalogue.check import check_form
from kiosk.catalogue.files import SAMPLE, BadCatalogue, read
from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.packages import with_packages


def load(path: Path | None = None) -> Catalogue:
    """The catalogue in this folder; None: the sample that comes with the program.

    Raises `BadCatalogue` where a file is missing, is not JSON, is not of the catalogue's form or names a department
    that is not there. Whether the content makes sense is `check.py`'s question.
    """
    raw = read(path or SAMPLE)
    for fault in _faults(raw):
        raise BadCatalogue(f"{path or SAMPLE}: {fault}")
    return build(raw) if path is not None else with_packages(build(raw))


def _faults(raw: Mapping[str, Any]) -> Iterator[str]:
    """What it cannot be built with."""
    try:
        yield from map(str, check_form(raw))
    except RecursionError:
        yield "it is nested too deeply"
    for item in raw["items"]:
        if item["department"] not in raw["departments"]:
            yield f"{item['short']} is of no department"
