"""Guards against a terminal that offers what was withdrawn weeks ago, and against one that changes under a citizen."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.catalogue import renewal
from kiosk.catalogue.files import SAMPLE
from kiosk.catalogue.renewal import Renewal
from kiosk.pace import Pace
from kiosk.settings import Settings
from kiosk.terminal import open_terminal
from kiosk.visit import conductor
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.stage import SETTLE_S
from kiosk.visit.views.search import SearchView
from offline_cache.content import CATALOGUE, FORMAT, load_key, open_content
from tests.kiosk.held_platform import HeldPlatform, served
from tests.kiosk.test_terminal import Seat, running, settings_for
from tests.limits import LIMIT_S


class Publisher:
    """What the agent brings: a catalogue, signed."""

    def __init__(self, settings: Settings) -> None:
        self._key = Ed25519PrivateKey.generate()
        path = settings.home / "content.pem"
        public = serialization.PublicFormat.SubjectPublicKeyInfo
        path.write_bytes(self._key.public_key().public_bytes(serialization.Encoding.PEM, public))
        load_key(path)
        self.settings = replace(settings, content_key=path)
        self._serial = 0

    def publish(self, title: str, **spoiled: bytes) -> None:
        parts = {path.name: path.read_bytes() for path in SAMPLE.glob("*.json")}
        parts["civil_affairs.json"] = parts["civil_affairs.json"].replace("结婚".encode(), title.encode())
        parts |= {f"{name}.json": content for name, content in spoiled.items()}
        listed = [{"name": name, "sha256": hashlib.sha256(each).hexdigest()} for name, each in parts.items()]
        self._serial += 1
        said = {"format": FORMAT, "document": CATALOGUE, "serial": self._serial, "version": title, "parts": listed}
        manifest = json.dumps(said).encode()
        content = open_content(self.settings.home / "content", self.settings.content_key)
        assert content is not None
        document = content.verified(CATALOGUE, manifest, base64.b64encode(self._key.sign(manifest)).decode())
        content.put_parts(document, parts)
        content.use(document)


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of seconds that last a tenth."""
    monkeypatch.setattr(renewal, "LOOK_S", 2.0)
    monkeypatch.setattr(conductor, "UNTOUCHED_S", 3.0)


async def touched(one: Seat, intent: i.Intent) -> None:
    await asyncio.sleep(SETTLE_S + 0.1)  # a page is not meant by who has not yet seen it
    one.touch(intent)


async def search(one: Seat, text: str) -> SearchView:
    await one.sees(v.HomeView)
    await touched(one, i.OpenSearch())
    await one.sees(SearchView)
    await touched(one, i.Search(text))
    found: SearchView = await one.sees(SearchView, lambda view: view.query == text)
    return found


async def test_a_newer_catalogue_is_on_show_without_a_restart_and_never_under_a_citizen(tmp_path: Path) -> None:
    async with served(HeldPlatform()) as platform:
        settings = settings_for(tmp_path / "home", platform)
        settings.devices.write_text("")
        publisher = Publisher(settings)
        publisher.publish("结婚")
        terminal = await open_terminal(publisher.settings, Pace(0.1))
        async with running(terminal) as one:
            assert (await search(one, "结婚")).tiles
            assert terminal._assembly is not None
            ready, begun = terminal._assembly.renewal.ready, one.snapshot.visits
            publisher.publish("缔结婚姻")
            await asyncio.wait_for(ready.wait(), LIMIT_S)
            await touched(one, i.Search("缔结"))
            view = await one.sees(SearchView, lambda view: view.query == "缔结")
            await asyncio.sleep(0.5)  # longer than home would have to be left alone
            assert not view.tiles and one.snapshot.visits == begun
            one.touch(i.Exit())
            assert (await search(one, "缔结")).tiles
            assert not ready.is_set(), "taken between two visits"
            one.touch(i.Exit())
            await one.sees(v.HomeView)
            before = one.snapshot.visits
            publisher.publish("结为夫妻")  # and nobody is there
            async with asyncio.timeout(LIMIT_S):
                while one.snapshot.visits == before:
                    await asyncio.sleep(0.05)
            assert (await search(one, "结为夫妻")).tiles


def test_what_cannot_be_used_or_is_damaged_leaves_the_one_before_in_use(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    publisher = Publisher(settings)
    publisher.publish("结婚")
    one = Renewal(publisher.settings)
    one.first()
    assert one._newer() is None
    publisher.publish("缔结婚姻", catalogue=b"{}")  # for a later release, say
    assert one._newer() is None
    publisher.publish("结为夫妻")
    content = next((tmp_path / "content" / CATALOGUE).glob("*/civil_affairs.json"))
    for each in (tmp_path / "content" / CATALOGUE).glob("*/civil_affairs.json"):
        each.write_bytes(b"damaged")
    assert one._newer() is None and content.exists()
    publisher.publish("婚姻登记")
    found = one._newer()
    assert found is not None and "婚姻登记" in repr(found[0].items)
