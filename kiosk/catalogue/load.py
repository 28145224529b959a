"""A catalogue: read from its folder, checked, built, and with the packages that its items make up."""

from __future__ import annotations

from pathlib import Path

from kiosk.catalogue.building import build
from kiosk.catalogue.check import check_form
from kiosk.catalogue.files import SAMPLE, BadCatalogue, read
from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.packages import with_packages


def load(path: Path | None = None) -> Catalogue:
    """The catalogue in this folder; None: the sample that comes with the program.

    Raises `BadCatalogue` where a file is missing, is not JSON or is not of the catalogue's form. Whether the
    content makes sense is `check.py`'s question.
    """
    raw = read(path or SAMPLE)
    for finding in check_form(raw):
        raise BadCatalogue(f"{path or SAMPLE}: {finding}")
    return build(raw) if path is not None else with_packages(build(raw))
