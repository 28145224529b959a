"""A whole terminal, its platform and its fleet service in a network of their own, which leads nowhere else.

In a new network namespace everything that is not this machine is routed to its own loopback, where all packets are
captured: whoever is asked besides is seen, by name resolution as well, whatever library asks.

`python -m tests.network.alone` does so with the real window (`make prove`).
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar

from drivers.card_reader.namespaces import run_in_new
from tests.provisioning.services import Service, start

T = TypeVar("T")
SIOCADDRT, RTF_UP = 0x890B, 0x1  # linux/sockios.h, linux/route.h
ETH_P_ALL = 0x0003  # linux/if_ether.h
PRINTER = "127.0.0.1:9100"  # in a network of its own every port is free; nobody listens there
DEVICES = '[receipt_printer]\nhost = "{}"\nport = {}\n[id_card_reader]\npath = "/dev/none"\n'
RECORDER = Path(__file__).with_name("recorder")


@dataclass
class Asked:
    """What was asked for. `outside`: the destinations of packets that are not of this machine."""

    declared: set[str] = field(default_factory=set)  # host:port, as the terminal's settings name them
    names: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    programs: set[str] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)
    log: str = ""

    @property
    def undeclared(self) -> list[str]:
        """Everything that the settings do not name."""
        hosts = {place.rpartition(":")[0] for place in self.declared}
        return sorted({*(self.names - hosts), *(self.places - self.declared), *self.outside})


def in_a_network_alone(work: Callable[[], T]) -> T:
    """Run `work` on a thread in such a namespace. Raises `OSError` where none can be made."""

    failed: list[Exception] = []

    def there() -> T | None:
        _route_everything_to_loopback()
        try:
            return work()
        except Exception as error:  # not of the namespace: told to who called, not to the thread
            failed.append(error)
            return None

    outcome = run_in_new(there)
    if failed:
        raise failed[0]
    return outcome  # type: ignore[return-value]


def _route_everything_to_loopback() -> None:
    """`ip route add default dev lo`, by the old call: iproute2 need not be there."""
    device = ctypes.create_string_buffer(b"lo")
    anywhere = struct.pack("HH12x", socket.AF_INET, 0)  # sockaddr_in of 0.0.0.0
    request = struct.pack(
        "L16s16s16sHhLPhPLLH6x", 0, anywhere, anywhere, anywhere, RTF_UP, 0, 0, 0, 0, ctypes.addressof(device), 0, 0, 0
    )
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCADDRT, request)


class Capture:
    """Every IPv4 packet of the namespace's loopback, as a packet socket sees it."""

    def __init__(self) -> None:
        self.outside: set[str] = set()
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        self._socket.bind(("lo", 0))
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._ends = False
        self._thread.start()

    def _listen(self) -> None:
        while not self._ends:
            if not select.select([self._socket], [], [], 0.05)[0]:
                continue
            packet = self._socket.recv(200)
            if len(packet) < 34 or packet[12:14] != b"\x08\x00":  # IPv4, behind an Ethernet header
                continue
            there = ip_address(packet[30:34])
            if not there.is_loopback:
                head = 14 + (packet[14] & 15) * 4
                port = int.from_bytes(packet[head + 2 : head + 4], "big")
                self.outside.add(f"{there}:{port}")

    def close(self) -> None:
        self._ends = True
        self._thread.join()
        self._socket.close()


def watched(home: Path, commands: list[list[str]], done: Callable[[list[subprocess.Popen[bytes]]], None]) -> Asked:
    """Start platform and fleet service, then the terminal's `commands` with the recorder, until `done` returns.

    Is to be run in such a namespace."""
    asked = Asked()
    record = home / "asked.jsonl"
    capture = Capture()
    with ExitStack() as closing:
        closing.callback(capture.close)
        platform = start(home, "sandbox", "serve", "--listen", "127.0.0.1:0", lines=2)
        closing.callback(_stop, platform)
        fleet = start(home, "fleet", "serve", "--listen", "127.0.0.1:0", "--board", "127.0.0.1:0", lines=2)
        closing.callback(_stop, fleet)
        asked.declared = {one.address.removeprefix("https://") for one in (platform, fleet)}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")} | {
            "KIOSK_HOME": str(home),
            "KIOSK_FLEET_URL": fleet.address,
            "PYTHONPATH": os.pathsep.join([str(RECORDER), str(Path.cwd())]),
            "NETWORK_RECORD": str(record),
            "SDL_VIDEODRIVER": "offscreen",
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }
        asked.declared.add(PRINTER)
        (home / "devices.toml").write_text(DEVICES.format(*PRINTER.split(":")), encoding="utf-8")
        log = closing.enter_context((home / "terminal.log").open("wb"))
        running = [subprocess.Popen(one, env=environment, stdout=log, stderr=log) for one in commands]
        for process in running:
            closing.callback(_end, process)
        done(running)
    for line in record.read_text(encoding="utf-8").splitlines() if record.exists() else ():
        kind, what = json.loads(line)
        {"name": asked.names, "place": asked.places, "program": asked.programs}[kind].add(str(what))
    asked.outside = capture.outside
    asked.log = (home / "terminal.log").read_text(encoding="utf-8", errors="replace")
    return asked


def _stop(service: Service) -> None:
    if service.process.poll() is None:
        service.stop()


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main() -> int:
    """The real window and the real agent for a minute."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    kiosk = [sys.executable, "-m", "kiosk"]
    commands = [[*kiosk, "agent"], [*kiosk, "ui", "--geometry", "1080x1920"]]

    def wait(running: list[subprocess.Popen[bytes]]) -> None:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            if any(one.poll() is not None for one in running):
                raise SystemExit("a process of the terminal ended")
            time.sleep(0.2)

    with tempfile.TemporaryDirectory(dir="/tmp") as where:
        asked = in_a_network_alone(lambda: watched(Path(where), commands, wait))
    print(f"declared   {', '.join(sorted(asked.declared))}")
    print(f"names      {', '.join(sorted(asked.names))}")
    print(f"places     {', '.join(sorted(asked.places))}")
    print(f"programs   {', '.join(sorted(asked.programs))}")
    print(f"undeclared {', '.join(asked.undeclared) or 'none'}")
    return 0 if asked.places == asked.declared and not asked.undeclared else 1


if __name__ == "__main__":
    sys.exit(main())
