"""What every test process has of its own, and in which order they get the files."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from drivers.card_reader import pcscd
from tests.order import place

_FOLDER = pytest.StashKey[Path]()

# How long one example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_configure(config: pytest.Config) -> None:
    """A pcscd to speak to: libpcsclite looks once for where it is."""
    folder = config.stash[_FOLDER] = Path(tempfile.mkdtemp(prefix="pcscd-"))  # short: a socket's path has 107 bytes
    os.environ.update(pcscd.environment(folder))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: place(item.path))


def pytest_collection_finish() -> None:
    """As a terminal does: the collection at a visit's end looks at the visit, not at half a million objects."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _FOLDER in config.stash:
        shutil.rmtree(config.stash[_FOLDER], ignore_errors=True)
