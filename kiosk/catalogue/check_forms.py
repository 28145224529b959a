"""Whether an item's form can be asked as it is written: the schema, the hints, and that they agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from jsonschema import Draft202012Validator, SchemaError

from kiosk.catalogue import days, regions
from kiosk.catalogue.fields import APPLICANT, PERSONS, FieldKind
from kiosk.catalogue.finding import Finding, languages

DRAFT = "https://json-schema.org/draft/2020-12/schema"
QUESTION_ZH, QUESTION_EN = 30, 70  # two lines of a title
OPTION_ZH, OPTION_EN = 18, 48  # one line of an option
PREFILLS = ("identity.name", "identity.id_number", "identity.address")
HINTS = {"kind", "label", "title", "hint", "options", "earliest", "latest", "default", "after", "prefill", "when"}
HINTS |= {"levels", "exclude", "root", "minimum", "maximum", "of", "unique", "yes", "no"}
_LICENCE = re.compile(r"licence\.[a-z][a-z_]{1,40}\.[a-z][a-z_]{0,40}")  # kind and field of an e-licence
_DAY = date(2026, 1, 1)  # any day: limits are checked for being readable
_TYPES = {
    "choices": "array",
    "region": "array",
    "list": "array",
    "person": "object",
    "boolean": "boolean",
    "declaration": None,
}


def check_item_form(item: Mapping[str, Any]) -> list[Finding]:
    return [Finding(item["short"], path, sentence) for path, sentence in _form(item["form"], "form")]


Found = Iterator[tuple[str, str]]


def _form(form: Mapping[str, Any], at: str) -> Found:
    if at == "form" and form["$schema"] != DRAFT:
        yield f"{at}.$schema", "it is not JSON Schema 2020-12"
    try:
        Draft202012Validator.check_schema(form)
    except SchemaError as error:
        yield ".".join([at, *map(str, error.absolute_path)]), f"no valid JSON Schema: {error.message[:120]}"
        return
    properties: Mapping[str, Any] = form.get("properties", {})
    order = form.get("x-order", [])
    if sorted(order) != sorted(properties):
        yield f"{at}.x-order", "it does not name every question exactly once"
        return
    if form.get("additionalProperties") is not False:
        yield f"{at}.additionalProperties", "answers to questions that are not asked must be refused"
    for name in _required(form) - set(properties):
        yield f"{at}.required", f"there is no question {name}"
    for place, name in enumerate(order):
        earlier = {one: properties[one].get("x-kiosk", {}) for one in order[:place]}
        yield from _question(name, properties[name], earlier, f"{at}.properties.{name}")
    yield from _conditions(form, at)


def _required(form: Mapping[str, Any]) -> set[str]:
    then = (rule.get("then", {}).get("required", []) for rule in form.get("allOf", []))
    return set(form.get("required", [])).union(*then)


def _question(name: str, schema: Mapping[str, Any], earlier: Mapping[str, Any], at: str) -> Found:
    hints = schema.get("x-kiosk")
    if not isinstance(hints, Mapping) or hints.get("kind") not in set(FieldKind):
        yield f"{at}.x-kiosk", "it does not say how the question is asked"
        return
    for hint in sorted(set(hints) - HINTS):
        yield f"{at}.x-kiosk.{hint}", "there is no such hint"
    kind = str(hints["kind"])
    expected = _TYPES.get(kind, "string")
    if expected is not None and schema.get("type") != expected:
        yield f"{at}.type", f"an answer of kind {kind} is of type {expected}"
    for key, zh, en in (("label", 12, 40), ("title", QUESTION_ZH, QUESTION_EN), ("hint", 30, 70)):
        if key in hints or key != "hint":
            yield from _text(hints.get(key), zh, en, f"{at}.x-kiosk.{key}")
    yield from _options(kind, schema, hints, at)
    for key in ("yes", "no") if {"yes", "no"} & set(hints) else ():
        yield from _text(hints.get(key), OPTION_ZH, OPTION_EN, f"{at}.x-kiosk.{key}")
    yield from _limits(kind, hints, earlier, f"{at}.x-kiosk")
    yield from _when(hints, earlier, f"{at}.x-kiosk.when")
    yield from _prefill(hints, f"{at}.x-kiosk.prefill")
    if kind == "region":
        yield from _region(hints, f"{at}.x-kiosk")
    yield from _people(kind, schema, hints, at)
    if kind in ("person", "list"):
        yield from _form(schema.get("items", {}) if kind == "list" else schema, at)


def _text(text: Any, zh: int, en: int, at: str) -> Found:
    if not isinstance(text, Mapping) or not all(isinstance(text.get(key), str) for key in ("zh", "en")):
        yield at, "a text in both languages is missing"
        return
    for finding in languages("", at, {"zh": text["zh"], "en": text["en"]}):
        yield at, finding.sentence
    for language, limit in (("zh", zh), ("en", en)):
        if len(text[language]) > limit:
            yield f"{at}.{language}", f"{len(text[language])} characters do not fit, {limit} do"


def _prefill(hints: Mapping[str, Any], at: str) -> Found:
    given = hints.get("prefill", [])
    for one in given if isinstance(given, list) else [given]:
        if one not in PREFILLS and not (isinstance(one, str) and _LICENCE.fullmatch(one)):
            yield at, "no card and no licence gives this"


def _people(kind: str, schema: Mapping[str, Any], hints: Mapping[str, Any], at: str) -> Found:
    """Nothing is suggested of a person unless the form says who it is; and who must not come twice has a number."""
    who = hints.get("of")
    if who is not None and (kind != "person" or who not in PERSONS):
        yield f"{at}.x-kiosk.of", f"a person is one of {', '.join(PERSONS)}"
    members = schema.get("items", {}) if kind == "list" else schema if kind == "person" else {}
    for name, part in members.get("properties", {}).items():
        given = part.get("x-kiosk", {}).get("prefill", [])
        sources = {one.partition(".")[0] for one in ([given] if isinstance(given, str) else given)}
        if "identity" in sources and who != APPLICANT:
            yield f"{at}.properties.{name}.x-kiosk.prefill", "the card is the applicant's, and this is somebody else"
        elif sources and who is None:
            yield f"{at}.properties.{name}.x-kiosk.prefill", "nobody says who this is (of)"
    unique = hints.get("unique")
    if unique is not None and (kind != "list" or unique not in members.get("required", [])):
        yield f"{at}.x-kiosk.unique", "it names no part that every entry of a list has"


def _options(kind: str, schema: Mapping[str, Any], hints: Mapping[str, Any], at: str) -> Found:
    asked = kind in ("choice", "choices", "office")
    options = hints.get("options", [])
    if asked != bool(options):
        yield f"{at}.x-kiosk.options", "options belong to a choice, and a choice has some"
        return
    values = [option.get("value") for option in options]
    if len(set(values)) != len(values):
        yield f"{at}.x-kiosk.options", "a value stands there twice"
    for language in ("zh", "en"):
        titles = [option.get(language) for option in options]
        if len(set(titles)) != len(titles):
            yield f"{at}.x-kiosk.options", f"two options read the same ({language})"
    allowed = (schema.get("items", {}) if kind == "choices" else schema).get("enum", [])
    if asked and values != list(allowed):
        yield f"{at}.enum", "the schema allows other values than the options offer"
    for place, option in enumerate(options):
        where = f"{at}.x-kiosk.options.{place}"
        number = str(option.get("zh", "")).rstrip("%").isdigit()  # "80%" reads the same in both languages
        if number and option.get("zh") == option.get("en"):
            continue
        yield from _text(option, OPTION_ZH, OPTION_EN, where)


def _limits(kind: str, hints: Mapping[str, Any], earlier: Mapping[str, Any], at: str) -> Found:
    resolved: dict[str, str] = {}
    for key in ("earliest", "latest", "default"):
        if key not in hints:
            continue
        try:
            resolved[key] = days.resolve(hints[key], kind, _DAY)
        except (KeyError, ValueError):
            yield f"{at}.{key}", "neither a day of the question's kind nor counted from today"
    if resolved.get("earliest", "") > resolved.get("latest", "9999"):
        yield f"{at}.latest", "it lies before the earliest"
    default = resolved.get("default")
    if default and not resolved.get("earliest", "") <= default <= resolved.get("latest", "9999"):
        yield f"{at}.default", "it lies outside the limits"
    if "after" in hints and earlier.get(hints["after"], {}).get("kind") != kind:
        yield f"{at}.after", "it names no earlier question of the same kind"
    if hints.get("minimum", 0) > hints.get("maximum", hints.get("minimum", 0)):
        yield f"{at}.maximum", "it is less than the minimum"


def _when(hints: Mapping[str, Any], earlier: Mapping[str, Any], at: str) -> Found:
    for name, values in hints.get("when", {}).items():
        asked = earlier.get(name)
        if asked is None:
            yield at, f"{name} is not asked before"
            continue
        known = [option["value"] for option in asked.get("options", [])] or [True, False]
        for value in values:
            if value not in known:
                yield at, f"{value} is no answer to {name}"


def _conditions(form: Mapping[str, Any], at: str) -> Found:
    """A question that must be answered where it is asked is required by the schema under the same condition."""
    always = set(form.get("required", []))
    ruled = {
        name: {key: value.get("enum") for key, value in rule["if"]["properties"].items()}
        for rule in form.get("allOf", [])
        for name in rule.get("then", {}).get("required", [])
    }
    for name, schema in form.get("properties", {}).items():
        when = schema.get("x-kiosk", {}).get("when")
        if when and name in always:
            yield f"{at}.required", f"{name} is not always asked, but always required"
        if name in ruled and ruled[name] != when:
            yield f"{at}.allOf", f"{name} is required under another condition than it is asked under"


def _region(hints: Mapping[str, Any], at: str) -> Found:
    root = hints.get("root")
    if root is not None and not regions.below([], root=root):
        yield f"{at}.root", f"there is nothing below {root}"
    for code in hints.get("exclude", []):
        if regions.region(code) is None:
            yield f"{at}.exclude", f"there is no region {code}"
