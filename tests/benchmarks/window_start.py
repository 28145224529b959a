"""From a started process to a painted home page, beside Chromium in kiosk mode with the same 54 tiles.

`python -m tests.benchmarks.window_start`. Both start in turns on one virtual screen with software rendering; the first
turn of each warms the disk's cache and is not counted. Chromium has no platform, catalogue, devices or outbox to open.
Ours starts with no device, and with the drivers of nine whose far ends are not there: what drivers load is in memory.
"""

from __future__ import annotations

import contextlib
import html
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PIL import ImageGrab

from kiosk.catalogue.load import load
from kiosk.catalogue.model import Item
from tests.benchmarks.measuring import table
from tests.benchmarks.screen import SIZE, cpu_s, folder, pss_mb, tree, virtual_screen

TURNS = 5
LIMIT_S = 60.0
IDLE_S = 5.0
TILES = (0, 520, 1080, 1000)
STARTS = 3  # of the yardstick: it sometimes ends by itself before it has painted; that start is not held against it
INK = (0.05, 0.5)  # share of dark pixels there: that of icons and names; one sentence has less, no window at all more


def main() -> None:
    if not shutil.which("chromium"):
        raise SystemExit("window_start: the yardstick is missing: apt-get install chromium")
    found: dict[str, list[tuple[float, float, float]]] = {}
    with (
        virtual_screen() as display,
        folder() as scratch,
        home(scratch / "home") as bare,
        home(scratch / "equipped", DEVICES) as equipped,
    ):
        for turn in range(TURNS + 1):
            for name, start in (
                ("kiosk ui", partial(our_window, bare, display)),
                ("kiosk ui, nine drivers", partial(our_window, equipped, display)),
                ("chromium --kiosk", partial(chromium, scratch / f"profile-{turn}", display)),
            ):
                figures = start()
                if turn:
                    found.setdefault(name, []).append(figures)
    rows = [("", "painted after", "memory (PSS)", f"processor, still, {IDLE_S:.0f} s")]
    for name, all_figures in found.items():
        painted, memory, idle = (statistics.median(column) for column in zip(*all_figures, strict=True))
        rows.append((name, f"{painted:.2f} s", f"{memory:.0f} MB", f"{idle:.1%} of a core"))
    print(table(*rows))


DEVICES = """
[card_reader]
reader = "nothing like it"
[id_card_reader]
path = "/dev/none"
baud = 115200
[receipt_printer]
host = "127.0.0.1"
port = 9
profile = "default"
[document_printer]
url = "ipp://127.0.0.1:9/ipp/print"
[document_camera]
source = "/dev/none"
[face_camera]
source = "/dev/none-either"
[scanner]
source = "/dev/none"
[headphones]
path = "/dev/none"
[sound]
device = "null"
"""


# ---- ours --------------------------------------------------------------------------------------------
@contextlib.contextmanager
def home(where: Path, devices: str = "# none\n") -> Iterator[Path]:
    """A terminal's home with a platform behind it and these devices."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kiosk", "sandbox", "serve", "--listen", f"127.0.0.1:{port}", "--home", str(where)]
    platform = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + LIMIT_S
        while not (where / "terminal.env").exists():
            assert time.monotonic() < end and platform.poll() is None, "the sandbox platform did not start"
            time.sleep(0.05)
        (where / "devices.toml").write_text(devices, encoding="utf-8")
        yield where
    finally:
        platform.terminate()
        platform.wait()


def our_window(kiosk_home: Path, display: str) -> tuple[float, float, float]:
    environment = os.environ | {"DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1", "KIOSK_HOME": str(kiosk_home)}
    begun = time.monotonic()
    command = [sys.executable, "-m", "kiosk", "ui"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return _figures(process, begun, display)


class Ended(Exception):
    """The process ended before it had painted."""


# ---- the yardstick -----------------------------------------------------------------------------------
def chromium(profile: Path, display: str) -> tuple[float, float, float]:
    where = profile.with_suffix(".html")
    where.write_text(page(), encoding="utf-8")
    for _ in range(STARTS - 1):
        with contextlib.suppress(Ended):
            return _chromium(where, profile, display)
    return _chromium(where, profile, display)


def _chromium(where: Path, profile: Path, display: str) -> tuple[float, float, float]:
    begun = time.monotonic()
    command = [
        "chromium", "--kiosk", "--no-sandbox", "--no-first-run", "--disable-gpu", f"--user-data-dir={profile}",
        f"--window-size={SIZE[0]},{SIZE[1]}", where.as_uri(),
    ]  # fmt: skip
    environment = os.environ | {"DISPLAY": display}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return _figures(process, begun, display)


def page() -> str:
    """54 tiles with their icons."""

    def tile(item: Item) -> str:
        icon = (Path("screens/icons") / f"{item.icon}.svg").read_text(encoding="utf-8")
        return f"<a class=t><i>{icon}</i><b>{html.escape(item.title.zh)}</b></a>"

    tiles = "".join(tile(item) for item in load().items)
    return (
        "<!doctype html><meta charset=utf-8><style>body{margin:0;background:#f3f6fb;font-family:'Noto Sans CJK SC'}"
        "h1{background:linear-gradient(#0b4fa8,#083f8a);color:#fff;margin:0;padding:60px;font-size:64px}"
        ".g{display:grid;grid-template-columns:repeat(6,1fr);gap:14px;padding:40px}.t{background:#fff;border-radius:20px;"
        "box-shadow:0 4px 14px #0001;padding:14px;text-align:center;font-size:26px;color:#14213d}i{display:block}"
        "svg{width:64px;height:64px;color:#0b4fa8}</style><h1>您好，今天办什么？</h1><div class=g>" + tiles + "</div>"
    )


def _tiles_are_painted(display: str) -> bool:
    """In the part of the screen where both have them."""
    region = ImageGrab.grab(bbox=TILES, xdisplay=display).convert("L").resize((128, 96))
    dark = region.point(lambda grey: 255 if grey < 200 else 0).histogram()[255]
    return INK[0] < dark / (128 * 96) < INK[1]


def _figures(process: subprocess.Popen[bytes], begun: float, display: str) -> tuple[float, float, float]:
    """Seconds until the page's tiles are on the screen, MB once it stands still, share of a core that it then takes."""
    try:
        while not _tiles_are_painted(display):
            assert time.monotonic() < begun + LIMIT_S, "nothing was painted"
            if process.poll() is not None:
                raise Ended
            time.sleep(0.01)
        after = time.monotonic() - begun
        time.sleep(IDLE_S)
        pids = tree(process.pid)
        memory, before, at = pss_mb(pids), cpu_s(pids), time.monotonic()
        time.sleep(IDLE_S)
        return after, memory, (cpu_s(pids) - before) / (time.monotonic() - at)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        time.sleep(0.5)  # the X server takes the window down


if __name__ == "__main__":
    main()
