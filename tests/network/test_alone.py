"""A terminal in a network without internet asks for nobody but the addresses of its settings."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.limits import LIMIT_S
from tests.network.alone import Asked, Capture, in_a_network_alone, watched

PROGRAMS = {"nice", Path(sys.executable).name}
"""What agent and assembly start: the directory's index and the spelling of names."""


def _alone(work):  # type: ignore[no-untyped-def]
    try:
        return in_a_network_alone(work)
    except OSError as error:
        pytest.skip(f"no network namespace can be made here: {error}")


def _looked_round(home: Path) -> Asked:
    seen = home / "seen"

    def until_seen(running: list[subprocess.Popen[bytes]]) -> None:
        ends = time.monotonic() + 2 * LIMIT_S
        while not seen.exists():
            assert running[0].poll() is None and time.monotonic() < ends, (home / "terminal.log").read_text("utf-8")
            time.sleep(0.05)

    return watched(home, [[sys.executable, "-m", "tests.network.terminal", str(seen)]], until_seen)


def test_nobody_but_the_declared_addresses_is_ever_asked(tmp_path: Path) -> None:
    asked = _alone(lambda: _looked_round(tmp_path))
    assert asked.undeclared == [], asked.log
    assert asked.places == asked.declared, "platform and fleet service were asked, and the recorder saw it"
    assert asked.programs <= PROGRAMS, "nothing is started that could ask somebody"


def test_whoever_else_is_asked_is_seen(tmp_path: Path) -> None:
    """By address, and past Python's own calls: the packets themselves."""
    program = (
        "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b'x', ('192.0.2.53', 53));"
        "t = socket.socket(); t.settimeout(0.3);"
        "t.connect_ex(('198.51.100.7', 443))"
    )

    def strayed() -> set[str]:
        capture = Capture()
        subprocess.run([sys.executable, "-c", program], check=True)
        ends = time.monotonic() + LIMIT_S
        while len(capture.outside) < 2 and time.monotonic() < ends:
            time.sleep(0.02)
        capture.close()
        return capture.outside

    assert _alone(strayed) >= {"192.0.2.53:53", "198.51.100.7:443"}
