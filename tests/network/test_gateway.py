"""The government network behind a gateway: all goes through it, in TLS from end to end, and through no other proxy."""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kiosk.agent.content import ContentKeeper
from kiosk.catalogue.source import content_of
from kiosk.platform import Platform, open_client
from kiosk.settings import BadSettings, Settings
from offline_cache.content import CATALOGUE
from provisioning.authority import Authority
from tests.network.gateway import gateway
from tests.provisioning.services import sandbox

NAME = "platform.gov.invalid"  # no resolver knows it: only the gateway does
ENVIRONMENT = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A real platform with mutual TLS, whose certificate also bears its name in the network."""
    home = tmp_path_factory.mktemp("platform")
    Authority.open(home / "authority").server([NAME])
    with sandbox(home):
        yield Settings.load(str(home), {})


def behind(settings: Settings, proxy: str) -> Settings:
    return replace(settings, platform_url=f"https://{NAME}", proxy=proxy)


def where(settings: Settings) -> dict[str, tuple[str, int]]:
    return {f"{NAME}:443": ("127.0.0.1", urlsplit(settings.platform_url).port or 0)}


async def answers(settings: Settings) -> bool:
    platform = Platform.open(settings)
    try:
        return await platform.health()
    finally:
        await platform.close()


async def test_everything_goes_through_the_gateway_which_sees_a_name_and_nothing_else(
    platform: Settings, tmp_path: Path
) -> None:
    async with gateway(where(platform)) as one:
        settings = replace(behind(platform, one.url), home=tmp_path)
        assert await answers(settings)
        content = content_of(settings)
        assert content is not None
        async with open_client(settings, settings.platform_url) as client:
            assert await ContentKeeper(settings, content, client)._fetch(CATALOGUE)
        assert set(one.requests) == {f"CONNECT {NAME}:443 HTTP/1.1"}
        told = " ".join(one.headers).lower()
        assert "authorization" not in told and "kiosk" not in told
        for secret in (b"server_time", b"GET /v1", b"TEST-0001", b"catalogue"):
            assert secret not in one.seen


async def test_without_the_gateway_the_name_leads_nowhere(platform: Settings) -> None:
    """So the test above was no accident: nothing but the gateway knows the way."""
    assert not await answers(behind(platform, ""))
    async with gateway({}) as one:
        assert not await answers(behind(platform, one.url))
        assert one.requests


async def test_a_gateway_that_wants_a_password_gets_it_and_nobody_else_hears_it(platform: Settings) -> None:
    async with gateway(where(platform)) as one:
        one.password = base64.b64encode(b"terminal:geheim").decode().lower()
        assert not await answers(behind(platform, one.url))
        assert await answers(behind(platform, one.url.replace("//", "//terminal:geheim@")))
        assert b"geheim" not in one.seen


async def test_a_gateway_that_opens_tls_is_no_platform(platform: Settings, tmp_path: Path) -> None:
    """A certificate of another authority, though it bears the right name."""
    pair = Authority.open(tmp_path).server([NAME])
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pair.certificate, pair.key)
    heard: list[bytes] = []

    async def pretend(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(100))
        writer.close()

    server = await asyncio.start_server(pretend, "127.0.0.1", 0, ssl=context)
    async with server, gateway({f"{NAME}:443": server.sockets[0].getsockname()}) as one:
        assert not await answers(behind(platform, one.url))
        assert one.requests and not any(heard)


@pytest.mark.parametrize("through", [False, True])
async def test_proxies_of_the_environment_do_not_count(
    platform: Settings, monkeypatch: pytest.MonkeyPatch, through: bool
) -> None:
    async with gateway(where(platform)) as trap, gateway(where(platform)) as one:
        for name in ENVIRONMENT:
            monkeypatch.setenv(name, trap.url)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        assert await answers(behind(platform, one.url) if through else platform)
        await asyncio.sleep(0)
        assert not trap.requests
        assert bool(one.requests) is through


@pytest.mark.parametrize(
    "proxy", ["gateway:3128", "https://gateway:3128", "http://gateway", "http://:3128", "http://a:b@", "socks5://a:1",
              "http://user:geheim@gateway:x", "http://gateway:3128/path", "http://gateway:0"],
)  # fmt: skip
def test_an_address_that_is_none_is_said_in_one_sentence_without_its_password(platform: Settings, proxy: str) -> None:
    with pytest.raises(BadSettings) as refused:
        Platform.open(behind(platform, proxy))
    assert "\n" not in str(refused.value) and "geheim" not in str(refused.value)


def test_it_is_a_setting_like_others(tmp_path: Path) -> None:
    (tmp_path / "terminal.env").write_text("KIOSK_PROXY=http://192.0.2.1:3128\n", encoding="utf-8")
    assert Settings.load(str(tmp_path), {}).proxy == "http://192.0.2.1:3128"
