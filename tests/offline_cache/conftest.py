from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from offline_cache.outbox import Outbox
from offline_cache.sealing import OpeningKey


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "outbox"


@pytest.fixture
def outbox(folder: Path) -> Iterator[Outbox]:
    opened = Outbox.open(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def opening_key() -> OpeningKey:
    return OpeningKey.generate()
