from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.typing.typist import Typist

TABLES = Path(sys.prefix) / "share/kiosk/typing"  # what set-up has built


@pytest.fixture
def tables() -> Path:
    assert (TABLES / "built").is_file(), "make setup builds the dictionaries"
    return TABLES


@pytest.fixture
def typist(tables: Path) -> Iterator[Typist]:
    made = Typist(tables)
    yield made
    made.forget()
