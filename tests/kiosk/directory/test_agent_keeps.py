"""Guards against a terminal that never gets the directory, indexes it half, or keeps an old emergency column."""

from __future__ import annotations

import shutil
from pathlib import Path

from kiosk.__main__ import main
from kiosk.columns.source import kept
from kiosk.directory.index import DirectoryIndex, index_of
from kiosk.settings import Settings
from tests.kiosk.test_agent_content import agent_until
from tests.provisioning.services import sandbox


def test_the_agent_brings_columns_and_directory_and_indexes_it(tmp_path: Path) -> None:
    platform, home = tmp_path / "platform", tmp_path / "home"
    home.mkdir()
    with sandbox(platform):
        main(["sandbox", "generate-directory", "--entries", "3900", "--home", str(platform)])
        shutil.copy(platform / "terminal.env", home)
        settings = Settings.load(str(home), {})
        index = DirectoryIndex(index_of(home), "500107")
        agent_until(home, lambda: index.size() == 3900)
        columns = kept(settings)
        assert columns is not None and columns.confirmed is not None
        assert not columns.columns.emergency.enabled

        main(["sandbox", "emergency", "on", "--home", str(platform)])
        main(["sandbox", "generate-directory", "--entries", "3939", "--home", str(platform)])
        agent_until(home, lambda: index.size() == 3939)
        columns = kept(settings)
        assert columns is not None and columns.columns.emergency.enabled

        index_of(home).write_bytes(b"a disk that lost its mind")
        assert index.find("身份证") == ()
        agent_until(home, lambda: index.size() == 3939)


def test_a_platform_without_a_directory_is_no_fault(tmp_path: Path) -> None:
    platform, home = tmp_path / "platform", tmp_path / "home"
    home.mkdir()
    with sandbox(platform):
        shutil.copy(platform / "terminal.env", home)
        settings = Settings.load(str(home), {})
        agent_until(home, lambda: kept(settings) is not None)
        assert DirectoryIndex(index_of(home), "500107").find("身份证") == ()
