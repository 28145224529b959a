"""Guards against a traceback, a silent failure or a wall of text where a person mistypes a command."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = ["agent", "bench", "catalogue", "demo", "device", "fleet", "outbox", "payments", "sandbox", "ui"]


def kiosk(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("KIOSK_")} | environment
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *words], check=False, capture_output=True, text=True, env=clean, timeout=60
    )


def one_clear_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = done.stderr.strip().splitlines()
    assert done.returncode not in (0, None), done.stdout
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    return lines[0]


def test_help_names_every_command() -> None:
    done = kiosk("--help")
    assert done.returncode == 0
    assert all(command in done.stdout for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example(command: str) -> None:
    done = kiosk(command, "--help")
    assert done.returncode == 0
    assert "example" in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_option_is_said_in_one_line(command: str) -> None:
    one_clear_line(kiosk(command, "--no-such-option"))


def test_no_command_and_an_unknown_one() -> None:
    assert "COMMAND" in one_clear_line(kiosk())
    assert "fly" in one_clear_line(kiosk("fly"))


@pytest.mark.parametrize(
    "words",
    [
        ("demo", "--geometry", "wide"),
        ("demo", "--port", "99999"),
        ("demo", "--home", "/proc/nothing-can-be-made-here"),
        ("ui", "--geometry", "0x0"),
        ("sandbox", "serve", "--listen", "nowhere", "--home", "{home}"),
        ("sandbox", "serve", "--listen", "127.0.0.1:99999", "--home", "{home}"),
        ("fleet", "serve", "--listen", "nowhere", "--board", "127.0.0.1:0", "--home", "{home}"),
        ("bench", "--listen", "nowhere", "--home", "{home}"),
        ("bench", "--screen", "nowhere", "--home", "{home}"),
        ("catalogue", "check", "--file", "/no/such/folder"),
        ("catalogue", "show", "XX99"),
        ("outbox", "show", "no-such-record", "--home", "{home}"),
        ("outbox", "add", "--item", "YB04", "--form", "/no/such/file", "--home", "{home}"),
        ("payments", "list", "--home", "{home}"),
        ("payments", "reconcile", "--bank", "/no/such/file", "--home", "{home}"),
        ("device", "status", "--home", "{home}"),
        ("agent", "--home", "{home}"),
    ],
)
def test_bad_values_are_said_in_one_line(words: tuple[str, ...], tmp_path: Path) -> None:
    one_clear_line(kiosk(*(word.replace("{home}", str(tmp_path)) for word in words)))


def test_bad_settings_name_the_variable(tmp_path: Path) -> None:
    (tmp_path / "terminal.env").write_text("KIOSK_HEARTBEAT_S=often\n")
    assert "KIOSK_HEARTBEAT_S" in one_clear_line(kiosk("agent", "--home", str(tmp_path)))


def test_a_busy_port_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = one_clear_line(kiosk("sandbox", "serve", "--listen", f"127.0.0.1:{port}", "--home", str(tmp_path)))
    assert str(port) in line
