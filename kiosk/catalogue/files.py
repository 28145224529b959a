"""The files of a catalogue folder: `catalogue.json` and one file of items for each category."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).with_name("sample")


class BadCatalogue(Exception):
    """One sentence that names the file and what is wrong with it."""


def read(folder: Path) -> dict[str, Any]:
    """The files as one document: that of `catalogue.json`, with every category's `items` joined in its order."""
    head = read_json(folder / "catalogue.json")
    if not isinstance(head, dict):
        raise BadCatalogue(f"{folder / 'catalogue.json'}: not a JSON object")
    items: list[Any] = []
    categories = head.get("categories") or []
    if not isinstance(categories, list):
        raise BadCatalogue(f"{folder / 'catalogue.json'}: its categories are no list")
    for category in categories:
        name = category.get("name") if isinstance(category, dict) else None
        if not isinstance(name, str) or not name.replace("_", "").isalnum():
            raise BadCatalogue(f"{folder / 'catalogue.json'}: a category without a plain name")
        part = read_json(folder / f"{name}.json")
        if not isinstance(part, dict) or not isinstance(part.get("items"), list):
            raise BadCatalogue(f"{folder / (name + '.json')}: it holds no list of items")
        items.extend(part["items"])
    return {**head, "items": items}


def read_json(path: Path) -> Any:
    """Raises `BadCatalogue`, whatever the file holds."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadCatalogue(f"{path}: there is no such file") from error
    except OSError as error:
        raise BadCatalogue(f"{path}: it cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise BadCatalogue(f"{path}: it is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise BadCatalogue(f"{path}, line {error.lineno}: not JSON ({error.msg})") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; lists in lists in lists
        raise BadCatalogue(f"{path}: nothing that can be read ({type(error).__name__})") from error
