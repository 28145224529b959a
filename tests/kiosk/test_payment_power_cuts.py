"""The terminal's process is killed (SIGKILL) at every step of a payment, against the sandbox's own process: at most one
charge, nothing that stays open, and terminal and bank of one opinion."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.limits import LIMIT_S
from tests.provisioning.services import Service, sandbox


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with sandbox(tmp_path_factory.mktemp("sandbox")) as service:
        yield service


@pytest.fixture
def home(tmp_path: Path, platform: Service) -> Path:
    written = (platform.home / "terminal.env").read_text(encoding="utf-8")
    (tmp_path / "terminal.env").write_text(written, encoding="utf-8")
    for name in ("authority", "sandbox"):  # paths in the file are relative to it, or absolute: both work
        (tmp_path / name).symlink_to(platform.home / name)
    return tmp_path


def process(home: Path, *how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.kiosk.paying_process", str(home), *how]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def killed_at(home: Path, code: str, where: str) -> None:
    """The process gets as far as this step, and no further."""
    with process(home, "pay", code) as paying:
        assert paying.stdout is not None and paying.stdin is not None
        try:
            for line in paying.stdout:
                if line.strip() == where:
                    return
                paying.stdin.write("\n")
                paying.stdin.flush()
            raise AssertionError(f"it never came to {where}")
        finally:
            paying.kill()


def after_restart(home: Path) -> list[str]:
    """The states in the journal, once the terminal says that nothing is open."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.kiosk.paying_process", str(home), "settle"],
        capture_output=True, text=True, timeout=LIMIT_S, check=True,
    )  # fmt: skip
    return ended.stdout.split()


def bank(platform: Service, query: str) -> list[Any]:
    with sqlite3.connect(platform.home / "sandbox/platform.sqlite") as database:
        return [row[0] for row in database.execute(query)]


def payer_code(platform: Service) -> str:
    answer = httpx.post(f"{platform.page}bank/codes", json={"payer": "pays", "app": "alipay"}, trust_env=False)
    return str(answer.json()["code"])


@pytest.mark.parametrize(
    ("where", "charged", "journal"),
    [
        ("nothing", 0, []),
        ("written", 0, ["closed"]),
        ("made", 0, ["closed"]),
        ("noted", 0, ["closed"]),
        ("charged", 1, ["paid"]),
        ("settled", 1, ["paid"]),
    ],
)
def test_killed_at_every_step(platform: Service, home: Path, where: str, charged: int, journal: list[str]) -> None:
    refund_all(platform)
    before = len(bank(platform, "SELECT id FROM movements WHERE kind = 'charge'"))
    killed_at(home, payer_code(platform), where)
    assert after_restart(home) == journal
    assert len(bank(platform, "SELECT id FROM movements WHERE kind = 'charge'")) - before == charged
    assert bank(platform, "SELECT key FROM orders WHERE state IN ('created', 'paying')") == []


def test_paid_by_the_citizens_telephone_while_the_terminal_was_dark(platform: Service, home: Path) -> None:
    refund_all(platform)
    killed_at(home, payer_code(platform), "noted")
    (key,) = bank(platform, "SELECT key FROM orders WHERE state = 'created'")
    answer = httpx.post(f"{platform.page}bank/orders/{key}", json={"do": "pay"}, trust_env=False)
    assert answer.json()["state"] == "paid"
    assert after_restart(home) == ["paid"]
    assert bank(platform, f"SELECT kind FROM movements WHERE key = '{key}'") == ["charge"]


def refund_all(platform: Service) -> None:
    """So that the same bills are owed again."""
    for key in bank(platform, "SELECT key FROM orders WHERE state = 'paid'"):
        httpx.post(f"{platform.page}bank/orders/{key}", json={"do": "refund"}, trust_env=False)
