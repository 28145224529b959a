"""`kiosk sandbox`: what it writes for terminals, and bad input in one line."""

from __future__ import annotations

import signal
import socket
import sqlite3
import subprocess
from pathlib import Path

import httpx
import pytest

from kiosk.__main__ import main
from kiosk.settings import Settings, read_env
from tests.limits import LIMIT_S
from tests.provisioning.services import KIOSK, Service, client, post, refusal, sandbox, seal_submission


def test_a_terminal_finds_everything_in_its_file(platform: Service) -> None:
    settings = Settings.load(str(platform.home), {})
    assert settings.terminal_id == "TEST-0001"
    assert settings.platform_url == platform.address
    for path in (settings.platform_ca, settings.terminal_cert, settings.terminal_key, settings.sealing_key):
        assert path is not None
        assert path.is_file()
        assert path.stat().st_mode & 0o077 == 0


def test_what_others_wrote_into_the_file_stays(tmp_path: Path) -> None:
    (tmp_path / "terminal.env").write_text("# ours\nKIOSK_SITE_NAME=测试站点\nKIOSK_PLATFORM_URL=https://old\n")
    with sandbox(tmp_path, "--terminal", "JLP-0137") as service:
        lines = (tmp_path / "terminal.env").read_text().splitlines()
        assert lines[:3] == ["# ours", "KIOSK_SITE_NAME=测试站点", f"KIOSK_PLATFORM_URL={service.address}"]
        assert read_env(tmp_path / "terminal.env")["KIOSK_TERMINAL_ID"] == "JLP-0137"
        assert service.stop(signal.SIGINT) == 0


@pytest.mark.parametrize("address", ["nonsense", "127.0.0.1:99999", "127.0.0.1:x", ":0", "192.0.2.1:0"])
def test_a_bad_address_is_named(tmp_path: Path, address: str) -> None:
    said = refusal("sandbox", "serve", "--listen", address, "--home", str(tmp_path))
    assert address in said


def test_a_busy_port_is_named_in_one_line_without_a_traceback(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        command = [*KIOSK, "sandbox", "serve", "--listen", address, "--home", str(tmp_path)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=LIMIT_S)
    assert done.returncode == 1
    assert done.stderr == f"kiosk sandbox serve: {address} cannot be listened on: Address already in use\n"


def test_the_open_page_is_not_served_to_others(tmp_path: Path) -> None:
    serve = ("sandbox", "serve", "--listen", "127.0.0.1:0", "--home", str(tmp_path))
    assert "loopback" in refusal(*serve, "--operator-listen", "0.0.0.0:0")


def test_a_home_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    file, missing = str(tmp_path / "file"), str(tmp_path / "missing")
    assert file in refusal("sandbox", "serve", "--listen", "127.0.0.1:0", "--home", file)
    assert missing in refusal("sandbox", "submissions", "--json", "--home", missing)
    assert missing in refusal("sandbox", "fault", "slow", "--home", missing)
    assert refusal("sandbox", "reconcile", "--home", missing).startswith("kiosk sandbox reconcile: ")


@pytest.mark.parametrize("command", [("reconcile", "--day", "2026-11-21"), ("submissions",), ("ratings",)])
def test_a_database_that_is_none_is_one_sentence(tmp_path: Path, command: tuple[str, ...]) -> None:
    """Whoever copied half a file off another machine reads what is wrong, not a traceback."""
    folder = tmp_path / "sandbox"
    folder.mkdir()
    (folder / "platform.sqlite").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    said = refusal("sandbox", *command, "--home", str(tmp_path))
    assert said.startswith(f"kiosk sandbox {command[0]}: ") and said.count("\n") <= 1


def test_a_database_without_what_is_asked_for_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "sandbox").mkdir()
    database = sqlite3.connect(tmp_path / "sandbox" / "platform.sqlite")
    database.execute("CREATE TABLE payment_lines (other TEXT)")
    database.close()
    for command in (("reconcile",), ("submissions",)):
        assert refusal("sandbox", *command, "--home", str(tmp_path)).startswith(f"kiosk sandbox {command[0]}: ")


def test_a_fault_that_there_is_not_is_named(platform: Service) -> None:
    assert "drop-answer" in refusal("sandbox", "fault", "explode", "--home", str(platform.home))


def test_faults_are_set_and_ended_by_command(platform: Service, http: httpx.Client) -> None:
    assert main(["sandbox", "fault", "error", "--path", "/v1/health", "--home", str(platform.home)]) == 0
    assert http.get("/v1/health").status_code == 500
    assert main(["sandbox", "fault", "off", "--home", str(platform.home)]) == 0
    assert http.get("/v1/health").status_code == 200


def test_the_operators_page_lists_cases_and_no_content(platform: Service) -> None:
    with client(platform) as terminal:
        number = post(terminal, seal_submission(platform.home, content={"answers": {"phone": "13900000000"}})).json()[
            "number"
        ]
    for path in ("", "table"):
        page = httpx.get(platform.page + path)
        assert page.status_code == 200
        assert number[31:39] in page.text
        assert "异地就医备案" in page.text
        assert "13900000000" not in page.text
    assert "样例目录" in httpx.get(platform.page).text


def test_another_sites_page_cannot_set_a_fault(platform: Service) -> None:
    """A browser sends a form or a plain text to any address without asking."""
    answer = httpx.post(f"{platform.page}faults", content='{"fault": "error"}', headers={"Content-Type": "text/plain"})
    assert answer.status_code == 400
    assert httpx.get(f"{platform.page}faults").json() == {"fault": None}
