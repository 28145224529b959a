"""What is inside a record, checked against what is outside: its envelope's context and its headers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from kiosk.catalogue.model import Item
from kiosk.catalogue.packages import shaped
from kiosk.contract.ratings import Channel, Rated
from provisioning.problem import Problem
from provisioning.sandbox.store import Rating

SCHEMA = "1"
DATA = Path(__file__).parent / "data"
_ITEM = re.compile(r"[0-9A-Z]{31}")  # 实施编码
_NO_ITEMS = (Rated.TERMINAL, Rated.SYSTEM)  # stand in the place of a code where no item is rated


def unreadable(title: str) -> Problem:
    return Problem(422, "unreadable", title)


def check_context(context: Mapping[str, str], kind: str, key: str, terminal: str) -> str:
    """The item's code of a record's context. Raises `Problem` 422 where it is another record's or terminal's."""
    expected = {"kind": kind, "key": key, "terminal": terminal, "schema": SCHEMA}
    for name, value in expected.items():
        if context.get(name) != value:
            raise unreadable(f"the envelope's {name} is not that of the request")
    item = context.get("item", "")
    if not (_ITEM.fullmatch(item) or (kind == "rating" and item in _NO_ITEMS)):
        raise unreadable("the envelope's item is no implementation code")
    return item


def check_page(context: Mapping[str, str], key: str, terminal: str) -> None:
    """Raises `Problem` 422 where a sealed page belongs to another record."""
    if (context.get("kind"), context.get("key"), context.get("terminal")) != ("page", key, terminal):
        raise unreadable("a page belongs to another record")


def check_submission(plaintext: bytes, context: Mapping[str, str], attachments: tuple[str, ...]) -> dict[str, Any]:
    """What was submitted. Raises `Problem` 422; nothing of the content is in its title."""
    content = _parsed(plaintext, context, "submission")
    if not set(_pages(content)) <= set(attachments):
        raise unreadable("the content names a page that is not attached")
    return content


def check_licences(content: Mapping[str, Any], usage: Callable[[str], tuple[str, str] | None]) -> None:
    """Raises `Problem` 422 where a licence stands for a material or has filled in an answer without a recorded
    consent to just that use."""
    in_place = [one["licence"] for one in content["materials"] if one.get("licence") is not None]
    for licence in (*in_place, *content.get("prefilled", ())):
        if usage(licence["usage"]) != (licence["identifier"], content["item_code"]):
            raise unreadable("a licence is used that nobody agreed to")


def check_marks(content: Mapping[str, Any], item: Item | None) -> None:
    """Raises `Problem` 422 where a paper is declared (告知承诺) or left to later (容缺后补) that may not be, in
    other words or for longer than the item allows; of a package, than every part that asks for it allows."""
    package = item.package if item is not None else None
    if item is not None and package is not None:
        item = shaped(item, content["answers"])
    allowed = {one.name: one for one in item.asked_materials} if item is not None else {}
    captured = date.fromisoformat(content["captured_at"][:10])
    for material in content["materials"]:
        found = allowed.get(material["name"])
        if "declared" in material:
            words = found.declaration if found is not None else None
            if words is None or material["declared"] != words.zh:
                raise unreadable("a paper is declared that may not be, or in other words")
        if "later" in material:
            days = found.later_days if found is not None else None
            # in China it may be the next day already
            if days is None or not captured <= _day(material["later"]) <= captured + timedelta(days=days + 1):
                raise unreadable("a paper is left to later that may not be, or for too long")
        if package is not None and ("declared" in material or "later" in material):
            askers = package.askers(material["name"], package.wanted(content["answers"]))
            if material.get("parts") != [child.name for child in askers]:
                raise unreadable("a paper is declared or left to later for other parts than those that ask for it")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise unreadable("there is no such day") from error


def check_rating(plaintext: bytes, context: Mapping[str, str]) -> Rating:
    """Raises `Problem` 422; also for tags that do not belong to the level."""
    content = _parsed(plaintext, context, "rating")
    level, tags, rated = content["level"], tuple(content["tags"]), content.get("object", Rated.ITEM.value)
    if not set(tags) <= set(_tags()[level]):
        raise unreadable("a tag does not belong to the level")
    code = content["item_code"]
    fits = code not in _NO_ITEMS if rated == Rated.ITEM else code == rated and not tags
    if not fits or (rated == Rated.TERMINAL and content["about"] != content["terminal"]):
        raise unreadable("the object is not what the code, the tags or the number are about")
    return Rating(
        about=content["about"],
        level=level,
        tags=tags,
        tag_version=content["tag_version"],
        rated_at=content["rated_at"],
        rated=rated,
        channel=content.get("channel", Channel.SELF_SERVICE.value),
        slip=content.get("number", ""),
        words="words" in content,
    )


def _parsed(plaintext: bytes, context: Mapping[str, str], kind: str) -> dict[str, Any]:
    try:
        content = json.loads(plaintext)
        problem = next(_validator(kind).iter_errors(content), None)
    except (ValueError, RecursionError) as error:
        raise unreadable("the content is not JSON") from error
    if problem is not None:
        where = problem.json_path  # names of fields; never the value that is wrong
        raise unreadable(f"the content is not a {kind} of schema {SCHEMA}: {where} ({problem.validator})")
    assert isinstance(content, dict)
    same = {"key": "key", "terminal": "terminal", "item_code": "item"}
    for inside, outside in same.items():
        if content[inside] != context[outside]:
            raise unreadable(f"the content's {inside} is not that of the envelope")
    return content


def _pages(content: Mapping[str, Any]) -> Iterator[str]:
    if (face := content.get("face")) and "page" in face:
        yield face["page"]
    for material in content.get("materials", ()):
        yield from material["pages"]


@cache
def _validator(kind: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((DATA / f"{kind}.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)


@cache
def _tags() -> dict[str, list[str]]:
    raw: dict[str, list[str]] = json.loads((DATA / "rating_tags.json").read_text(encoding="utf-8"))
    return raw
