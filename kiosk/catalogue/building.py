"""From a catalogue's document, whose form has been checked, to values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.catalogue.area import Area, area_of
from kiosk.catalogue.hours import hours_of
from kiosk.catalogue.material import Material
from kiosk.catalogue.model import Catalogue, Category, Guide, Identity, Item, Kind
from kiosk.text import Localized


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


def maybe_text(raw: Mapping[str, Any], name: str) -> Localized | None:
    return text(raw[name]) if name in raw else None


def maybe_area(raw: Mapping[str, Any]) -> Area | None:
    return area_of(raw["area"]) if "area" in raw else None


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
        fee_note=maybe_text(raw, "fee_note"),
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
        area=maybe_area(raw),
    )


def material_of(raw: Mapping[str, Any]) -> Material:
    return Material(
        name=raw["name"],
        title=text(raw["title"]),
        required=raw["required"],
        source=raw["source"],
        size=raw["size"],
        hint=maybe_text(raw, "hint"),
        licences=tuple(raw.get("licences", ())),
        declaration=maybe_text(raw, "declaration"),
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
