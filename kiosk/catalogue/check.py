"""What is wrong with a catalogue: each finding names the item, the place in its data and one sentence.

`check_form` asks whether the document has the catalogue's form (`catalogue.schema.json`); `check` also whether
what it says makes sense. An empty list is a catalogue that can be offered.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from kiosk.catalogue import days, icons
from kiosk.catalogue.check_areas import check_areas
from kiosk.catalogue.check_digits import implementation_code_fault, uscc_fault
from kiosk.catalogue.check_forms import check_item_form
from kiosk.catalogue.finding import Finding, languages

SCHEMA = Path(__file__).with_name("catalogue.schema.json")
SAMPLE_ITEMS = 54  # the number of items that the city's terminals offered, which the sample stands for

ASSERTED = frozenset({"number"})  # said, not proved
ONLINE = frozenset({"number", "qr_code", "e_business_licence"})  # nothing of them can be sent later

TITLE_ZH, TITLE_EN = 9, 26  # what fits on a tile in one line, in characters
PLAIN_ZH, PLAIN_EN = 11, 34  # and on the wide tile of the senior mode
CATEGORY_ZH, CATEGORY_EN = 5, 18


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def check_form(raw: Mapping[str, Any]) -> list[Finding]:
    """Where the document is not of the catalogue's form."""
    errors = sorted(_validator().iter_errors(raw), key=lambda error: [str(part) for part in error.absolute_path])
    return [_finding(raw, list(error.absolute_path), error.message) for error in errors]


def check(raw: Mapping[str, Any]) -> list[Finding]:
    """Everything that is wrong; questions of meaning are asked only of a document that has the form."""
    wrong = check_form(raw)
    if wrong:
        return wrong
    findings = [*_whole(raw), *check_areas(raw["items"])]
    for item in raw["items"]:
        findings += _item(item, raw)
        findings += check_item_form(item)
    return findings


def _finding(raw: Mapping[str, Any], path: Sequence[Any], sentence: str) -> Finding:
    short = ""
    if len(path) >= 2 and path[0] == "items":
        item = raw["items"][path[1]]
        short = str(item.get("short", f"items[{path[1]}]")) if isinstance(item, Mapping) else f"items[{path[1]}]"
        path = path[2:]
    if len(sentence) > 160:
        sentence = sentence[:120] + " … " + sentence[-36:]
    return Finding(short, ".".join(map(str, path)) or "(all)", sentence)


def _whole(raw: Mapping[str, Any]) -> Iterator[Finding]:
    for key in ("code", "short"):
        for value in _twice(item[key] for item in raw["items"]):
            items = ", ".join(item["short"] for item in raw["items"] if item[key] == value)
            yield Finding("", f"items.{key}", f"{items} have the same {key}")
    for key, values in (
        ("categories.name", [one["name"] for one in raw["categories"]]),
        ("departments.uscc", [one["uscc"] for one in raw["departments"].values()]),
    ):
        for value in _twice(values):
            yield Finding("", key, f"{value} stands there twice")
    for name, one in raw["departments"].items():
        if fault := uscc_fault(one["uscc"]):
            yield Finding("", f"departments.{name}.uscc", f"no social credit code of GB 32100 ({fault})")
        yield from languages("", f"departments.{name}.name", one["name"])
    for place, one in enumerate(raw["categories"]):
        yield from _short_text("", f"categories.{place}.title", one["title"], CATEGORY_ZH, CATEGORY_EN)
        yield from _icon("", f"categories.{place}.icon", one["icon"])
        if all(item["category"] != one["name"] for item in raw["items"]):
            yield Finding("", f"categories.{place}", f"{one['name']} has no item")
    if raw["sample"] and len(raw["items"]) != SAMPLE_ITEMS:
        yield Finding("", "items", f"the sample holds {len(raw['items'])} items, not {SAMPLE_ITEMS}")


def _item(item: Mapping[str, Any], raw: Mapping[str, Any]) -> Iterator[Finding]:
    def found(path: str, sentence: str) -> Finding:
        return Finding(item["short"], path, sentence)

    if fault := implementation_code_fault(item["code"]):
        yield found("code", f"no implementation code of 18 + 1 + 12 characters ({fault})")
    department = raw["departments"].get(item["department"])
    if department is None:
        yield found("department", f"{item['department']} is none of the catalogue's departments")
    elif item["code"][:18] != department["uscc"]:
        yield found("code", "its first 18 characters are not the department's social credit code")
    if item["category"] not in {one["name"] for one in raw["categories"]}:
        yield found("category", f"{item['category']} is none of the catalogue's categories")
    yield from languages(item["short"], "name", item["name"])
    yield from _short_text(item["short"], "title", item["title"], TITLE_ZH, TITLE_EN)
    yield from _short_text(item["short"], "plain", item["plain"], PLAIN_ZH, PLAIN_EN)
    yield from _icon(item["short"], "icon", item["icon"])
    yield from _terms(item)
    yield from _identity(item)
    yield from _materials(item)
    yield from _guide(item)
    for path in item["verify_before_use"]:
        if not _exists(item, path):
            yield found("verify_before_use", f"there is no {path} in the item")


