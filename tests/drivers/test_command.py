"""`kiosk device`, as a technician types it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from drivers.card_reader.reader import CardReader
from drivers.card_reader.twin import VirtualCard
from drivers.commands.privacy import masked
from drivers.id_card_reader.twin import VirtualIdCardReader
from drivers.status import Media


@pytest.fixture
def home(tmp_path):
    (tmp_path / "devices.toml").write_text(f'[id_card_reader]\npath = "{tmp_path}/id-card"\n')
    return tmp_path


def kiosk(*words: str) -> subprocess.CompletedProcess[str]:
    program = "import sys; from kiosk.__main__ import OneLineParser; from drivers.command import register\n"
    program += "p = OneLineParser(prog='kiosk'); register(p.add_subparsers(required=True)); a = p.parse_args()\n"
    program += "sys.exit(a.run(a))"
    return subprocess.run(
        [sys.executable, "-c", program, "device", *words], capture_output=True, text=True, timeout=30, check=False
    )


def test_list_names_what_is_configured(home):
    listed = kiosk("list", "--json", "--home", str(home))
    assert listed.returncode == 0
    assert json.loads(listed.stdout) == {"name": "id_card_reader", "path": f"{home}/id-card", "baud": 115200}


def test_status_says_how_each_is_and_fails_if_one_is_not_ready(home):
    away = kiosk("status", "--home", str(home))
    assert (away.returncode, away.stdout.split()) == (1, ["id_card_reader", "noDevice,", "media", "unknown"])
    module = VirtualIdCardReader()
    module.start(home / "id-card")
    ready = kiosk("status", "--json", "--home", str(home))
    module.close()
    assert ready.returncode == 0
    assert json.loads(ready.stdout)["device"] == "online"


def test_read_shows_a_card_masked_only(home):
    # Guards against: a technician sees a citizen's data.
    module = VirtualIdCardReader()
    module.start(home / "id-card")
    module.place("jia")
    read = kiosk("read", "id-card", "--home", str(home), "--limit", "5")
    module.close()
    assert read.returncode == 0, read.stderr
    assert "99**************16" in read.stdout
    for secret in ("999999", "测试员甲", "试员", "1990", "测试路"):
        assert secret not in read.stdout


async def test_a_social_security_card_too(pcscd, tmp_path):
    (tmp_path / "devices.toml").write_text('[card_reader]\nreader = "Virtual PCD 00 00"\n')
    slot, reader = VirtualCard(), CardReader()
    slot.insert("jia")
    read = kiosk("read", "social-security-card", "--home", str(tmp_path), "--limit", "5")
    assert read.returncode == 0, read.stderr
    assert "测***" in read.stdout
    assert "999999199001010016" not in read.stdout
    slot.pull()
    await reader.start()
    await reader.wait_media(Media.NOT_PRESENT, 5)
    await reader.close()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["list", "--home", "/nowhere"], "/nowhere/devices.toml does not exist"),
        (["read", "passport"], "invalid choice: 'passport'"),
        (["read", "id-card", "--limit", "soon"], "is no number of seconds"),
        (["read", "social-security-card"], "names no [card_reader]"),
        (["read", "id-card", "--limit", "1"], "no card was read: deviceNotReady"),
    ],
)
def test_bad_input_is_one_sentence_and_no_traceback(home, words, said):
    answer = kiosk(*words, *([] if "--home" in words else ["--home", str(home)]))
    assert answer.returncode != 0
    assert said in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1


def test_masked():
    assert masked("999999199001010016", 2, 2) == "99**************16"
    assert masked("甲", 1, 0) == "*"
    assert masked("", 2, 2) == ""
