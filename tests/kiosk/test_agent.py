"""The agent tells the truth about the terminal, says nothing about citizens, and stops when it is asked to."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

import provisioning.fleet
from drivers.status import DeviceState, Paper, PrinterStatus
from kiosk.agent import agent
from kiosk.agent.heartbeat import STALE_PAINT_S, heartbeat, state_of
from kiosk.run_files import UiState, device_state, write_state
from kiosk.settings import Settings
from offline_cache.clock import boottime
from offline_cache.outbox import Outbox
from offline_cache.phase import Phase, UploaderState
from provisioning.authority import Authority, Pair
from tests.limits import LIMIT_S
from tests.offline_cache.hands import hand_in

SCHEMA = json.loads((Path(provisioning.fleet.__file__).parent / "heartbeat.schema.json").read_text())


def paint(home: Path, seconds_ago: float) -> None:
    (home / "run").mkdir(exist_ok=True)
    (home / "run/painted").write_text(f"{boottime() - seconds_ago:.1f}\n")


def test_a_window_that_paints_no_more_is_down_whatever_it_said_last(tmp_path: Path) -> None:
    assert state_of(tmp_path) == ("ui_down", None)
    write_state(tmp_path, UiState("idle", ()))
    paint(tmp_path, 1)
    assert state_of(tmp_path)[0] == "idle"
    paint(tmp_path, STALE_PAINT_S + 5)
    assert state_of(tmp_path)[0] == "ui_down"
    (tmp_path / "run/painted").write_text(f"{boottime() + 1000}")  # of an earlier boot
    assert state_of(tmp_path)[0] == "ui_down"
    paint(tmp_path, 1)
    (tmp_path / "run/state.json").write_text("{half")
    assert state_of(tmp_path)[0] == "ui_down"


def test_a_heartbeat_is_of_the_form_that_the_fleet_service_takes(tmp_path: Path) -> None:
    printer = device_state("receipt_printer", PrinterStatus(DeviceState.ONLINE, Paper.LOW))
    write_state(tmp_path, UiState("visit", (printer,)))
    paint(tmp_path, 2)
    outbox = Outbox.open(tmp_path / "outbox", margin=0)
    refused = UploaderState(Phase.REFUSED, "403 terminal-blocked")
    first = heartbeat(Settings(home=tmp_path), outbox, "sample-1", refused)
    jsonschema.validate(first, SCHEMA)
    assert first["devices"] == [
        {"name": "receipt_printer", "device": "online", "secondary": {"paper": "low", "head": "ok"}}
    ]
    assert (first["state"], first["outbox"]["waiting"]) == ("visit", 0)
    assert (first["outbox"]["phase"], first["outbox"]["detail"]) == ("refused", "403 terminal-blocked")
    assert first["hours"] == "00:00-24:00"
    mall = Settings(home=tmp_path, site_profile="mall", site_hours="09:30-21:30")
    assert heartbeat(mall, outbox, "sample-1", refused)["hours"] == "09:30-21:30"
    threading.Event().wait(0.002)
    assert heartbeat(Settings(home=tmp_path), outbox, "sample-1", refused)["seq"] > first["seq"]
    outbox.close()


def test_a_disk_that_cannot_be_asked_is_told_and_no_silence(tmp_path: Path) -> None:
    # Guards against: one error of the disk ends the agent, and with it the uploader that waits for the disk.
    outbox = Outbox.open(tmp_path / "outbox", margin=0)
    database = tmp_path / "outbox/outbox.sqlite3"
    with contextlib.closing(Outbox.open(tmp_path / "outbox", margin=0)) as other:
        hand_in(other)  # what was read before is read again
    os.truncate(database, 100)  # as a disk does that has lost what it was told
    os.truncate(database.with_name("outbox.sqlite3-wal"), 0)
    beat = heartbeat(Settings(home=tmp_path), outbox, "sample-1", UploaderState(Phase.IDLE))
    jsonschema.validate(beat, SCHEMA)
    assert beat["outbox"]["phase"] == "disk" and beat["outbox"]["waiting"] is None
    outbox.close()


class Fleet(BaseHTTPRequestHandler):
    beats: list[dict[str, Any]]
    heard: threading.Event

    def do_POST(self) -> None:
        self.beats.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.heard.set()
        body = b'{"server_time": "2026-11-22T02:24:05Z", "next_interval_s": 60}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


def test_the_process_gets_ready_beats_and_stops_on_sigterm(tmp_path: Path) -> None:
    Fleet.beats, Fleet.heard = [], threading.Event()
    fleet = HTTPServer(("127.0.0.1", 0), Fleet)
    threading.Thread(target=fleet.serve_forever, daemon=True).start()
    supervisor = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    supervisor.bind(str(tmp_path / "notify"))
    supervisor.settimeout(LIMIT_S)
    environment = {
        **os.environ,
        "NOTIFY_SOCKET": str(tmp_path / "notify"),
        "KIOSK_FLEET_URL": f"http://127.0.0.1:{fleet.server_port}",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "agent", "--home", str(tmp_path)],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert supervisor.recv(64) == b"READY=1"
        assert Fleet.heard.wait(LIMIT_S)
        assert Fleet.beats[0]["state"] == "ui_down"
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=LIMIT_S)
        assert process.returncode == 0
        assert "Traceback" not in said
    finally:
        process.kill()
        fleet.shutdown()
        fleet.server_close()
        supervisor.close()


def test_a_new_certificate_is_used_without_anybody_starting_the_agent_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Guards against: enrolled again, and refused until somebody thinks of switching it off and on.
    monkeypatch.setattr(agent, "CERTIFICATE_S", 0.05)
    authority = Authority.open(tmp_path / "authority")
    first, second = authority.terminal("TEST-0001"), authority.terminal("TEST-0002")
    here = {name: tmp_path / name for name in ("certificate", "key")}

    def put(pair: Pair) -> None:
        for name, path in here.items():
            path.write_bytes(getattr(pair, name).read_bytes())

    put(first)
    settings = Settings(home=tmp_path, terminal_cert=here["certificate"], terminal_key=here["key"])
    outbox = Outbox.open(tmp_path / "outbox", margin=0)
    looks: list[tuple[bytes | None, ...]] = []
    look = agent._certificate_of

    def looking(settings: Settings) -> tuple[bytes | None, ...]:
        looks.append(look(settings))
        return looks[-1]

    monkeypatch.setattr(agent, "_certificate_of", looking)

    async def run() -> int:
        serving = asyncio.create_task(agent.serve(settings, outbox, "sample-1"))
        async with asyncio.timeout(LIMIT_S):
            while len(looks) < 3:
                await asyncio.sleep(0.01)
        assert not serving.done(), "nothing has changed"
        put(second)
        return await asyncio.wait_for(serving, LIMIT_S)

    assert asyncio.run(run()) == 1  # the supervisor starts it anew
    outbox.close()


def test_a_certificate_that_is_replaced_while_the_agent_starts_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Guards against: the connections have the old one, the watch has seen the new one only, and so nothing changes.
    monkeypatch.setattr(agent, "CERTIFICATE_S", 0.05)
    here = {name: tmp_path / name for name in ("certificate", "key")}
    for path in here.values():
        path.write_bytes(b"first")
    settings = Settings(
        home=tmp_path, fleet_url="https://fleet.invalid", terminal_cert=here["certificate"], terminal_key=here["key"]
    )
    outbox = Outbox.open(tmp_path / "outbox", margin=0)

    def opened(*_: object) -> httpx.AsyncClient:
        here["certificate"].write_bytes(b"second")
        return httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(503)))

    monkeypatch.setattr(agent, "open_client", opened)

    async def run() -> int:
        return await asyncio.wait_for(agent.serve(settings, outbox, "sample-1"), LIMIT_S)

    assert asyncio.run(run()) == 1
    outbox.close()


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"KIOSK_HEARTBEAT_S": "soon"}, "KIOSK_HEARTBEAT_S"),
        ({"KIOSK_PLATFORM_URL": "ftp://platform.invalid"}, "https"),
        ({"KIOSK_PLATFORM_URL": "https://platform.invalid", "KIOSK_CATALOGUE": "gone"}, "gone"),
    ],
)
def test_bad_settings_are_one_line(tmp_path: Path, environment: dict[str, str], word: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "kiosk", "agent", "--home", str(tmp_path)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert result.returncode != 0
    assert word in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
