"""Which catalogue is offered: the terminal always has one, and never one that nobody vouches for."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.catalogue.files import SAMPLE
from kiosk.catalogue.source import in_use
from kiosk.settings import BadSettings, Settings
from offline_cache.content import CATALOGUE, Content, load_key, verify

KEY = Ed25519PrivateKey.generate()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    public = KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "content.pub").write_bytes(public)
    return Settings(home=tmp_path, content_key=tmp_path / "content.pub")


def keep(settings: Settings, version: str, *, spoil: bool = False) -> Path:
    """As the agent has fetched it."""
    assert settings.content_key is not None
    parts = {path.name: path.read_bytes() for path in SAMPLE.iterdir()}
    head = json.loads(parts["catalogue.json"]) | {"version": version, "sample": False}
    parts["catalogue.json"] = b"{}" if spoil else json.dumps(head).encode()
    listed = [{"name": name, "sha256": hashlib.sha256(one).hexdigest()} for name, one in parts.items()]
    fields = {"format": "KSC1", "document": CATALOGUE, "serial": 1, "version": version, "parts": listed}
    manifest = json.dumps(fields).encode()
    key = load_key(settings.content_key)
    content = Content(settings.home / "content", key)
    document = verify(CATALOGUE, manifest, base64.b64encode(KEY.sign(manifest)).decode(), key)
    folder = content.put_parts(document, parts)
    content.use(document)
    return folder


def test_without_anything_published_it_is_the_sample(settings: Settings, tmp_path: Path) -> None:
    assert in_use(settings).sample and in_use(Settings(home=tmp_path)).sample


def test_what_was_published_is_used_when_it_is_genuine(settings: Settings) -> None:
    folder = keep(settings, "2027.01")
    assert (in_use(settings).version, in_use(settings).sample) == ("2027.01", False)
    (folder / "tax.json").write_bytes((folder / "tax.json").read_bytes() + b" ")
    assert in_use(settings).sample, "a changed item was offered to citizens"


def test_what_cannot_be_read_is_not_the_end_of_the_terminal(settings: Settings) -> None:
    keep(settings, "2099.01", spoil=True)
    assert in_use(settings).sample


def test_what_it_is_told_to_use_goes_first(settings: Settings) -> None:
    keep(settings, "2027.01")
    assert in_use(Settings(home=settings.home, content_key=settings.content_key, catalogue=SAMPLE)).sample


def test_a_key_that_is_none_is_named(settings: Settings) -> None:
    with pytest.raises(BadSettings, match="KIOSK_CONTENT_KEY"):
        in_use(Settings(home=settings.home, content_key=settings.home / "missing.pub"))
