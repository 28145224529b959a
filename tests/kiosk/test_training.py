"""A terminal in training reaches no real platform, whatever its files say, and nothing of it passes for real."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from drivers.commands.privacy import is_masked
from drivers.receipt_printer.document import Line, Receipt
from kiosk.contract.identity import BEGIN, Evidence
from kiosk.platform import Away, Platform, Refused, open_client
from kiosk.settings import BadSettings, Settings
from kiosk.terminal import Terminal
from kiosk.training.slips import MarkedPrinter
from provisioning.sandbox.application import Sandbox
from tests.kiosk.held_devices import HeldPrinter
from tests.kiosk.held_platform import HeldPlatform, served
from tests.kiosk.sandbox_stand import LoopbackPlatform
from tests.kiosk.stand import sample

REAL = {
    "KIOSK_TRAINING": "yes",
    "KIOSK_PLATFORM_URL": "https://platform.gov.invalid",
    "KIOSK_FLEET_URL": "https://fleet.gov.invalid:8444",
    "KIOSK_PLATFORM_CA": "ca.pem",
    "KIOSK_TERMINAL_ID": "CQ-0137",
    "KIOSK_TERMINAL_CERT": "terminal.pem",
    "KIOSK_PROXY": "http://gateway.gov.invalid:3128",
    "KIOSK_SITE_NAME": "测试站点",
    "KIOSK_VOICE": "voice",
}


def home_of(tmp_path: Path, own: dict[str, str], real: dict[str, str] | None = None) -> Path:
    for folder, values in ((tmp_path, REAL if real is None else real), (tmp_path / "training", own)):
        folder.mkdir(exist_ok=True)
        written = "".join(f"{name}={value}\n" for name, value in values.items())
        (folder / "terminal.env").write_text(written, encoding="utf-8")
    (tmp_path / "ca.pem").write_bytes(b"the real authority")
    return tmp_path


def test_it_has_a_home_and_a_trust_of_its_own_and_the_machines_devices(tmp_path: Path) -> None:
    own = {"KIOSK_PLATFORM_URL": "https://127.0.0.1:8443", "KIOSK_TERMINAL_ID": "TEST-0001"}
    environ = {"KIOSK_PLATFORM_URL": "https://platform.gov.invalid", "KIOSK_CONTENT_KEY": "real.pub"}
    settings = Settings.load(str(home_of(tmp_path, own)), environ)
    assert settings.training and settings.home == tmp_path / "training"
    assert settings.outbox == tmp_path / "training/outbox" and settings.devices == tmp_path / "devices.toml"
    assert (settings.platform_url, settings.terminal_id) == ("https://127.0.0.1:8443", "TEST-0001")
    assert settings.fleet_url == settings.proxy == "" and settings.platform_ca is settings.content_key is None
    assert settings.site_name == "测试站点" and settings.voice == tmp_path / "voice"
    assert Terminal(settings).stage.snapshot.site.training


@pytest.mark.parametrize(
    ("own", "why"),
    [
        ({}, "names no KIOSK_PLATFORM_URL"),
        ({"KIOSK_PLATFORM_URL": "https://platform.gov.invalid"}, "names the real platform"),
        ({"KIOSK_PLATFORM_URL": "https://PLATFORM.gov.invalid:443/"}, "names the real platform"),
        ({"KIOSK_PLATFORM_URL": "https://fleet.gov.invalid:8444"}, "names the real platform"),
        ({"KIOSK_PLATFORM_URL": "https://a.invalid", "KIOSK_FLEET_URL": REAL["KIOSK_FLEET_URL"]}, "the real platform"),
        ({"KIOSK_PLATFORM_URL": "https://a.invalid", "KIOSK_PLATFORM_CA": "../ca.pem"}, "authority of the real"),
    ],
)
def test_what_leads_to_the_real_platform_is_refused_at_the_start(tmp_path: Path, own: dict[str, str], why: str) -> None:
    with pytest.raises(BadSettings, match=why):
        Settings.load(str(home_of(tmp_path, own)), {})


async def test_a_platform_that_is_not_for_tests_is_asked_for_nothing(tmp_path: Path) -> None:
    """Also where its address was written into the training's own file by mistake."""
    async with served(HeldPlatform()) as real:
        settings = Settings.load(str(home_of(tmp_path, {"KIOSK_PLATFORM_URL": real.url})), {})
        platform = Platform.open(settings)
        evidence = Evidence(method="id_card", evidence={"id_number": "PLANTED"})
        assert isinstance(await platform.call(BEGIN, evidence), Away)
        assert not await platform.health()
        async with open_client(settings, settings.platform_url) as client:  # the agent's
            with pytest.raises(httpx.ConnectError):
                await client.post(f"{real.url}/v1/submissions", content=b"PLANTED")
        assert real.bodies == []
        await platform.close()
        usual = Platform.open(Settings(home=tmp_path, platform_url=real.url))
        assert not isinstance(await usual.call(BEGIN, evidence), Away), (
            "it is there, and it is the training that asks not"
        )
        await usual.close()


async def test_a_platform_for_tests_is_used(tmp_path: Path) -> None:
    (tmp_path / "sandbox").mkdir()
    sandbox = Sandbox.open(tmp_path / "sandbox", sample())
    async with served(LoopbackPlatform(sandbox)) as test:
        settings = Settings.load(str(home_of(tmp_path, {"KIOSK_PLATFORM_URL": test.url})), {})
        platform = Platform.open(settings)
        assert await platform.health()
        answer = await platform.call(BEGIN, Evidence(method="id_card", evidence={}))
        assert isinstance(answer, Refused), "it was asked, and said no to an empty card"
        await platform.close()
    sandbox.store.close()


async def test_every_slip_says_above_and_below_that_it_is_worth_nothing() -> None:
    real = HeldPrinter()
    printer = MarkedPrinter(real)
    assert printer.status is real.status and printer.name == "receipt_printer"
    await printer.print(Receipt((Line("受理回执"),)), 5.0, "job")
    lines = [block.text for block in real.receipts[0].blocks if isinstance(block, Line)]
    assert lines[:2] == lines[-2:] and "无效" in lines[0] and "NOT VALID" in lines[1]
    assert "受理回执" in lines and real.jobs == ["job"]


@pytest.mark.parametrize(
    ("training", "masked"), [("yes", False), ("1", False), ("true", False), ("no", True), ("", True)]
)
def test_devices_show_what_a_card_says_in_training_alone(tmp_path: Path, training: str, masked: bool) -> None:
    home = home_of(tmp_path, {}, REAL | {"KIOSK_TRAINING": training})
    assert is_masked(home, {}) is masked
