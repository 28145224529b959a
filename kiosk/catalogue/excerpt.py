"""An item that asks for a part of what it asks for, or for something of another item's form."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from kiosk.catalogue.model import Item

_CONDITIONS = ("when", "after")  # they look at questions that are not asked here


def excerpt(item: Item, answers: Collection[str], materials: Collection[str]) -> Item:
    """Only these questions and materials, all of them required; conditions between questions fall away.

    What the item does not have is left out: compare what comes back.
    """
    properties: Mapping[str, Any] = item.form.get("properties", {})
    order = [name for name in item.form.get("x-order") or properties if name in answers]
    form = {
        "$schema": item.form.get("$schema", "https://json-schema.org/draft/2020-12/schema"),
        "type": "object",
        "properties": {name: _unconditional(properties[name]) for name in order},
        "required": order,
        "additionalProperties": False,
        "x-order": order,
    }
    wanted = tuple(replace(one, required=True) for one in item.asked_materials if one.name in materials)
    return replace(item, form=form, materials=wanted)


def asking(item: Item, form: Mapping[str, Any]) -> Item:
    """The item with another form and no materials: for questions about how to have its result."""
    return replace(item, form=form, materials=())


def _unconditional(schema: Mapping[str, Any]) -> dict[str, Any]:
    hints = {name: value for name, value in schema["x-kiosk"].items() if name not in _CONDITIONS}
    return {**schema, "x-kiosk": hints}
