"""A whole terminal under test: `kiosk demo` on its own screen, touched through X as a finger would."""

from __future__ import annotations

import contextlib
import json
import math
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx
from PIL import Image, ImageGrab

from screens.touch import AGAIN_S, KEY_AGAIN_S
from tests.limits import LIMIT_S

T = TypeVar("T")
START_LIMIT_S = 120.0  # software rendering on two busy cores
STEP_LIMIT_S = LIMIT_S
TAP_S = "0.1"  # how long a finger lies on the glass
SURE_S = 0.05  # above the time within which the window takes two taps on one thing for a tremor


class TookTooLong(AssertionError):
    pass


def eventually(what: str, probe: Callable[[], T | None], limit: float = STEP_LIMIT_S) -> T:
    """Ask `probe` until it gives something. It asks a real process, which has no event for us to wait on."""
    end = time.monotonic() + limit
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > end:
            raise TookTooLong(f"{what}: not within {limit:.0f} s")
        time.sleep(0.05)


class Terminal:
    """`with Terminal() as terminal:` is a running demo; `touch`, `see`, `bench` are a citizen's hands and eyes."""

    def __init__(self, geometry: str = "1080x1920", environment: dict[str, str] | None = None) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="kiosk-", dir="/tmp"))
        self._environment = environment or {}
        self._geometry = geometry
        self._said: queue.Queue[str | None] = queue.Queue()
        self.output: list[str] = []
        self._touched: dict[str, float] = {}  # name of a target -> when it was touched last

    def __enter__(self) -> Terminal:
        environment = {k: v for k, v in os.environ.items() if k != "DISPLAY"} | self._environment
        command = [sys.executable, "-m", "kiosk", "demo", "--home", str(self.home), "--geometry", self._geometry]
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            start_new_session=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()
        try:
            said = self._until("Ctrl-C stops everything")
        except BaseException:
            self.__exit__()
            raise
        addresses = dict(re.findall(r"^  (\S.*?\S)\s{2,}(http://\S+)", said, re.MULTILINE))
        self.screen_address = addresses["the screen"]
        self.bench_address = addresses["device bench"].rstrip("/")
        self.platform_address = addresses["platform"].rstrip("/")
        self.fleet_address = addresses["fleet"].rstrip("/")
        self.display = self._display()
        self.http = httpx.Client(timeout=LIMIT_S)
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(LIMIT_S)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                raise
        shutil.rmtree(self.home, ignore_errors=True)

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._said.put(line)
        self._said.put(None)

    def _until(self, mark: str) -> str:
        end = time.monotonic() + START_LIMIT_S
        while True:
            try:
                line = self._said.get(timeout=max(0.1, end - time.monotonic()))
            except queue.Empty:
                raise TookTooLong("the demo did not start: " + "".join(self.output) + self.logs()) from None
            if line is None:
                raise AssertionError("the demo ended: " + "".join(self.output) + self.logs())
            self.output.append(line)
            if mark in line:
                return "".join(self.output)

    def logs(self, last: int = 25) -> str:
        texts = []
        for path in sorted((self.home / "log").glob("*.log")):
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[-last:]
            texts.append(f"\n== {path.name}\n" + "\n".join(lines))
        return "".join(texts)

    def _display(self) -> str:
        pid = self.orders({"do": "status"})["processes"][0]["pid"]
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[1].decode()

    # ---- orders ---------------------------------------------------------------------------------
    def orders(self, order: dict[str, str]) -> dict[str, Any]:
        return json.loads(_ask(self.home / "run/demo.sock", json.dumps(order).encode() + b"\n"))

    def bench(self, device: str, do: str, value: str | None = None) -> None:
        """What a person does with the hands: put a card, show a code, pull a plug."""
        answer = self.http.post(f"{self.bench_address}/do", json={"device": device, "do": do, "value": value})
        assert answer.status_code == 200, answer.text

    def card_code(self) -> str:
        """A code of 测试员甲's electronic social security card, as the app would get it."""
        answer = self.http.post(f"{self.platform_address}/codes", json={"person": "jia"})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["code"])

    def tidy(self) -> None:
        """Back to home; nothing in a reader, before a camera or in the tray; everything plugged in and well."""
        state = self.http.get(f"{self.bench_address}/state").json()
        if state["platform_state"] != "online":
            self.bench("platform", "state", "online")
        for device, plugged in state["plugged"].items():
            if not plugged:
                self.bench(device, "plug")
        for device in ("id_card_reader", "card_reader"):
            self.bench(device, "fault", "none")
            self.bench(device, "take")
        for device in ("document_camera", "face_camera"):
            self.bench(device, "show", "nothing")
        self.bench("scanner", "hide")
        self.bench("receipt_printer", "state", "ok")
        for paper in state["receipts"]:
            self.bench("receipt_printer", "take", paper)

        def home() -> bool:
            outline = self.outline()
            names = [t["name"] for t in outline["touchables"]]
            if outline["screen"] == "home":
                return True
            for way_out in ("intent:exit", "intent:skip", "intent:home"):
                if way_out in names:
                    x, y, width, height = next(t for t in outline["touchables"] if t["name"] == way_out)["rect"]
                    self.tap(x + width / 2, y + height / 2)
                    time.sleep(0.6)  # a second tap within half a second does not count
                    break
            return False

        eventually("home", home)
        if self.outline().get("language", "zh") != "zh":
            self.speak("zh")
        if any(t["name"] == "mode:standard" for t in self.outline()["touchables"]):  # offered only in another mode
            self.touch("mode:standard")
        for what in ("网络", "打印机", "读卡器"):
            eventually(f"no trouble with {what}", lambda what=what: what not in self.words(), 60)

    def stored(self) -> list[dict[str, Any]]:
        """What the platform has, by its own command."""
        command = [sys.executable, "-m", "kiosk", "sandbox", "submissions", "--home", str(self.home), "--json"]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return [json.loads(line) for line in out.splitlines()]

    def outbox(self) -> dict[str, int]:
        """How many records wait, and how many are parked, by the terminal's own command."""
        command = [sys.executable, "-m", "kiosk", "outbox", "list", "--home", str(self.home), "--json"]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        states = [json.loads(line)["state"] for line in out.splitlines()]
        waiting = sum(state in ("staged", "ready", "leased") for state in states)
        return {"waiting": waiting, "parked": states.count("parked")}

    def receipts(self) -> list[Image.Image]:
        """The papers that hang out of the printer, oldest first."""
        from io import BytesIO

        ids = self.http.get(f"{self.bench_address}/state").json()["receipts"]
        return [Image.open(BytesIO(self.http.get(f"{self.bench_address}/receipts/{i}.png").content)) for i in ids]

    # ---- eyes -----------------------------------------------------------------------------------
    def outline(self) -> dict[str, Any]:
        with contextlib.suppress(OSError, ValueError):
            return json.loads(_ask(self.home / "run/outline.sock", b""))
        return {"screen": "", "touchables": [], "texts": []}

    def see(self, screen: str, limit: float = STEP_LIMIT_S) -> dict[str, Any]:
        """Wait until the window shows this screen."""
        try:
            return eventually(
                f"the screen {screen!r}", lambda: o if (o := self.outline())["screen"] == screen else None, limit
            )
        except TookTooLong as late:
            raise TookTooLong(f"{late}; it shows {self.outline()['screen']!r}: {self.words()}{self.logs()}") from None

    def see_phase(self, screen: str, touchable: str, limit: float = STEP_LIMIT_S) -> None:
        """Wait until this screen offers something that it did not offer before."""
        self.see(screen)
        self.touchable(touchable, limit)

    def see_text(self, text: str, limit: float = STEP_LIMIT_S) -> None:
        try:
            eventually(f"the words {text!r}", lambda: text in self.words(), limit)
        except TookTooLong as late:
            raise TookTooLong(f"{late}; it says {self.words()}") from None

    def words(self) -> str:
        outline = self.outline()
        return " ".join(t["text"] for t in [*outline["texts"], *outline["touchables"]] if t.get("text"))

    def picture(self) -> Image.Image:
        return ImageGrab.grab(xdisplay=self.display)

    def speak(self, language: str) -> None:
        """Choose the language at the foot of the page."""
        self.touch("language:menu")
        self.touch(f"language:{language}")

    # ---- hands on the glass ---------------------------------------------------------------------
    def touchable(self, name: str, limit: float = STEP_LIMIT_S) -> dict[str, Any]:
        def find() -> dict[str, Any] | None:
            return next((t for t in self.outline()["touchables"] if t["name"] == name), None)

        try:
            return eventually(f"something to touch called {name!r}", find, limit)
        except TookTooLong as late:
            names = [t["name"] for t in self.outline()["touchables"]]
            raise TookTooLong(f"{late}; there is {names} on {self.outline()['screen']!r}") from None

    def touch(self, name: str, limit: float = STEP_LIMIT_S) -> None:
        """Touch it, and wait until the window has answered: another picture, or another outline."""
        target = self.touchable(name, limit)
        x, y, width, height = target["rect"]
        least = KEY_AGAIN_S if target["role"] == "key" else AGAIN_S
        if (rest := self._touched.get(name, float("-inf")) + least + SURE_S - time.monotonic()) > 0:
            time.sleep(rest)
        before = json.dumps(self.outline())
        self.tap(x + width / 2, y + height / 2)
        self._touched[name] = time.monotonic()
        eventually(f"an answer to touching {name!r}", lambda: json.dumps(self.outline()) != before)

    def choose(self, name: str, pages: int = 12) -> None:
        """Touch it, on whichever page of the list it stands."""
        for _ in range(pages):
            names = {t["name"] for t in self.outline()["touchables"] if t["enabled"]}
            if name in names or "page:next" not in names:
                break
            self.touch("page:next")
        self.touch(name)

    def read_on(self, *last: str, pages: int = 12) -> None:
        """Turn the pages of what is to be checked, until the main button is called so."""
        for _ in range(pages):
            if self.touchable("intent:next")["text"] in last:
                return
            self.touch("intent:next")

    def tap(self, x: float, y: float) -> None:
        self._xdotool("mousemove", str(int(x)), str(int(y)), "mousedown", "1", "sleep", TAP_S, "mouseup", "1")

    def sign(self, name: str = "pad:signature") -> None:
        """Write something like a name into the field."""
        x, y, width, height = self.touchable(name)["rect"]
        for centre in (0.35, 0.65):
            loop = [(centre + 0.1 * math.cos(a), 0.5 + 0.2 * math.sin(a)) for a in (n * 0.5 for n in range(10))]
            points = [_ints((x + width * px, y + height * py)) for px, py in loop]
            moves = [word for point in points for word in ("mousemove", *point, "sleep", "0.02")]
            self._xdotool("mousemove", *points[0], "mousedown", "1", "sleep", TAP_S, *moves, "mouseup", "1")

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], check=True, env=os.environ | {"DISPLAY": self.display})


def _ints(point: tuple[float, float]) -> list[str]:
    return [str(int(point[0])), str(int(point[1]))]


def _ask(path: Path, order: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as channel:
        channel.settimeout(60)
        channel.connect(str(path))
        if order:
            channel.sendall(order)
            return channel.makefile("rb").readline()
        return channel.makefile("rb").read()
