"""The home page as it was shown last, kept in a file: after a start it is painted before the catalogue has been read.

The catalogue behind it is verified and read as soon as the page is on the glass; until then a touch means nothing. The
page is kept beside a mark of everything that it was made from; another catalogue or another program has another one.
It holds nothing about anybody.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from kiosk.settings import Settings
from kiosk.text import Localized, Message
from kiosk.visit.views import CategoryTile, HomeView, ItemTile

_PROGRAM = Path(__file__).parent
_MADE_OF = ("catalogue", "visit", "words")  # folders of the program that decide what stands on the page


def recall(settings: Settings) -> HomeView | None:
    """None: there is none, or it was made from something else."""
    try:
        kept = json.loads(_file(settings).read_bytes())
        if kept["mark"] != mark(settings):
            return None
        return HomeView(
            tuple(_read(CategoryTile, one) for one in kept["categories"]),
            tuple(_read(ItemTile, one) for one in kept["favourites"]),
            int(kept["total"]),
            directory=int(kept["directory"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(settings: Settings, made_from: str, page: Callable[[], HomeView]) -> None:
    """For the next start; `made_from` is the mark of before the catalogue was read. What cannot be written is missed by
    nobody."""
    view = page()
    document = {
        "mark": made_from,
        "categories": [_plain(one) for one in view.categories],
        "favourites": [_plain(one) for one in view.favourites],
        "total": view.total,
        "directory": view.directory,
    }
    path = _file(settings)
    unfinished = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        unfinished.rename(path)  # whole or not at all
    except OSError:
        return


def mark(settings: Settings) -> str:
    """Of the program's files and the catalogue's: their names, sizes and times."""
    roots = [_PROGRAM / name for name in _MADE_OF] + [settings.home / "content"]
    if settings.catalogue is not None:
        roots.append(Path(settings.catalogue))
    digest = hashlib.sha256(str(settings.content_key).encode())
    if settings.content_key is not None and settings.content_key.is_file():
        digest.update(settings.content_key.read_bytes())
    for root in roots:
        for path, found in sorted(_files(root)):
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _file(settings: Settings) -> Path:
    return settings.home / "run" / "front.json"


def _files(folder: str | Path) -> Iterator[tuple[str, os.stat_result]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name == "__pycache__":
            continue
        if entry.is_dir(follow_symlinks=True):
            yield from _files(entry.path)
        else:
            try:
                yield entry.path, entry.stat()
            except OSError:
                continue


def _plain(value: Any) -> Any:
    match value:
        case CategoryTile() | ItemTile():
            return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        case Localized():
            return {"zh": value.zh, "en": value.en}
        case Message():
            return {"key": value.key, "params": {name: _plain(one) for name, one in value.params.items()}}
        case tuple() | list():
            return [_plain(one) for one in value]
        case str() | int() | None:
            return value
    raise TypeError(type(value).__name__)


def _read(kind: type[Any], raw: dict[str, Any]) -> Any:
    return kind(**{name: _value(one) for name, one in raw.items()})


def _value(raw: Any) -> Any:
    if isinstance(raw, list):
        return tuple(_value(one) for one in raw)
    if isinstance(raw, dict):
        if "key" in raw:
            return Message(raw["key"], {name: _value(one) for name, one in raw["params"].items()})
        return Localized(raw["zh"], raw["en"])
    return raw
