"""`kiosk device bench`: every twin, and every knob that a twin declares, in a person's hands."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import os
import pkgutil
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

import drivers
from drivers.twin import Knob, Panel, Twin
from provisioning.bench import devices_file
from provisioning.bench.hands import Hands
from tests.limits import LIMIT_S

# What a person does to a twin that is no fault: to put something there, to take it away, to look.
HANDS = {
    "CameraTwin": {"show_nothing", "show_page", "show_card", "show_code", "show_face", "show_faces", "picture"}
    | {"source", "watched", "host", "port", "size"},
    "DocumentPrinterTwin": {"address", "printed", "empty_tray", "folder", "port"},
    "PrinterTwin": {"paper", "take", "tear_off", "wait_for_receipt", "receipts", "received", "host", "port"},
    "XfsPrinterTwin": {"printer", "url", "heard", "port"},
    "SerialScannerTwin": {"show", "looking", "wait_looking", "received", "link"},
    "JackTwin": {"path"},
    "KeyboardScannerTwin": {"type", "link"},
    "PipeScannerTwin": {"send", "type", "report", "path"},
    "VirtualIdCardReader": {"person", "place", "remove", "pause", "answer"},
    "VirtualCard": {"card", "insert", "pull", "upside_down", "answer", "address", "network", "instructions"},
}
LIFE = {"start", "close", "plug", "unplug", "replug", "plugged_in", "KNOBS"}


class Bench:
    def __init__(self, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "device", "bench", "--json", *words], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.said = json.loads(self.process.stdout.readline())
        self.http = httpx.Client(base_url=self.said["url"], timeout=LIMIT_S)

    def do(self, device: str, action: str, value: str | None = None) -> httpx.Response:
        return self.http.post("do", json={"device": device, "do": action, "value": value})

    def state(self) -> dict:
        return self.http.get("state").json()

    def close(self) -> None:
        self.http.close()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(LIMIT_S)


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir="/tmp"))  # short: a socket's path has 107 bytes
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def bench(home: Path) -> Iterator[Bench]:
    running = Bench("--home", str(home), "--scanner", "serial")
    yield running
    running.close()


def twins() -> list[type]:
    """Every class under drivers/ that declares knobs or is a `Twin`, and can be made."""
    found = []
    for module in pkgutil.walk_packages(drivers.__path__, "drivers."):
        if module.name.rpartition(".")[2] in ("twin", "serial_twin", "uinput_twin"):
            classes = inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
            found += [one for _, one in classes if one.__module__ == module.name]
    mine = [one for one in found if (issubclass(one, Twin) or hasattr(one, "KNOBS")) and not inspect.isabstract(one)]
    assert len(mine) >= 8, "the twins are not where they were"
    return mine


def members(twin: type) -> set[str]:
    """Public methods, properties and attributes, those that `__init__` makes included."""
    names = set(dir(twin))
    for one in twin.__mro__:
        if "__init__" in vars(one) and one is not object:
            made = ast.walk(ast.parse(textwrap.dedent(inspect.getsource(one.__init__))))
            names |= {node.attr for node in made if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
    return {name for name in names if not name.startswith("_")}


@pytest.mark.parametrize("twin", twins(), ids=lambda twin: twin.__name__)
def test_what_can_go_wrong_with_a_twin_is_declared_as_a_knob(twin: type) -> None:
    # Guards against: a fault that a test can cause and no person at the bench can.
    declared = {knob.name for knob in getattr(twin, "KNOBS", ())}
    hands = next((HANDS[one.__name__] for one in twin.__mro__ if one.__name__ in HANDS), set())
    if twin.__name__ == "SerialPrinterTwin":
        hands = HANDS["PrinterTwin"] | {"link"}
    assert members(twin) - declared - hands - LIFE == set(), "neither a knob nor something that hands do"
    assert declared <= members(twin)


def test_every_knob_of_every_twin_is_worked_by_the_page(bench: Bench) -> None:
    # Guards against: a knob that a twin declares and the bench does not offer, or that fails when it is turned.
    offered = bench.state()["knobs"]
    with_knobs = {tuple(knob.name for knob in twin.KNOBS) for twin in twins() if getattr(twin, "KNOBS", ())}
    assert {tuple(knob["name"] for knob in knobs) for knobs in offered.values()} == with_knobs
    for device, knobs in offered.items():
        for knob in knobs:
            for option in [*knob["options"][1:], knob["options"][0]]:
                answer = bench.do(device, "knob", f"{knob['name']}={option['id']}")
                assert answer.status_code == 200, (device, knob["name"], option["id"], answer.text)
                now = next(one["now"] for one in bench.state()["knobs"][device] if one["name"] == knob["name"])
                assert now == option["id"]
        assert bench.do(device, "reset").status_code == 200
    for device in bench.state()["plugged"]:
        for action, plugged in (("unplug", False), ("plug", True)):
            assert bench.do(device, action).status_code == 200
            assert bench.state()["plugged"][device] is plugged


def test_the_page_shows_every_knob_with_all_its_options(bench: Bench) -> None:
    # Guards against: a page that names the knobs by hand, and forgets the newest.
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no chromium on this machine")
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000", "--dump-dom"]
    with tempfile.TemporaryDirectory() as profile:
        page = subprocess.run(
            [*command, f"--user-data-dir={profile}", f"{bench.said['url']}#faults"],
            capture_output=True, text=True, timeout=LIMIT_S, check=True,
        ).stdout  # fmt: skip
    sections = dict(re.findall(r'<section data-device="(\w+)"(.*?)</section>', page, re.S))
    for device, knobs in bench.state()["knobs"].items():
        drawn = dict(re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', sections[device], re.S))
        assert list(drawn) == [knob["name"] for knob in knobs]
        for knob in knobs:
            assert re.findall(r'value="([^"]*)"', drawn[knob["name"]]) == [one["id"] for one in knob["options"]]


def kiosk(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk", "device", *words, "--home", str(home), "--json"]
    return subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False)


def statuses(home: Path) -> dict[str, dict]:
    lines = [json.loads(line) for line in kiosk(home, "status").stdout.splitlines()]
    return {line["name"]: line for line in lines}


def until(home: Path, met: Callable[[dict[str, dict]], bool]) -> dict[str, dict]:
    """Asked once more while it is otherwise: a device that a busy machine keeps waiting has not answered in time."""
    ends = time.monotonic() + LIMIT_S
    while not met(told := statuses(home)) and time.monotonic() < ends:
        pass
    assert met(told), told
    return told


def all_ready(told: dict[str, dict]) -> bool:
    return all(line["ready"] for line in told.values())


ILL = {
    "receipt_printer": ("device", "userError"),
    "document_printer": ("paper", "out"),
    "id_card_reader": ("device", "offline"),
    "scanner": ("device", "noDevice"),
    "document_camera": ("device", "offline"),
}


def test_the_real_drivers_see_what_is_done_at_the_page(bench: Bench, home: Path) -> None:
    # Guards against: a page that turns knobs which no wire carries.
    well = until(home, all_ready)
    assert set(well) >= {"card_reader", "id_card_reader", "receipt_printer", "document_printer", "scanner"}
    for device, action, value in (
        ("receipt_printer", "knob", "open_cover=on"),
        ("document_printer", "knob", "load_paper=0"),
        ("id_card_reader", "knob", "silent=on"),
        ("serial_scanner", "unplug", None),
        ("document_camera", "unplug", None),
    ):
        assert bench.do(device, action, value).status_code == 200
    until(home, lambda told: all(told[name][what] == value for name, (what, value) in ILL.items()))
    for device in ("receipt_printer", "document_printer", "id_card_reader"):
        assert bench.do(device, "reset").status_code == 200
    for device in ("serial_scanner", "document_camera"):
        assert bench.do(device, "plug").status_code == 200
    until(home, all_ready)


def test_a_card_put_in_at_the_page_is_read_by_the_command(bench: Bench, home: Path) -> None:
    assert bench.do("card_reader", "put", "bank_card").status_code == 200
    assert json.loads(kiosk(home, "read-card", "--limit", "10").stdout)["kind"] == "bank_card"
    assert bench.do("card_reader", "crash").status_code == 200  # pcscd dies and is started again
    assert json.loads(kiosk(home, "read-card", "--limit", "10").stdout)["kind"] == "bank_card"
    assert bench.do("card_reader", "take").status_code == 200


@pytest.mark.parametrize(
    "order",
    [
        {"device": "coffee_machine", "do": "plug"},
        {"device": "receipt_printer", "do": "dance"},
        {"device": "receipt_printer", "do": "knob", "value": "open_cover=perhaps"},
        {"device": "receipt_printer", "do": "knob", "value": "_state=on"},
        {"device": "wedge_scanner", "do": "show", "value": "汉字"},
        {"device": "id_card_reader", "do": "put", "value": "nobody"},
    ],
)
def test_an_order_that_cannot_be_is_one_sentence(bench: Bench, order: dict) -> None:
    answer = bench.http.post("do", json=order)
    assert answer.status_code == 409
    assert answer.json()["error"]


def test_a_terminals_own_devices_are_not_overwritten(home: Path, tmp_path: Path) -> None:
    # Guards against: a technician who tries the bench and loses the paths of the real devices.
    real = tmp_path / "devices.toml"
    real.write_text('[card_reader]\nreader = "ACS ACR39U"\n')
    hands = Hands(tmp_path / "run", Path(sys.prefix) / "share/kiosk/fonts")
    with pytest.raises(devices_file.NotOurs):
        devices_file.write(real, devices_file.written(hands, "camera"))
    assert "ACS" in real.read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--listen", "0.0.0.0:80"], "loopback"),
        (["--scanner", "laser"], "invalid choice"),
        (["--home", "/proc/none"], "cannot be used"),
        (["--home", f"/tmp/{'long' * 30}"], "too long"),
    ],
)
def test_a_slip_of_the_pen_is_one_sentence(words: list[str], said: str) -> None:
    command = [sys.executable, "-m", "kiosk", "device", "bench", *words]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False, env=dict(os.environ))
    assert answer.returncode != 0
    assert said in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1


def test_a_panel_knows_where_each_knob_stands() -> None:
    class Lamp:
        lit = False

    panel = Panel(lamp := Lamp(), (Knob("lit", "亮", "lit", drivers.twin.switch("lit", "亮", "lit").options),))
    panel.turn("lit", "on")
    assert (lamp.lit, panel.now("lit")) == (True, "on")
    panel.reset()
    assert (lamp.lit, panel.now("lit")) == (False, "off")
    with pytest.raises(KeyError):
        panel.turn("lit", "purple")
