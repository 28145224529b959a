"""Reads a catalogue folder: `catalogue.json` and one file of items for each category."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk.catalogue.area import area_of
from kiosk.catalogue.hours import hours_of
from kiosk.catalogue.model import Catalogue, Category, Guide, Identity, Item, Kind, Material
from kiosk.text import Localized

SAMPLE = Path(__file__).with_name("sample")


class BadCatalogue(Exception):
    """One sentence that names the file and what is wrong with it."""


def load(path: Path | None = None) -> Catalogue:
    """The catalogue in this folder; None: the sample that comes with the program.

    Raises `BadCatalogue` where a file is missing, is not JSON or is not of the catalogue's form. Whether the
    content makes sense is `check.py`'s question.
    """
    from kiosk.catalogue.check import check_form  # noqa: PLC0415 (the checker reads folders through this module)
    from kiosk.catalogue.packages import with_packages  # noqa: PLC0415 (and so are packages)

    raw = read(path or SAMPLE)
    for finding in check_form(raw):
        raise BadCatalogue(f"{path or SAMPLE}: {finding}")
    return build(raw) if path is not None else with_packages(build(raw))


def read(folder: Path) -> dict[str, Any]:
    """The files as one document: that of `catalogue.json`, with every category's `items` joined in its order."""
    head = _read_json(folder / "catalogue.json")
    if not isinstance(head, dict):
        raise BadCatalogue(f"{folder / 'catalogue.json'}: not a JSON object")
    items: list[Any] = []
    for category in head.get("categories") or []:
        name = category.get("name") if isinstance(category, dict) else None
        if not isinstance(name, str) or not name.replace("_", "").isalnum():
            raise BadCatalogue(f"{folder / 'catalogue.json'}: a category without a plain name")
        part = _read_json(folder / f"{name}.json")
        if not isinstance(part, dict) or not isinstance(part.get("items"), list):
            raise BadCatalogue(f"{folder / (name + '.json')}: it holds no list of items")
        items.extend(part["items"])
    return {**head, "items": items}


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadCatalogue(f"{path}: there is no such file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadCatalogue(f"{path}: it cannot be read ({type(error).__name__})") from error
    except json.JSONDecodeError as error:
        raise BadCatalogue(f"{path}, line {error.lineno}: not JSON ({error.msg})") from error


def build(raw: Mapping[str, Any]) -> Catalogue:
    """Values from a document that has the catalogue's form."""
    departments = {name: text(one["name"]) for name, one in raw["departments"].items()}
    return Catalogue(
        version=raw["version"],
        sample=raw["sample"],
        source_note=text(raw["source_note"]),
        categories=tuple(Category(c["name"], text(c["title"]), c["icon"]) for c in raw["categories"]),
        items=tuple(_item(one, departments) for one in raw["items"]),
        words=tuple(raw.get("words", ())),
    )


def text(raw: Mapping[str, str]) -> Localized:
    return Localized.read(raw)


def _texts(raw: list[Mapping[str, str]]) -> tuple[Localized, ...]:
    return tuple(text(one) for one in raw)


def _item(raw: Mapping[str, Any], departments: Mapping[str, Localized]) -> Item:
    identity = raw["identity"]
    return Item(
        code=raw["code"],
        short=raw["short"],
        name=text(raw["name"]),
        title=text(raw["title"]),
        plain=text(raw["plain"]),
        kind=Kind(raw["kind"]),
        category=raw["category"],
        department=departments[raw["department"]],
        icon=raw["icon"],
        instant=raw["instant"],
        commitment_days=raw["commitment_days"],
        legal_days=raw["legal_days"],
        fee_fen=raw["fee_fen"],
        fee_note=text(raw["fee_note"]) if "fee_note" in raw else None,
        identity=Identity(
            identity["level"], tuple(identity["means"]), identity["face"], identity.get("together", False)
        ),
        applicants=tuple(raw["applicants"]),
        form=raw["form"],
        materials=tuple(material_of(one) for one in raw["materials"]),
        signature=raw["signature"],
        outputs=tuple(raw["outputs"]),
        offline=raw["offline"],
        offline_days=raw.get("offline_days"),
        guide=_guide(raw["guide"]),
        popularity=raw["popularity"],
        elder=raw["elder"],
        minutes=raw["minutes"],
        aliases=tuple(raw["aliases"]),
        verify_before_use=tuple(raw["verify_before_use"]),
        hours=hours_of(raw["hours"]) if "hours" in raw else None,
        area=area_of(raw["area"]) if "area" in raw else None,
    )


def material_of(raw: Mapping[str, Any]) -> Material:
    hint = text(raw["hint"]) if "hint" in raw else None
    licences = tuple(raw.get("licences", ()))
    declaration = text(raw["declaration"]) if "declaration" in raw else None
    return Material(
        name=raw["name"],
        title=text(raw["title"]),
        required=raw["required"],
        source=raw["source"],
        size=raw["size"],
        hint=hint,
        licences=licences,
        declaration=declaration,
        later_days=raw.get("later_days"),
    )


def _guide(raw: Mapping[str, Any]) -> Guide:
    return Guide(
        who=text(raw["who"]),
        bring=text(raw["bring"]),
        how=text(raw["how"]),
        elsewhere=text(raw["elsewhere"]),
        basis=_texts(raw["basis"]),
        legal_time=text(raw["legal_time"]),
        promised_time=text(raw["promised_time"]),
        fee=text(raw["fee"]),
        fee_basis=text(raw["fee_basis"]),
        result=text(raw["result"]),
        visits=raw["visits"],
        consult_phone=raw["consult_phone"],
        complaint_phone=raw["complaint_phone"],
        steps=_texts(raw["steps"]),
        notes=_texts(raw["notes"]),
        version=raw["version"],
        updated=raw["updated"],
        tickets=raw.get("tickets", False),
    )
