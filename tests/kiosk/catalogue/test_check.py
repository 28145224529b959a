"""Guards against a checker that lets a broken catalogue pass, or that blames the wrong place."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue import icons
from kiosk.catalogue.check import check
from kiosk.catalogue.files import SAMPLE, read

RAW = read(SAMPLE)
YB04 = next(item for item in RAW["items"] if item["short"] == "YB04")
GONE = object()


def only(short: str) -> dict[str, Any]:
    """The catalogue cut down to one item, so that a hundred checks of it take seconds."""
    item = next(item for item in RAW["items"] if item["short"] == short)
    categories = [one for one in RAW["categories"] if one["name"] == item["category"]]
    return {**RAW, "sample": False, "categories": categories, "items": [item]}


def broken(short: str | None, path: str, value: Any) -> list[tuple[str, str]]:
    """Item and path of what is found after one place of the data was changed."""
    raw = copy.deepcopy(only(short or "YB04"))
    at: Any = raw if short is None else raw["items"][0]
    *way, last = path.split(".")
    for part in way:
        at = at[int(part)] if isinstance(at, list) else at[part]
    key: Any = int(last) if isinstance(at, list) else last
    if value is GONE:
        del at[key]
    else:
        at[key] = value
    return [(finding.item, finding.path) for finding in check(raw)]


@pytest.mark.parametrize("key", [key for key in YB04 if key not in ("offline_days", "area")])
def test_a_missing_part_of_an_item_is_found_and_the_item_named(key: str) -> None:
    named = "items[0]" if key == "short" else "YB04"  # an item without its short code is named by its place
    assert broken("YB04", key, GONE) == [(named, "(all)")]


@pytest.mark.parametrize("key", [key for key in YB04["guide"] if key != "tickets"])  # without that there are none
def test_a_guide_with_any_element_missing_is_flagged(key: str) -> None:
    assert broken("YB04", f"guide.{key}", GONE) == [("YB04", "guide")]


@pytest.mark.parametrize(
    ("short", "path", "value", "found"),
    [
        ("YB04", "code", YB04["code"][:17] + "0" + YB04["code"][18:], "code"),
        ("YB04", "code", YB04["code"][:18] + "9" + YB04["code"][19:], "code"),
        ("YB04", "code", YB04["code"][:-1], "code"),
        ("YB04", "department", "nobody", "department"),
        ("YB04", "department", "tax", "code"),
        ("YB04", "category", "nothing", "category"),
        ("YB04", "kind", "wish", "kind"),
        ("YB04", "icon", "no-such-icon", "icon"),
        ("YB04", "title", {"zh": "参加基本医疗保险异地就医", "en": "Care"}, "title.zh"),
        ("YB04", "title", {"zh": "异地就医", "en": "Register for medical care elsewhere"}, "title.en"),
        ("YB04", "title", {"zh": "Care", "en": "Care"}, "title"),
        ("YB04", "name", {"zh": "异地就医备案", "en": "异地就医备案"}, "name"),
        ("YB04", "name", {"zh": "异地就医备案", "en": ""}, "name.en"),
        ("YB04", "plain", {"zh": "到外地去看病之前先备个案", "en": "Care"}, "plain.zh"),
        ("YB04", "instant", False, "instant"),
        ("SB07", "commitment_days", 90, "commitment_days"),
        ("HZ02", "fee_fen", -1, "fee_fen"),
        ("YB04", "fee_fen", None, "fee_note"),
        ("YB04", "identity.level", "single", "identity"),
        ("YB04", "identity.means", ["passport"], "identity.means.0"),
        ("YB04", "identity.means", ["qr_code"], "offline"),
        ("HZ03", "offline", True, "offline"),
        ("CJ03", "offline", True, "offline"),
        ("SB03", "offline", True, "offline"),
        ("SB03", "offline_days", 3, "offline_days"),
        ("YB04", "outputs", ["on_screen"], "outputs"),
        ("YB04", "materials", YB04["materials"] * 2, "materials"),
        ("YB04", "materials.0.title.en", "居住证", "materials.0.title"),
        ("YB04", "materials.0.size", "A3", "materials.0.size"),
        ("YB04", "guide.updated", "2026-02-30", "guide.updated"),
        ("YB04", "guide.notes.0.en", "看病", "guide.notes.0"),
        ("YB04", "guide.basis", [], "guide.basis"),
        ("YB04", "verify_before_use", ["form.properties.nothing"], "verify_before_use"),
        ("YB04", "form.$schema", "http://json-schema.org/draft-07/schema#", "form.$schema"),
        ("YB04", "form.properties.phone.pattern", "(", "form.properties.phone.pattern"),
        ("YB04", "form.properties.phone.type", "number", "form.properties.phone.type"),
        ("YB04", "form.properties.phone.x-kiosk", GONE, "form.properties.phone.x-kiosk"),
        ("YB04", "form.properties.phone.x-kiosk.kind", "telephone", "form.properties.phone.x-kiosk"),
        ("YB04", "form.properties.phone.x-kiosk.colour", "red", "form.properties.phone.x-kiosk.colour"),
        ("YB04", "form.properties.phone.x-kiosk.title.en", "", "form.properties.phone.x-kiosk.title"),
        ("YB04", "form.properties.phone.x-kiosk.label", GONE, "form.properties.phone.x-kiosk.label"),
        ("YB04", "form.properties.phone.x-kiosk.prefill", "identity.phone", "form.properties.phone.x-kiosk.prefill"),
        ("YB04", "form.properties.type.x-kiosk.options.1.value", "retired", "form.properties.type.x-kiosk.options"),
        (
            "YB04",
            "form.properties.type.x-kiosk.options.1.zh",
            YB04["form"]["properties"]["type"]["x-kiosk"]["options"][0]["zh"],
            "form.properties.type.x-kiosk.options",
        ),
        ("YB04", "form.properties.type.enum", ["retired"], "form.properties.type.enum"),
        ("YB04", "form.properties.start.x-kiosk.earliest", "yesterday", "form.properties.start.x-kiosk.earliest"),
        ("YB04", "form.properties.start.x-kiosk.latest", "today-1y", "form.properties.start.x-kiosk.latest"),
        ("YB04", "form.properties.start.x-kiosk.default", "today+9y", "form.properties.start.x-kiosk.default"),
        ("YB04", "form.properties.end.x-kiosk.after", "phone", "form.properties.end.x-kiosk.after"),
        ("YB04", "form.properties.dest.x-kiosk.exclude", ["000000"], "form.properties.dest.x-kiosk.exclude"),
        ("BD01", "form.properties.district.x-kiosk.root", "990000", "form.properties.district.x-kiosk.root"),
        ("BD01", "form.properties.district.x-kiosk.when", {"place": ["x"]}, "form.properties.district.x-kiosk.when"),
        ("BD01", "form.properties.district.x-kiosk.when", {"area": ["x"]}, "form.properties.district.x-kiosk.when"),
        (
            "BD01",
            "form.allOf.0.if",
            {"properties": {"area": {"enum": ["city"]}}, "required": ["area"]},
            "form.allOf",
        ),
        ("YB04", "form.required", ["type", "wish"], "form.required"),
        ("BD01", "form.required", ["area", "district"], "form.required"),
        ("YB04", "form.x-order", ["type", "dest", "start", "end"], "form.x-order"),
        ("YB04", "form.additionalProperties", True, "form.additionalProperties"),
        ("YB04", "popularity", 101, "popularity"),
        (None, "departments.tax.uscc", "11999999TE5T00080A", "departments.tax.uscc"),
        (None, "categories.0.icon", "no-such-icon", "categories.0.icon"),
        (None, "categories.0.title.zh", "社会保险和劳动保障", "categories.0.title.zh"),
        (None, "source_note", GONE, "(all)"),
        (None, "format", "kiosk-catalogue/9", "format"),
    ],
)  # fmt: skip
def test_one_broken_place_is_found_and_named(short: str | None, path: str, value: Any, found: str) -> None:
    assert (short or "", found) in broken(short, path, value)


def test_two_items_with_one_code_and_a_wrong_number_of_items_are_found() -> None:
    raw = copy.deepcopy(RAW)
    raw["items"].append(copy.deepcopy(YB04))
    found = [str(finding) for finding in check(raw)]
    assert "items.code: YB04, YB04 have the same code" in found
    assert "items: the sample holds 55 items, not 54" in found


def test_no_icon_is_drawn_for_nothing() -> None:
    ways = json.loads(Path("provisioning/sandbox/data/directory_facets.json").read_text(encoding="utf-8"))
    listed = (one for of in ways.values() if isinstance(of, list) for one in of if isinstance(one, dict))
    used = {one["icon"] for one in (*RAW["items"], *RAW["categories"], *listed) if "icon" in one}
    assert used == icons.KNOWN


def test_every_icon_is_there_to_be_drawn() -> None:
    drawn = {path.stem for path in Path("screens/icons").glob("*.svg")}
    assert icons.KNOWN - drawn == frozenset()
