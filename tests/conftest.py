"""Each test process has a pcscd of its own to speak to: libpcsclite looks once for where it is."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from drivers.card_reader import pcscd

_FOLDER = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    folder = config.stash[_FOLDER] = Path(tempfile.mkdtemp(prefix="pcscd-"))  # short: a socket's path has 107 bytes
    os.environ.update(pcscd.environment(folder))


def pytest_unconfigure(config: pytest.Config) -> None:
    if _FOLDER in config.stash:
        shutil.rmtree(config.stash[_FOLDER], ignore_errors=True)
