"""Guards against a sentence that exists in one language only, and a key that nobody uses any more."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import kiosk.words

FOLDER = Path(kiosk.words.__file__).parent
ROOMS = [Path("kiosk"), Path("screens"), Path("drivers")]


def _keys(language: str) -> dict[str, str]:
    keys: dict[str, str] = {}

    def walk(prefix: str, table: dict[str, object]) -> None:
        for name, value in table.items():
            if isinstance(value, dict):
                walk(f"{prefix}.{name}", value)
            else:
                keys[f"{prefix}.{name}"] = str(value)

    for path in sorted((FOLDER / language).glob("*.toml")):
        walk(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    return keys


def test_both_languages_have_the_same_keys_and_parameters() -> None:
    zh, en = _keys("zh"), _keys("en")
    assert zh.keys() == en.keys()
    for key in zh:
        names = [{field for _, field, _, _ in string.Formatter().parse(words[key]) if field} for words in (zh, en)]
        assert names[0] == names[1], key


def test_every_key_is_used() -> None:
    code = "".join(path.read_text(encoding="utf-8") for room in ROOMS for path in room.rglob("*.py"))
    # keys put together from a state's name; but not "screens.", which stands before all that a screen says
    built = [re.escape(stem) for stem in re.findall(r'f"([a-z_.]+[._])\{', code) if stem != "screens."]
    noticed = set(
        re.findall(r'words(?:: str )?= ?"([a-z_]+)"', code)
    )  # pages of one sentence whose words stand in that file
    unused = [
        key
        for key in _keys("zh")
        if f'"{key.removeprefix("screens.")}"' not in code
        and not any(re.match(stem, key.removeprefix("screens.")) for stem in built)
        and not _of_a_notice(key, noticed, code, built)
    ]
    assert unused == []


def _of_a_notice(key: str, files: set[str], code: str, built: list[str]) -> bool:
    file, *subject, part = key.split(".")
    if file not in files:
        return False
    if part in ("title", "body"):
        name = ".".join(subject)
        return f'"{name}"' in code or any(re.match(stem, name) for stem in built)
    return subject == ["button"] and f'go_on="{part}"' in code
