"""`terminal.env` of the demo: each process adds what it knows and leaves the rest as it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kiosk.settings import read_env


def add(path: Path, values: Mapping[str, str]) -> None:
    """Put `values` into the file, keep all others; atomically, readable by its owner only."""
    merged = read_env(path) | dict(values)
    text = "".join(f"{name}={value}\n" for name, value in sorted(merged.items()))
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