def _terms(item: Mapping[str, Any]) -> Iterator[Finding]:
    """Times, fee, outputs and the kind fit together."""
    short, outputs, legal = item["short"], set(item["outputs"]), item["legal_days"]
    if item["instant"] != (item["commitment_days"] == 0):
        yield Finding(short, "instant", "an instant item is one with a commitment of 0 days, and no other")
    if legal is not None and item["commitment_days"] > legal:
        yield Finding(short, "commitment_days", "the commitment is longer than the legal limit")
    if "hours" in item and item["hours"]["from"] >= item["hours"]["to"]:
        yield Finding(short, "hours", "it closes before it opens")
    if item["fee_fen"] is None and "fee_note" not in item:
        yield Finding(short, "fee_note", "where no amount is fixed, a note must say how it is found")
    needed = {
        "query": {"on_screen"},
        "certificate": {"certificate_print"},
        "application": {"receipt"},
        "appointment": {"appointment_slip"},
        "payment": {"payment_receipt"},
        "package": {"receipt"},
    }[item["kind"]]
    for output in sorted(needed - outputs):
        yield Finding(short, "outputs", f"an item of kind {item['kind']} gives a {output}")
    if item["offline"] and (item["kind"] not in ("application", "package") or "payment_receipt" in outputs):
        yield Finding(short, "offline", "only what is submitted without payment may be accepted while offline")


def _identity(item: Mapping[str, Any]) -> Iterator[Finding]:
    identity = item["identity"]
    proofs = bool(set(identity["means"]) - ASSERTED) + identity["face"]
    if proofs != {"none": 0, "single": 1, "strong": 2}[identity["level"]]:
        yield Finding(item["short"], "identity", f"level {identity['level']} does not fit its means and face")
    if "offline_days" in item and not item["offline"]:
        yield Finding(item["short"], "offline_days", "only what may be accepted while offline can wait for days")
    if item["offline"] and not set(identity["means"]) - ONLINE:
        yield Finding(item["short"], "offline", "without a card nothing proves who submitted while offline")


def _materials(item: Mapping[str, Any]) -> Iterator[Finding]:
    for name in _twice(one["name"] for one in item["materials"]):
        yield Finding(item["short"], "materials", f"{name} stands there twice")
    for place, one in enumerate(item["materials"]):
        yield from languages(item["short"], f"materials.{place}.title", one["title"])
        yield from _marks(item, one, f"materials.{place}")


def _marks(item: Mapping[str, Any], material: Mapping[str, Any], at: str) -> Iterator[Finding]:
    """A declaration in place of a paper, and a paper that follows, belong to what a person decides afterwards."""
    marks = [mark for mark in ("declaration", "later_days") if mark in material]
    for mark in marks:
        if item["kind"] != "application" or item["instant"] or material["source"] != "scan":
            yield Finding(
                item["short"], f"{at}.{mark}", "only a page that an organ looks at later can be left to later"
            )
    if "declaration" in material:
        yield from languages(item["short"], f"{at}.declaration", material["declaration"])
        if not item["signature"]:
            yield Finding(
                item["short"], f"{at}.declaration", "what is declared is signed, and the item asks for no signature"
            )
    if "later_days" in material and not material["required"]:
        yield Finding(item["short"], f"{at}.later_days", "what is not required need not follow")


def _guide(item: Mapping[str, Any]) -> Iterator[Finding]:
    for key, value in item["guide"].items():
        for place, one in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(one, Mapping):
                path = f"guide.{key}.{place}" if isinstance(value, list) else f"guide.{key}"
                yield from languages(item["short"], path, one)
    try:
        days.parse(item["guide"]["updated"], "date")
    except ValueError:
        yield Finding(item["short"], "guide.updated", "there is no such day")


def _short_text(item: str, path: str, text: Mapping[str, str], zh: int, en: int) -> Iterator[Finding]:
    yield from languages(item, path, text)
    for language, limit in (("zh", zh), ("en", en)):
        if len(text[language]) > limit:
            yield Finding(item, f"{path}.{language}", f"{len(text[language])} characters do not fit, {limit} do")


def _icon(item: str, path: str, icon: str) -> Iterator[Finding]:
    if icon not in icons.KNOWN:
        yield Finding(item, path, f"{icon} is no icon that the screens draw")


def _twice(values: Iterator[str] | Sequence[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def _exists(item: Mapping[str, Any], path: str) -> bool:
    at: Any = item
    for part in path.split("."):
        if not isinstance(at, Mapping) or part not in at:
            return False
        at = at[part]
    return True
