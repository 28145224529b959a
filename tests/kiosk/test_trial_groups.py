"""New content for one group of terminals first: no other takes it over, and who tried it gets back to the others."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from kiosk.__main__ import main
from kiosk.agent.content import ContentKeeper
from kiosk.catalogue.files import SAMPLE
from kiosk.catalogue.source import content_of, in_use
from kiosk.settings import Settings
from offline_cache.content import CATALOGUE
from offline_cache.fetching import NotFetched, fetch
from provisioning.sandbox.application import Sandbox
from tests.kiosk.held_platform import served
from tests.kiosk.sandbox_stand import LoopbackPlatform
from tests.kiosk.stand import sample

PILOT = "pilot"


def catalogue(folder: Path, version: str) -> Path:
    shutil.copytree(SAMPLE, folder)
    head = folder / "catalogue.json"
    text = head.read_text(encoding="utf-8")
    head.write_text(text.replace('"version": "', f'"version": "{version}-', 1), encoding="utf-8")
    return folder


def terminal(tmp_path: Path, url: str, name: str, group: str) -> Settings:
    home = tmp_path / name
    home.mkdir(exist_ok=True)
    return Settings(home=home, platform_url=url, content_key=tmp_path / "sandbox/content.pub", group=group)


async def version(settings: Settings) -> str:
    """Of the catalogue that the terminal has after the agent's next look."""
    content = content_of(settings)
    assert content is not None
    async with httpx.AsyncClient() as client:
        await ContentKeeper(settings, content, client)._fetch(CATALOGUE)
    return in_use(settings).version.partition("-")[0]


async def test_the_group_gets_it_first_then_all_do_and_nobody_is_left_behind(tmp_path: Path) -> None:
    usual, tried = catalogue(tmp_path / "usual", "usual"), catalogue(tmp_path / "tried", "tried")
    (tmp_path / "sandbox").mkdir()
    sandbox = Sandbox.open(tmp_path / "sandbox", sample(), published=usual)
    command = ["sandbox", "trial", "--home", str(tmp_path)]
    for name in ("试点", "a b", ""):
        with pytest.raises(SystemExit, match="is no group"):
            main([*command, name, "--catalogue", str(tried)])
    async with served(LoopbackPlatform(sandbox)) as platform:
        pilot = terminal(tmp_path, platform.url, "a", PILOT)
        other = terminal(tmp_path, platform.url, "b", "")
        assert [await version(one) for one in (pilot, other)] == ["usual", "usual"]
        main([*command, PILOT, "--catalogue", str(tried)])
        assert [await version(one) for one in (pilot, other)] == ["tried", "usual"]
        left = replace(pilot, group="")
        assert in_use(left).version.startswith("tried"), "until it has what all others have, it keeps what it has"
        assert await version(left) == "usual"
        assert await version(pilot) == "tried"
        main([*command, "off"])
        assert [await version(one) for one in (pilot, other)] == ["usual", "usual"], "the trial's serial is no trap"
        head = usual / "catalogue.json"
        head.write_text(head.read_text(encoding="utf-8").replace('"usual-', '"better-', 1), encoding="utf-8")
        assert [await version(one) for one in (pilot, other)] == ["better", "better"]
    sandbox.store.close()


async def test_what_is_meant_for_others_is_refused_though_it_is_signed(tmp_path: Path) -> None:
    """A platform, or somebody on the way, that hands the trial to everybody."""
    (tmp_path / "sandbox").mkdir()
    sandbox = Sandbox.open(tmp_path / "sandbox", sample())
    main(
        ["sandbox", "trial", PILOT, "--catalogue", str(catalogue(tmp_path / "tried", "tried")), "--home", str(tmp_path)]
    )
    async with served(LoopbackPlatform(sandbox)) as platform:
        other = terminal(tmp_path, platform.url, "b", "")
        content = content_of(other)
        assert content is not None
        headers = {"Kiosk-Group": PILOT}
        async with httpx.AsyncClient(headers=headers) as client:
            with pytest.raises(NotFetched, match="on trial with other terminals"):
                await fetch(client, platform.url, content, CATALOGUE, lambda folder: None)
        assert content.kept(CATALOGUE) is None
    sandbox.store.close()
