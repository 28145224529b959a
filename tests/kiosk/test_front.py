"""The home page that is kept for the next start: the same page, and never one of another catalogue."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk import front
from kiosk.catalogue.files import SAMPLE
from kiosk.settings import Settings
from kiosk.visit.browsing import home_page
from tests.kiosk.stand import sample

PAGE = replace(home_page(sample(), "standard", lambda item: None), directory=385_073)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    shutil.copytree(SAMPLE, tmp_path / "catalogue")
    return Settings(
        home=tmp_path / "home", terminal_id="TEST-0001", platform_url="http://127.0.0.1:9",
        catalogue=tmp_path / "catalogue",
    )  # fmt: skip


def test_the_page_comes_back_as_it_was(settings: Settings) -> None:
    """A tile is lost, or has another name, on the way through the file."""
    assert front.recall(settings) is None
    front.keep(settings, front.mark(settings), lambda: PAGE)
    assert front.recall(settings) == PAGE


def test_another_catalogue_has_another_page(settings: Settings) -> None:
    """Tiles of the catalogue before are shown after a new one has come."""
    front.keep(settings, front.mark(settings), lambda: PAGE)
    assert settings.catalogue is not None
    (settings.catalogue / "catalogue.json").write_text("{}", encoding="utf-8")
    assert front.recall(settings) is None


def test_another_key_has_another_page(settings: Settings) -> None:
    """What was verified with a key that is no longer trusted is still shown."""
    front.keep(settings, front.mark(settings), lambda: PAGE)
    assert front.recall(replace(settings, content_key=Path("another.pem"))) is None


@pytest.mark.parametrize("torn", [b"", b"{", b"[]", b'{"mark": 1}', b"\xff\xfe"])
def test_a_torn_file_is_no_page(settings: Settings, torn: bytes) -> None:
    """A power cut while the file was written keeps the terminal from starting."""
    front.keep(settings, front.mark(settings), lambda: PAGE)
    (settings.home / "run" / "front.json").write_bytes(torn)
    assert front.recall(settings) is None
