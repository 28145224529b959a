from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.typing import typist as typist_module
from kiosk.typing.typist import Typist
from tests.limits import LIMIT_S

TABLES = Path(sys.prefix) / "share/kiosk/typing"  # what set-up has built


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine may be busy: no engine that answers is given up."""
    for limit in ("KEY_LIMIT_S", "START_LIMIT_S", "WRITE_LIMIT_S"):
        monkeypatch.setattr(typist_module, limit, LIMIT_S)


@pytest.fixture
def tables() -> Path:
    assert (TABLES / "built").is_file(), "make setup builds the dictionaries"
    return TABLES


@pytest.fixture
def typist(tables: Path) -> Iterator[Typist]:
    made = Typist(tables)
    yield made
    made.forget()
