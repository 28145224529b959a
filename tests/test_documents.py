"""Guards against documents that name what is no longer there: a file, a picture, a command, a proof."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from kiosk.__main__ import build_parser

ROOT = Path(__file__).parent.parent
ROOMS = ("docs", "drivers", "kiosk", "offline_cache", "provisioning", "screens", "tests")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(path for room in ROOMS for path in (ROOT / room).rglob("*.md"))])


def named(document: Path) -> Iterator[str]:
    """What a document sets as code, and the lines of its blocks."""
    text = document.read_text(encoding="utf-8")
    for block in re.findall(r"^```.*?^```", text, re.DOTALL | re.MULTILINE):
        yield from block.splitlines()[1:-1]
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))


def test_there_are_documents() -> None:
    assert ROOT / "README.md" in DOCUMENTS


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_it_names_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    missing = [link for link in links if link and not (document.parent / link).exists()]
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    for code in named(document):
        if re.fullmatch(rf"({'|'.join(ROOMS)})(/[\w.-]+)+/?", code) and not (ROOT / code).exists():
            missing.append(code)
        for module in re.findall(r"python -m ([\w.]+)", code):
            if module.split(".")[0] in ROOMS and find_spec(module) is None:
                missing.append(module)
        if (made := re.match(r"make ([a-z]+)", code)) and made[1] not in targets:
            missing.append(made[0])
        if code.startswith("kiosk ") and not is_command(code.split()[1:]):
            missing.append(code)
    assert not missing


def is_command(words: list[str]) -> bool:
    """Whether there is such a command and, where one is named, such an action; `…` and `|` stand for others."""
    parser: argparse.ArgumentParser = build_parser()
    for word in words[:2]:
        below = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
        if not below or not re.fullmatch(r"[a-z-]+", word):
            break
        if word not in below[0].choices:
            return False
        parser = below[0].choices[word]
    options = {option for one in parser._actions for option in one.option_strings}
    return all(word in options for word in words if re.fullmatch(r"--[a-z-]+", word))
