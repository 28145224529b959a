"""A whole visit at the real window, with the real agent: nothing of the citizen is in clear on the disk or the wire.

`python -m tests.faults.secrecy` (`make prove`) hands an application in while the platform is away, looks into every
file that was written, then lets the agent upload and listens to every packet of it. test_secrecy.py is the short form.
"""

from __future__ import annotations

import os
import re
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.end_to_end import visits
from tests.end_to_end.terminal import Terminal, eventually
from tests.faults.test_secrecy import in_base64, shapes

PERSON, NUMBER, NAME = "yi", "999999198512120028", "测试员乙"
TELEPHONE = "13800000000"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"  # how each page and each face begins, whatever is on it
PLANTED = {
    "number": {*shapes(NUMBER)},
    "name": {*shapes(NAME)},
    "telephone": {*shapes(TELEPHONE)},
    "page": {JPEG, *in_base64(JPEG)},
}


def found_in(content: bytes) -> list[str]:
    return [what for what, forms in PLANTED.items() if any(form in content for form in forms)]


class Listener:
    """Hears each packet that goes to or from a port on this machine."""

    def __init__(self, port: int) -> None:
        self._port = port.to_bytes(2, "big")
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))  # all protocols
        self._socket.bind(("lo", 0))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 2**20)
        self.heard: list[bytes] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            packet = self._socket.recv(70_000)
            if packet[23:24] == b"\x06" and self._port in (packet[34:36], packet[36:38]):  # TCP on IPv4 on Ethernet
                self.heard.append(packet[54:])


def written(folders: list[Path], since: dict[Path, int]) -> Iterator[tuple[str, bytes]]:
    """Every file that is new or another than before, by its name."""
    for folder in folders:
        for path in folder.rglob("*"):
            with suppress(OSError):
                if path.is_file() and since.get(path) != path.stat().st_mtime_ns:
                    yield str(path), path.read_bytes()


def hidden(home: Path) -> Iterator[tuple[str, bytes]]:
    """Files without a name that a process of this terminal holds open: what a temporary file often is."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if str(home).encode() not in (process / "environ").read_bytes() + (process / "cmdline").read_bytes():
                continue
            for descriptor in (process / "fd").iterdir():
                with suppress(OSError):
                    if descriptor.stat().st_nlink == 0 and descriptor.is_file():
                        yield f"{process.name} holds {descriptor.readlink()}", descriptor.read_bytes()


def look(terminal: Terminal, temporary: Path, since: dict[Path, int], when: str) -> list[str]:
    wrong, files, size = [], 0, 0
    for name, content in [*written([terminal.home, temporary], since), *hidden(terminal.home)]:
        files, size = files + 1, size + len(content)
        wrong += [f"{when}: {what} in {name}" for what in {*found_in(content), *found_in(os.fsencode(name))}]
    print(f"{when}: {files} files that were written, {size:,} bytes looked through", flush=True)
    assert size > 100_000, "nothing was kept"
    return wrong


def main() -> int:
    if not found_in(b"x" + NAME.encode("gb18030")) or not found_in(JPEG):
        raise AssertionError("the search does not find what is planted")
    with tempfile.TemporaryDirectory() as folder, Terminal(environment={"TMPDIR": folder}) as terminal:
        temporary = Path(folder)
        since = {path: path.stat().st_mtime_ns for path in terminal.home.rglob("*") if path.is_file()}
        env = (terminal.home / "terminal.env").read_text()
        port = re.search(r"^KIOSK_PLATFORM_URL=https://127\.0\.0\.1:(\d+)", env, re.MULTILINE)
        assert port, env
        listener = Listener(int(port[1]))
        terminal.bench("platform", "state", "stopped")
        visits.start(terminal, "YB04", visits.unseen)
        terminal.see("identify")
        terminal.bench("id_card_reader", "put", PERSON)
        eventually("face or notice", lambda: terminal.outline()["screen"] in ("notice", "face"))
        if terminal.outline()["screen"] == "notice":
            terminal.touch("intent:next")
        visits.after_identity(terminal)
        assert terminal.outbox()["waiting"] == 1
        wrong = look(terminal, temporary, since, "kept here")
        before = len(listener.heard)
        terminal.bench("platform", "state", "online")
        eventually("the upload", lambda: len(terminal.stored()) == 1, 120)
        eventually("the acknowledgement", lambda: terminal.outbox()["waiting"] == 0, 60)
        visits.rate_and_leave(terminal)
        eventually("the rating", lambda: terminal.outbox()["waiting"] == 0, 120)
        wrong += look(terminal, temporary, since, "uploaded")
        wire = b"".join(listener.heard[before:])
        print(f"on the wire: {len(listener.heard)} packets, {len(wire):,} bytes of the upload", flush=True)
        assert len(wire) > 100_000, "nothing was heard"
        wrong += [f"on the wire: {what}" for what in found_in(b"".join(listener.heard))]
        wrong += [f"output: {what}" for what in found_in("".join(terminal.output).encode())]
    print(f"{len(wrong)} places in clear")
    for one in wrong:
        print(f"  {one}")
    return bool(wrong)


if __name__ == "__main__":
    if os.geteuid() != 0:
        print("NOT RUN: only root may listen to packets")
        sys.exit(0)
    sys.exit(main())
