"""What the sandbox publishes in its columns; the emergency column is switched by `kiosk sandbox emergency`.

All of it is made up for trials. The emergency column shows how one was run: the health code (渝康码) is retired.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.catalogue import regions
from provisioning.files import write_whole
from provisioning.sandbox.directory import districts

SWITCH = "emergency.json"
PLAIN = ("policies.json", "business.json", "announcements.json", "intermediaries.json")  # published as they lie here
DATA = Path(__file__).parent / "data/columns"


def column_parts(folder: Path) -> tuple[str, dict[str, bytes]]:
    """Version and parts, by name. `folder`: of the sandbox, where the switch lies."""
    fixed = {name: (DATA / name).read_bytes() for name in PLAIN}
    emergency = json.loads((DATA / SWITCH).read_text(encoding="utf-8")) | {"enabled": emergency_is_on(folder)}
    return "sample", fixed | {"districts.json": _districts(), SWITCH: _json(emergency)}


def emergency_is_on(folder: Path) -> bool:
    path = folder / SWITCH
    return path.exists() and json.loads(path.read_bytes()) == {"enabled": True}


def switch_emergency(folder: Path, on: bool) -> None:
    write_whole(folder / SWITCH, _json({"enabled": on}))


@cache
def _districts() -> bytes:
    """50 services of its own for each of the 38 districts, as many as the city's plan asks for."""
    raw = json.loads((DATA / "features.json").read_text(encoding="utf-8"))
    made = []
    for code in districts():
        region = regions.region(code)
        assert region is not None
        features = [_feature(raw, region.title.zh, region.title.en, theme, form) for theme in raw["themes"]
                    for form in raw["forms"]]  # fmt: skip
        made.append({"code": code, "features": features})
    return _json(made)


def _feature(raw: dict[str, Any], zh: str, en: str, theme: dict[str, str], form: dict[str, str]) -> dict[str, Any]:
    words = {"zh": {"place": zh, "theme": theme["zh"], "form": form["zh"]},
             "en": {"place": en, "theme": theme["en"], "form": form["en"]}}  # fmt: skip
    return {
        part: {language: raw[part][language].format(**words[language]) for language in ("zh", "en")}
        for part in ("title", "text")
    }


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
