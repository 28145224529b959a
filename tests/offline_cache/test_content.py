"""What the platform publishes reaches a terminal whole and genuine, or not at all; the last good one stays."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from kiosk.__main__ import main
from kiosk.catalogue.files import SAMPLE
from kiosk.catalogue.load import load
from offline_cache.content import CATALOGUE, SEALING_KEYS, Content, load_key
from offline_cache.fetching import NotFetched, fetch
from offline_cache.keyring import KeyRing
from offline_cache.sealing import OpeningKey, read_header
from provisioning.sandbox.keys import OpeningKeys, content_key
from tests.provisioning.services import Service, sandbox, tls

Change = Callable[[httpx.Response, bytes], bytes]


class Way(httpx.AsyncBaseTransport):
    """The network between terminal and platform: counts what goes over it, and may change answers."""

    def __init__(self, service: Service) -> None:
        self._inner = httpx.AsyncHTTPTransport(verify=tls(service.home))
        self.asked: list[str] = []
        self.change: Change = lambda answer, body: body
        self.replay: dict[str, httpx.Response] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path.removeprefix("/v1/content/"))
        answer = await self._inner.handle_async_request(request)
        body = self.change(answer, await answer.aread())
        headers = {name: answer.headers[name] for name in ("Kiosk-Signature", "ETag") if name in answer.headers}
        return httpx.Response(answer.status_code, headers=headers, stream=httpx.ByteStream(body))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "catalogue"
    shutil.copytree(SAMPLE, folder)
    return folder


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory, published: Path) -> Iterator[Service]:
    with sandbox(tmp_path_factory.mktemp("platform"), "--catalogue", str(published)) as service:
        yield service


@pytest.fixture
async def way(platform: Service) -> AsyncIterator[Way]:
    yield Way(platform)


@pytest.fixture
def content(platform: Service, tmp_path: Path) -> Content:
    return Content(tmp_path / "content", load_key(platform.home / "sandbox/content.pub"))


async def get(platform: Service, way: Way, content: Content, name: str = CATALOGUE) -> bool:
    way.asked.clear()
    async with httpx.AsyncClient(transport=way) as client:
        return await fetch(client, platform.address, content, name, lambda folder: None)


def publish(published: Path, version: str) -> None:
    head = json.loads((published / "catalogue.json").read_text(encoding="utf-8"))
    (published / "catalogue.json").write_text(json.dumps(head | {"version": version}), encoding="utf-8")


async def test_a_new_one_costs_only_what_has_changed_and_an_old_one_next_to_nothing(
    platform: Service, way: Way, content: Content, published: Path
) -> None:
    publish(published, "2026.12")
    assert await get(platform, way, content)
    assert len(way.asked) == 1 + len(list(published.iterdir()))
    document = content.current(CATALOGUE)
    assert document is not None and load(content.folder(document)).version == "2026.12"
    assert not await get(platform, way, content)
    assert way.asked == [CATALOGUE]
    publish(published, "2027.01")
    assert await get(platform, way, content)
    assert len(way.asked) == 2, "all of it came again"
    newer = content.current(CATALOGUE)
    assert newer is not None and newer.serial > document.serial
    assert load(content.folder(newer)).version == "2027.01"
    assert load(content.folder(document)).version == "2026.12", "the window may be reading it"
    age = content.age(CATALOGUE)
    assert age is not None and age < 60


def flip(answer: httpx.Response, body: bytes) -> bytes:
    return body[:-2] + b" }" if len(body) > 100 else body


def cut(answer: httpx.Response, body: bytes) -> bytes:
    return body[: len(body) // 2]


def portal(answer: httpx.Response, body: bytes) -> bytes:
    return b"<html>Welcome to Free WiFi</html>"


@pytest.mark.parametrize("change", [flip, cut, portal])
@pytest.mark.parametrize("where", ["manifest", "parts"])
async def test_what_was_changed_on_the_way_is_not_used(
    platform: Service, way: Way, published: Path, *, content: Content, change: Change, where: str
) -> None:
    publish(published, f"good {change.__name__} {where}")
    await get(platform, way, content)
    good = content.current(CATALOGUE)
    publish(published, f"new {change.__name__} {where}")

    def only(answer: httpx.Response, body: bytes) -> bytes:
        return change(answer, body) if ("Kiosk-Signature" in answer.headers) == (where == "manifest") else body

    way.change = only
    with pytest.raises(NotFetched):
        await get(platform, way, content)
    assert content.current(CATALOGUE) == good
    way.change = lambda answer, body: body
    assert await get(platform, way, content)


async def test_an_old_one_that_was_once_signed_is_not_taken_back(
    platform: Service, way: Way, content: Content, published: Path
) -> None:
    """A replay could bring back a sealing key whose private half has leaked since."""
    publish(published, "before")
    async with httpx.AsyncClient(verify=tls(platform.home)) as client:
        old = await client.get(f"{platform.address}/v1/content/{CATALOGUE}")
    publish(published, "after")
    await get(platform, way, content)

    class Replay(Way):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            signature = {"Kiosk-Signature": old.headers["Kiosk-Signature"]}
            return httpx.Response(200, headers=signature, stream=httpx.ByteStream(old.content))

    with pytest.raises(NotFetched, match="not above"):
        await get(platform, Replay(platform), content)
    kept = content.current(CATALOGUE)
    assert kept is not None and kept.version == "after"


async def test_one_document_is_not_taken_for_another(platform: Service, content: Content) -> None:
    class Swap(Way):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            request.url = request.url.copy_with(path=request.url.path.replace(SEALING_KEYS, CATALOGUE))
            return await super().handle_async_request(request)

    with pytest.raises(NotFetched, match="not a manifest of this document"):
        await get(platform, Swap(platform), content, SEALING_KEYS)


async def test_what_rots_on_the_disk_is_not_used_and_comes_again(platform: Service, way: Way, content: Content) -> None:
    await get(platform, way, content)
    document = content.current(CATALOGUE)
    assert document is not None
    part = content.folder(document) / "utilities.json"
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    assert content.current(CATALOGUE) is None
    await get(platform, way, content)
    assert len(way.asked) == 2 and content.current(CATALOGUE) == document


async def test_one_that_this_release_cannot_read_is_left(platform: Service, way: Way, content: Content) -> None:
    def refuse(folder: Path) -> None:
        raise NotFetched("not of the form")

    async with httpx.AsyncClient(transport=way) as client:
        with pytest.raises(NotFetched):
            await fetch(client, platform.address, content, CATALOGUE, refuse)
    assert content.current(CATALOGUE) is None
    assert await get(platform, way, content)


async def test_the_newest_key_is_sealed_to_as_soon_as_it_is_announced(
    platform: Service, way: Way, content: Content, tmp_path: Path
) -> None:
    keys = OpeningKeys(platform.home / "sandbox")
    first = keys.newest
    first.public().save(tmp_path / "first.key")
    ring = KeyRing(tmp_path / "first.key", content)
    assert read_header(ring.seal(b"", {})).key_id == first.key_id
    main(["sandbox", "rotate-key", "--suite", "MLKEM768-X25519+SM4-GCM", "--home", str(platform.home)])
    assert await get(platform, way, content, SEALING_KEYS)
    sealed = ring.prepare({"kind": "x"}).seal(b"content")
    assert read_header(sealed).suite == "MLKEM768-X25519+SM4-GCM"
    assert keys.open_envelope(sealed) == ({"kind": "x"}, b"content")
    assert keys.open_envelope(first.public().seal(b"before", {})) == ({}, b"before")


async def test_an_announced_list_that_cannot_be_read_for_a_moment_brings_no_older_key_back(
    platform: Service, way: Way, content: Content, tmp_path: Path
) -> None:
    # Guards against: sealing to the very key that was replaced because it leaked.
    keys = OpeningKeys(platform.home / "sandbox")
    OpeningKey.generate().public().save(tmp_path / "first.key")
    ring = KeyRing(tmp_path / "first.key", content)
    assert await get(platform, way, content, SEALING_KEYS)
    newest = ring.newest.key_id
    assert newest == keys.newest.key_id
    document = content.current(SEALING_KEYS)
    assert document is not None
    folder = content.folder(document)
    aside = folder.rename(tmp_path / "aside")
    assert ring.newest.key_id == newest
    aside.rename(folder)
    assert ring.newest.key_id == newest


def test_a_list_without_a_key_that_can_be_used_changes_nothing(tmp_path: Path) -> None:
    from offline_cache import keyring

    part = tmp_path / keyring.PART
    good = OpeningKey.generate().public().fields()
    for keys, usable in [
        ([good | {"suite": "ROT13"}], False),
        ([good | {"suite": "ROT13"}, good], True),  # of a later release; the next one will do
        ([good | {"public_key": "AAAA"}], False),
        ([], False),
        ("x", False),
    ]:
        part.write_text(json.dumps({"keys": keys}))
        assert keyring.check(tmp_path) is usable


def test_the_content_key_is_made_once(tmp_path: Path) -> None:
    first, again = content_key(tmp_path), content_key(tmp_path)
    assert first.private_bytes_raw() == again.private_bytes_raw()
    assert (tmp_path / "content.key").stat().st_mode & 0o077 == 0
