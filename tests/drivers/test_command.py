"""`kiosk device`, as a technician types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from drivers.card_reader.reader import CardReader
from drivers.card_reader.twin import VirtualCard
from drivers.commands.privacy import masked
from drivers.id_card_reader.twin import VirtualIdCardReader
from drivers.status import Media
from tests.limits import LIMIT_S


@pytest.fixture
def home(tmp_path):
    (tmp_path / "devices.toml").write_text(f'[id_card_reader]\npath = "{tmp_path}/id-card"\n')
    return tmp_path


def kiosk(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    program = "import sys; from kiosk.__main__ import OneLineParser; from drivers.command import register\n"
    program += "p = OneLineParser(prog='kiosk'); register(p.add_subparsers(required=True)); a = p.parse_args()\n"
    program += "sys.exit(a.run(a))"
    return subprocess.run(
        [sys.executable, "-c", program, "device", *words],
        env=dict(os.environ) | variables,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


def test_list_names_what_is_configured_and_what_else_is_there(home, pcscd):
    listed = kiosk("list", "--json", "--home", str(home))
    assert listed.returncode == 0
    first, *others = map(json.loads, listed.stdout.splitlines())
    able = first.pop("capabilities")
    assert first == {"name": "id_card_reader", "configured": True, "path": f"{home}/id-card", "baud": 115200}
    assert able["commands"] == ["read", "readDocument", "waitRemoved"]
    readers = [device for device in others if device["connection"] == "pcsc"]
    assert readers[0] == {
        "name": "Virtual PCD 00 00",
        "configured": False,
        "supported": True,
        "device": "card_reader",
        "connection": "pcsc",
        "path": "Virtual PCD 00 00",
    }


def test_list_without_a_terminal_shows_what_is_plugged_in(pcscd, tmp_path):
    listed = kiosk("list", KIOSK_HOME=str(tmp_path))
    assert listed.returncode == 0
    assert "not configured" in listed.stdout


def test_status_says_how_each_is_and_fails_if_one_is_not_ready(home):
    away = kiosk("status", "--home", str(home))
    assert (away.returncode, away.stdout.split()) == (1, ["id_card_reader", "noDevice,", "media", "unknown"])
    module = VirtualIdCardReader()
    module.start(home / "id-card")
    ready = kiosk("status", "--json", "--home", str(home))
    module.close()
    assert ready.returncode == 0
    said = json.loads(ready.stdout)
    assert set(said) == {"name", "device", "media", "ready", "capabilities"}
    assert (said["device"], said["ready"]) == ("online", True)
    assert "permanent_residence_2023" in said["capabilities"]["documents"]


def test_an_identity_card_is_read_in_full_at_a_bench(home):
    module = VirtualIdCardReader()
    module.start(home / "id-card")
    module.place("moved")
    read = kiosk("read-id-card", "--port", f"{home}/id-card", "--json", "--newest-address", "--limit", "5")
    module.close()
    assert read.returncode == 0, read.stderr
    assert json.loads(read.stdout) == {
        "kind": "resident",
        "name": "测试员辛",
        "sex": "2",
        "nation": "11",
        "birth": "1995-05-05",
        "address": "测试市测试区测试路 8 号",
        "newest_address": "测试市测试区测试新村 88 号 8 栋",
        "number": "99999919950505002X",
        "authority": "测试市公安局测试分局",
        "valid_from": "2023-03-03",
        "valid_to": "2043-03-03",
        "sam_id": "05.01-20260101-0000000001-0000000002",
        "photo_bytes": 1024,
    }


@pytest.mark.parametrize(("person", "kind"), [("bing", "resident"), ("foreigner_2023", "permanent_residence_2023")])
def test_an_enrolled_terminal_shows_a_card_masked_only(home, person, kind):
    # Guards against: a technician sees a citizen's data.
    (home / "terminal.env").write_text("KIOSK_TERMINAL_CERT=terminal.pem\n")
    module = VirtualIdCardReader()
    module.start(home / "id-card")
    module.place(person)
    words = ["read-id-card", "--home", str(home), "--port", f"{home}/id-card", "--limit", "5"]
    read = kiosk(*words)
    module.remove()
    module.place(person)
    training = kiosk(*words, "--json", KIOSK_TRAINING="1")
    module.close()
    assert read.returncode == training.returncode == 0, read.stderr
    assert kind in read.stdout
    for value in list(json.loads(training.stdout).values())[1:]:
        shown = str(value)
        assert len(shown) < 5 or shown not in read.stdout or shown.startswith(("05.01", "1024", "long"))
    for secret in ("999999", "试员", "1958", "1981", "测试街", "TEST"):
        assert secret not in read.stdout


@pytest.mark.parametrize("person", ["bing"])
def test_a_card_without_end_is_long_term(home, person):
    module = VirtualIdCardReader()
    module.start(home / "id-card")
    module.place(person)
    read = kiosk("read-id-card", "--port", f"{home}/id-card", "--json", "--limit", "5")
    module.close()
    assert json.loads(read.stdout)["valid_to"] == "long_term"


@pytest.fixture
async def slot(pcscd):
    card, reader = VirtualCard(), CardReader()
    yield card
    card.pull()
    await reader.start()
    await reader.wait_media(Media.NOT_PRESENT, LIMIT_S)
    await reader.close()


async def test_a_social_security_card_is_read_and_masked_where_it_must_be(slot, tmp_path):
    slot.insert("jia")
    read = kiosk("read-card", "--reader", "Virtual PCD 00 00", "--json", "--limit", "5")
    assert read.returncode == 0, read.stderr
    assert json.loads(read.stdout) == {
        "kind": "social_security_card",
        "name": "测试员甲",
        "number": "999999199001010016",
        "card_number": "T00000001",
        "region": "999999",
        "version": "3.00",
        "issued": "2021-03-15",
        "valid_to": "2031-03-14",
    }
    (tmp_path / "devices.toml").write_text('[card_reader]\nreader = "Virtual PCD 00 00"\n')
    hidden = kiosk("read-card", "--home", str(tmp_path), "--limit", "5", KIOSK_TERMINAL_CERT="t.pem")
    assert hidden.returncode == 0, hidden.stderr
    assert "测***" in hidden.stdout
    assert "99**************16" in hidden.stdout
    assert "999999199001010016" not in hidden.stdout


async def test_a_bank_card_shows_its_number_masked_even_at_a_bench(slot):
    slot.insert("bank_card")
    read = kiosk("read-card", "--reader", "Virtual PCD 00 00", "--json", "--limit", "5")
    assert read.returncode == 0, read.stderr
    fields = json.loads(read.stdout)
    assert (fields["kind"], fields["scheme"], fields["pan_masked"]) == ("bank_card", "unionpay", "620000******0013")
    assert (fields["expiry"], fields["name"]) == ("2031-12-31", "测试员甲")
    assert "0000000000" not in read.stdout
    assert "token" not in fields


async def test_another_card_is_unknown_and_no_failure(slot):
    slot.insert("transit_card")
    read = kiosk("read-card", "--reader", "Virtual PCD 00 00", "--json", "--limit", "5")
    assert read.returncode == 0, read.stderr
    assert json.loads(read.stdout) == {
        "kind": "unknown",
        "looks_like": "storage_card",
        "model": "Mifare Classic 1K",
        "uid": "0A1B2C3D",
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["list", "--home", "/nowhere"], "/nowhere/devices.toml does not exist"),
        (["read-passport"], "invalid choice: 'read-passport'"),
        (["read-id-card"], "--port"),
        (["read-id-card", "--port", "/nowhere", "--limit", "soon"], "is no number of seconds"),
        (["read-id-card", "--port", "/nowhere", "--limit", "1"], "no card was read: deviceNotReady"),
        (["read-id-card", "--port", "usb:1234", "--limit", "1"], "is no USB address"),
        (["read-id-card", "--port", "usb:ffff:ffff", "--limit", "1"], "no card was read: deviceNotReady"),
        (["read-card", "--reader", "No such reader", "--limit", "1"], "no card was read: deviceNotReady"),
        (["status", "card_reader"], "names no [card_reader]"),
        (["status", "coffee_machine"], "names no [coffee_machine]"),
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


def test_with_json_a_failure_is_a_line_too(home, tmp_path):
    # Guards against: a program that reads nothing, and does not know why.
    answer = kiosk("read-id-card", "--port", f"{tmp_path}/none", "--limit", "1", "--json")
    assert answer.returncode == 1
    assert json.loads(answer.stdout)["error"] == "deviceNotReady"
    assert len(answer.stderr.strip().splitlines()) == 1
    module = VirtualIdCardReader()
    module.start(home / "id-card")
    module.place("wrong_check_digit")
    answer = kiosk("read-id-card", "--port", f"{home}/id-card", "--limit", "5", "--json")
    module.close()
    assert (answer.returncode, json.loads(answer.stdout)["error"]) == (1, "dataInvalid")
    assert "9999" not in answer.stdout + answer.stderr
