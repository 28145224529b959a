"""Operators see what is so: the server judges, and nothing late or foreign changes a terminal's state."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from kiosk.settings import read_env
from provisioning.fleet.application import ago
from provisioning.fleet.gathering import Gathering
from provisioning.fleet.heartbeat import Heartbeat, read
from provisioning.fleet.standing import State, judge
from provisioning.fleet.store import FleetStore
from tests.limits import LIMIT_S
from tests.provisioning.services import TERMINAL, client, fleet, printed, problem, refusal, sandbox

BEAT: dict[str, Any] = {
    "terminal": TERMINAL,
    "boot_id": "run-a",
    "seq": 1,
    "sent_at": "2026-11-22T02:24:05Z",
    "version": "0.1.0",
    "state": "idle",
    "painted_s_ago": 0.1,
    "uptime_s": 100,
    "outbox": {"waiting": 0, "parked": 0, "oldest_s": 0},
    "devices": [{"name": "receipt_printer", "device": "online", "secondary": "full"}],
    "disk_free_mb": 9000,
    "memory_mb": 300,
    "catalogue": "sample-1",
}


def beat(**changes: Any) -> Heartbeat:
    return read(BEAT | changes)


@pytest.mark.parametrize(
    ("age", "state"),
    [(0, State.ONLINE), (150, State.ONLINE), (151, State.STALE), (300, State.STALE), (301, State.OFFLINE)],
)
def test_silence_is_judged_by_intervals(age: float, state: State) -> None:
    assert judge(beat(), age, 60).state is state


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"devices": [{"name": "scanner", "device": "noDevice", "secondary": None}]}, "Code scanner: unplugged"),
        ({"devices": [{"name": "receipt_printer", "device": "online", "secondary": "out"}]}, "out of paper"),
        ({"devices": [{"name": "face_camera", "device": "online", "secondary": {"camera": "inop"}}]}, "Face camera"),
        ({"devices": [{"name": "card_reader", "device": "starting"}]}, "not ready yet"),
        ({"outbox": {"waiting": 0, "parked": 2, "oldest_s": 0}}, "2 parked"),
        (
            {"outbox": {"waiting": 7, "phase": "refused", "detail": "403 terminal-blocked"}},
            "again (403 terminal-blocked)",
        ),
        ({"outbox": {"waiting": None, "phase": "disk", "detail": "failing"}}, "disk fails"),
        ({"state": "ui_down"}, "screen program"),
        ({"state": "out_of_order"}, "out of order"),
    ],
)
def test_what_needs_a_person_is_named(changes: dict[str, Any], cause: str) -> None:
    standing = judge(beat(**changes), 1, 60)
    assert standing.state is State.ATTENTION
    assert any(cause in one.en for one in standing.causes)
    assert all(one.zh for one in standing.causes)


@pytest.mark.parametrize(
    "changes",
    [
        {"devices": [{"name": "receipt_printer", "device": "deviceBusy", "secondary": "low"}]},
        {"state": "starting", "devices": [{"name": "card_reader", "device": "starting"}]},
        {"outbox": {"waiting": 7, "parked": 0, "oldest_s": 60}},
        {"outbox": {"waiting": 7, "parked": 0, "oldest_s": 60, "phase": "offline", "detail": "ConnectError"}},
        {"devices": []},
    ],
)
def test_what_mends_itself_is_no_alarm(changes: dict[str, Any]) -> None:
    assert judge(beat(**changes), 1, 60).state is State.ONLINE


def test_a_late_heartbeat_never_overwrites_a_newer_one(tmp_path: Path) -> None:
    store = FleetStore.open(tmp_path / "fleet.sqlite", 60, 1000)
    assert store.take(beat(seq=5, state="idle"), 1000)
    assert not store.take(beat(seq=4, state="ui_down"), 1060)  # late
    assert not store.take(beat(seq=5, state="ui_down"), 1060)  # again
    assert store.take(beat(boot_id="run-b", seq=0, state="visit"), 1120)  # a new run begins at 0
    assert not store.take(beat(seq=99, state="ui_down"), 1130)  # late, of the run before
    (terminal,) = store.terminals(1140)
    assert (terminal.heartbeat.boot_id, terminal.heartbeat.state) == ("run-b", "visit")
    assert terminal.age_s == 20
    history = store.database.execute("SELECT run, seq, late FROM history ORDER BY id").fetchall()
    assert [tuple(row) for row in history] == [(1, 5, 0), (1, 4, 1), (2, 0, 0), (1, 99, 1)]
    store.close()


async def test_heartbeats_that_arrive_together_are_one_commit(tmp_path: Path) -> None:
    """A service that waits for the disk once a heartbeat hears fewer terminals than its processor could."""
    store = FleetStore.open(tmp_path / "fleet.sqlite", 60, 1000)
    commits: list[int] = []
    gathering = Gathering(store, lambda: commits.append(1) or 1000.0)  # type: ignore[func-returns-value]
    beats = [beat(terminal=f"K-{number}") for number in range(50)] + [beat(terminal="K-0", seq=0)]
    kept = await asyncio.gather(*map(gathering.take, beats))
    assert kept == [True] * 50 + [False]  # each has its own answer: the last was late
    assert len(commits) == 1
    assert len(store.terminals(1001)) == 50
    await gathering.take(beat(terminal="K-0", seq=7))
    assert len(commits) == 2


async def test_a_disk_that_fails_is_told_to_each_and_does_not_end_it(tmp_path: Path) -> None:
    store = FleetStore.open(tmp_path / "fleet.sqlite", 60, 1000)
    gathering = Gathering(store, lambda: 1000.0)
    store.database.execute("ALTER TABLE runs RENAME TO gone")
    failed = await asyncio.gather(gathering.take(beat()), gathering.take(beat(seq=2)), return_exceptions=True)
    assert all(isinstance(one, sqlite3.OperationalError) for one in failed)
    store.database.execute("ALTER TABLE gone RENAME TO runs")
    assert await gathering.take(beat(seq=3))


def test_what_the_contract_does_not_name_is_not_kept() -> None:
    heartbeat = beat(citizen="测试员甲", devices=[{"name": "scanner", "device": "online", "last_scan": "secret"}])
    assert "测试员甲" not in json.dumps(heartbeat.fields, ensure_ascii=False)
    assert "secret" not in json.dumps(heartbeat.fields)


def test_words_for_how_long_ago() -> None:
    assert [ago(seconds).en for seconds in (0, 119, 120, 7199, 7200, 172800)] == [
        "0 s ago",
        "119 s ago",
        "2 min ago",
        "119 min ago",
        "2 h ago",
        "2 d ago",
    ]


def test_the_service_takes_heartbeats_of_those_it_knows(tmp_path: Path) -> None:
    """One home for both services: the sandbox's terminal is known to the fleet service at once."""
    with sandbox(tmp_path), fleet(tmp_path, "--interval", "0.2") as service:
        assert read_env(tmp_path / "terminal.env")["KIOSK_FLEET_URL"] == service.address
        with client(service) as terminal:
            answer = terminal.post("/v1/heartbeats", json=BEAT | {"state": "visit"})
            assert answer.status_code == 200
            assert answer.json()["next_interval_s"] == 0.2
            assert problem(terminal.post("/v1/heartbeats", json=BEAT | {"terminal": "TEST-0009"}))[0] == 403
            for change in ({"seq": -1}, {"seq": "1"}, {"state": "fine"}, {"devices": [{}]}, {"boot_id": ""}):
                assert problem(terminal.post("/v1/heartbeats", json=BEAT | change)) == (400, "malformed")
        with client(service, None) as nobody:
            assert problem(nobody.post("/v1/heartbeats", json=BEAT)) == (401, "terminal-unknown")
        with client(service, TERMINAL, signer=tmp_path / "elsewhere") as stranger, pytest.raises(httpx.TransportError):
            stranger.post("/v1/heartbeats", json=BEAT)

        ends = time.monotonic() + LIMIT_S
        while 'class="state bad"' not in (page := httpx.get(service.page).text) and time.monotonic() < ends:
            time.sleep(0.05)
        assert TERMINAL in page
        assert '<span class="state bad">离线</span>' in page
        assert "样例目录" in page
        (line,) = printed(tmp_path, "fleet", "list")
        assert (line["terminal"], line["state"]) == (TERMINAL, "offline")
        assert service.stop() == 0
    (line,) = printed(tmp_path, "fleet", "list")  # also while the service is down
    assert line["heartbeat"]["version"] == "0.1.0"


def test_bad_input_is_named_in_one_line(tmp_path: Path) -> None:
    for arguments in (
        ("list", "--home", str(tmp_path / "missing")),
        ("serve", "--listen", "nonsense", "--home", str(tmp_path)),
        ("serve", "--listen", "127.0.0.1:0", "--board", "0.0.0.0:0", "--home", str(tmp_path)),
        ("serve", "--interval", "0", "--home", str(tmp_path)),
    ):
        assert refusal("fleet", *arguments).startswith(f"kiosk fleet {arguments[0]}: ")
