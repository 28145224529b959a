"""Guards against an entrance to services outside the platform: no browser, no web view, nothing that opens a page."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("kiosk", "drivers", "screens", "offline_cache", "provisioning")
OPENERS = (
    "xdg-open", "x-www-browser", "sensible-browser", "gnome-open", "chromium", "google-chrome", "firefox", "epiphany",
    "midori", "surf", "webbrowser", "webview", "qtwebengine", "webkit2", "cefpython3", "startfile",
)  # fmt: skip
"""Programs and modules that show a web page, by any way of starting them."""


def words_of(source: str) -> Iterator[str]:
    """Every text and every name of a program but its comments and docstrings, in small letters."""
    tree = ast.parse(source)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value.lower()
        elif isinstance(node, ast.Attribute):
            yield node.attr.lower()
        elif isinstance(node, ast.alias):
            yield node.name.lower()


def openers_in(source: str) -> set[str]:
    said = list(words_of(source))
    return {opener for opener in OPENERS if any(opener == word or _names(opener, word) for word in said)}


def _names(opener: str, word: str) -> bool:
    """Alone, as a program's path, or at the beginning of a command line or a dotted name."""
    first = word.replace(".", " ").split(" ", 1)[0].rsplit("/", 1)[-1]
    return first == opener


@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_of_the_product_opens_a_web_page(package: str) -> None:
    for path in sorted((ROOT / package).rglob("*.py")):
        assert not openers_in(path.read_text(encoding="utf-8")), path.relative_to(ROOT)


@pytest.mark.parametrize(
    "source",
    [
        "import webbrowser\nwebbrowser.open('https://example.invalid')",
        "from importlib import import_module\nimport_module('webbrowser')",
        "import subprocess\nsubprocess.run(['xdg-open', url])",
        "import os\nos.system('/usr/bin/chromium --kiosk ' + url)",
        "from PyQt5 import QtWebEngineWidgets as QtWebEngine\nimport qtwebengine.core",
    ],
)
def test_the_check_finds_each_way(source: str) -> None:
    assert openers_in(source)
