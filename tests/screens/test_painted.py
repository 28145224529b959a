"""Ready before anything was painted; a watchdog that is fed by a hung screen."""

import socket

import pytest

from kiosk.notify import notify
from screens.painted import Painted
from tests.limits import LIMIT_S


@pytest.fixture
def told(monkeypatch):
    monkeypatch.setenv("WATCHDOG_USEC", "20000000")
    monkeypatch.delenv("WATCHDOG_PID", raising=False)
    return []


def make(tmp_path, told):
    now = [50.0]
    asked = []
    painted = Painted(tmp_path / "run", lambda: asked.append(now[0]), lambda: now[0], lambda m: told.append(m) or True)
    return now, asked, painted


def test_ready_only_when_the_home_has_been_painted(tmp_path, told):
    now, _, painted = make(tmp_path, told)
    painted.frame()
    assert told == []
    assert not painted.ready
    painted.home_drawn()
    assert told == []  # drawn is not painted
    painted.frame()
    assert told[0].startswith("READY=1")
    now[0] += 1
    painted.frame()
    assert sum(message.startswith("READY=1") for message in told) == 1


def test_the_watchdog_is_fed_by_frames_and_by_nothing_else(tmp_path, told):
    now, asked, painted = make(tmp_path, told)
    painted.home_drawn()
    painted.frame()
    fed = told.count("WATCHDOG=1")
    for _ in range(30):
        now[0] += 1
        painted.tick()
    assert told.count("WATCHDOG=1") == fed  # no frame came: a hung window is not alive
    assert asked, "a still screen must be asked to paint itself again"
    painted.frame()
    assert told.count("WATCHDOG=1") == fed + 1


def test_a_still_screen_is_asked_in_time(tmp_path, told):
    now, asked, painted = make(tmp_path, told)
    painted.home_drawn()
    painted.frame()
    for _ in range(100):  # a frame follows each request, as the window does
        now[0] += 1
        before = len(asked)
        painted.tick()
        if len(asked) > before:
            painted.frame()
    assert told.count("WATCHDOG=1") >= 100 / 20


def test_the_file_tells_when_it_was_painted(tmp_path, told):
    now, _, painted = make(tmp_path, told)
    painted.frame()
    assert float((tmp_path / "run/painted").read_text()) == 50.0
    now[0] += 2
    painted.frame()
    assert float((tmp_path / "run/painted").read_text()) == 50.0  # at most every five seconds
    now[0] += 4
    painted.frame()
    assert float((tmp_path / "run/painted").read_text()) == 56.0
    assert painted.painted_s_ago == 0


def test_ready_reaches_a_real_socket(tmp_path, told, monkeypatch):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind("\0kiosk-test-" + tmp_path.name)
        channel.settimeout(LIMIT_S)
        monkeypatch.setenv("NOTIFY_SOCKET", "@kiosk-test-" + tmp_path.name)
        painted = Painted(tmp_path, lambda: None, lambda: 1.0, notify)
        painted.home_drawn()
        painted.frame()
        assert channel.recv(100).startswith(b"READY=1")
