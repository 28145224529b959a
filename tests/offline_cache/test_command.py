"""`kiosk outbox`: prints an id only for what is durable, shows no content, fails in one sentence."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.__main__ import main
from offline_cache.outbox import Outbox
from offline_cache.progress import bar
from offline_cache.sealing import OpeningKey
from offline_cache.states import State
from tests.offline_cache.far_end import FarEnd, problem, serving

CODE = "11999999TE5T00024D3502099013000"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, opening_key: OpeningKey, monkeypatch: pytest.MonkeyPatch) -> Path:
    opening_key.public().save(tmp_path / "sealing.key")
    (tmp_path / "terminal.env").write_text("# test\nKIOSK_TERMINAL_ID=TEST-0001\nKIOSK_SEALING_KEY=sealing.key\n")
    (tmp_path / "answers.json").write_text('{"applicant": "测试员甲"}')
    (tmp_path / "page.jpg").write_bytes(b"page of \xe6\xb5\x8b")
    for name in ("PLATFORM_URL", "TERMINAL_ID", "SEALING_KEY", "PLATFORM_CA", "TERMINAL_CERT", "TERMINAL_KEY"):
        monkeypatch.delenv(f"KIOSK_{name}", raising=False)
    monkeypatch.setenv("KIOSK_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: object) -> tuple[int, str, str]:
        try:
            code: object = main(["outbox", *map(str, words)])
        except SystemExit as end:
            code = end.code
        out, err = capsys.readouterr()
        if isinstance(code, str):
            code, err = 1, f"{err}{code}\n"
        assert isinstance(code, int)
        assert "Traceback" not in err
        return code, out, err

    return run


def add(run: Run, home: Path, *more: object) -> str:
    code, out, err = run("add", "--item", CODE, "--form", home / "answers.json", *more)
    assert code == 0, err
    return out.strip()


def test_what_is_added_is_a_whole_submission(run: Run, home: Path, opening_key: OpeningKey) -> None:
    key = add(run, home, "--attach", f"residence={home / 'page.jpg'}", "--attach", home / "page.jpg")
    outbox = Outbox.open(home / "outbox")
    lease = outbox.lease(0.0, 60)
    assert lease and lease.key == key
    context, content = opening_key.open_envelope(lease.sealed)
    own = {"key": key, "terminal": "TEST-0001"}
    assert context == {"kind": "submission", **own, "item": CODE, "schema": "1"}
    record = json.loads(content)
    assert (record["number"], record["answers"]) == ("TEST-0001-000001", {"applicant": "测试员甲"})
    assert record["identity"] is record["face"] is record["signature"] is None
    assert [material["name"] for material in record["materials"]] == ["residence", "attachment_2"]
    pages = {page.digest: lease.path(page).read_bytes() for page in lease.attachments}
    for material in record["materials"]:
        context, content = opening_key.open_envelope(pages[material["pages"][0]])
        assert content == b"page of \xe6\xb5\x8b"
        assert context == {"kind": "page", **own, "name": material["name"], "media_type": "image/jpeg"}
    outbox.close()


def test_list_and_show_tell_all_but_the_content(run: Run, home: Path) -> None:
    key = add(run, home, "--attach", home / "page.jpg")
    said = ""
    for words in (["list"], ["list", "--json"], ["show", key], ["show", "1"], ["show", key, "--json"]):
        code, out, _ = run(*words)
        assert code == 0 and key in out
        said += out
    row = json.loads(run("list", "--json")[1])
    assert row["state"] == "ready"
    assert row.keys() >= {"key", "number", "lane", "item", "digest", "committed_at", "case_number", "attachments"}
    assert "测试员甲" not in said and "applicant" not in said and "sealed" not in said.replace("sealing", "")


def test_park_retry_and_verify(run: Run, home: Path) -> None:
    key = add(run, home, "--attach", home / "page.jpg")
    assert run("park", key)[:2] == (0, f"{key} is parked\n")
    code, _, err = run("park", key)
    assert code != 0 and f"{key} is parked; only one that waits" in err
    assert run("retry", 1)[:2] == (0, f"{key} is ready\n")
    assert run("verify")[:2] == (0, "all that is kept is whole\n")
    next((home / "outbox" / "pages").iterdir()).write_bytes(b"rotten")
    code, out, _ = run("verify")
    assert code == 1 and key in out


async def test_drain_sends_what_waits(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {add(run, home) for _ in range(3)}
    async with serving(FarEnd()) as far_end:
        monkeypatch.setenv("KIOSK_PLATFORM_URL", far_end.url)
        code, out, err = await asyncio.to_thread(run, "drain")
        assert (code, out) == (0, "nothing waits; 0 parked\n"), err
        assert far_end.stored.keys() == keys
        far_end.faults.append(lambda request, body: problem(403, "terminal-blocked"))
        kept = add(run, home)
        code, _, err = await asyncio.to_thread(run, "drain")
        assert code != 0 and "403 terminal-blocked" in err and "nothing is lost" in err
    outbox = Outbox.open(home / "outbox")
    assert outbox.record(kept).state is State.READY
    outbox.close()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["add", "--item", "YB04", "--form", "answers.json"], "no item code"),
        (["add", "--item", CODE, "--form", "missing.json"], "missing.json cannot be read"),
        (["add", "--item", CODE, "--form", "page.jpg"], "is not JSON"),
        (["add", "--item", CODE, "--form", "answers.json", "--attach", "missing.jpg"], "missing.jpg cannot be read"),
        (["add", "--item", CODE, "--form", "nan.json"], "is not JSON"),
        (["add", "--item", CODE, "--form", "/dev/zero"], "/dev/zero is longer than 16 MiB"),
        (["add", "--item", CODE, "--form", "."], "cannot be read: Is a directory"),
        (["add", "--item", CODE, "--form", "infinite.json"], "is not JSON"),
        (["add", "--item", CODE], "--form"),
        (["export", "--to", ""], "--to"),
        (["list"], "there is no outbox"),
        (["list", "--home", "/dev/null"], "/dev/null"),
        (["drain", "--limit", "-1"], "--limit"),
        (["show"], "ID"),
        (["nonsense"], "nonsense"),
    ],
)
def test_bad_input_is_one_sentence(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], says: str
) -> None:
    monkeypatch.chdir(home)
    (home / "nan.json").write_text('{"a": NaN}')
    (home / "infinite.json").write_text('{"a": 1e999}')
    code, out, err = run(*words)
    assert code != 0 and out == "" and says in err and err.count("\n") == 1, err


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("KIOSK_TERMINAL_ID=../x", "KIOSK_TERMINAL_ID"),
        ("KIOSK_SEALING_KEY=none.key", "none.key"),
        ("KIOSK_SEALING_KEY=answers.json", "answers.json"),
        ("nonsense", "line 4"),
        ("KIOSK_SEALING_KEY=", "KIOSK_SEALING_KEY is not set"),
    ],
)
def test_a_bad_setting_is_one_sentence_and_nothing_is_added(run: Run, home: Path, line: str, says: str) -> None:
    with (home / "terminal.env").open("a") as file:
        file.write(line + "\n")
    code, out, err = run("add", "--item", CODE, "--form", home / "answers.json")
    assert code != 0 and out == "" and says in err and err.count("\n") == 1, err
    assert not (home / "outbox").exists()


@pytest.mark.parametrize("url", ["ftp://x", "http://platform.example", "https://", "https://a:99999999", "nonsense"])
def test_a_bad_address_is_one_sentence(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    add(run, home)
    monkeypatch.setenv("KIOSK_PLATFORM_URL", url)
    code, _, err = run("drain")
    assert code != 0 and url in err and err.count("\n") == 1, err


@pytest.mark.parametrize(
    ("columns", "shown"), [(80, "[##########..........] 1/2 sent"), (12, ".] 1/2 sent"), (0, "[####")]
)
def test_what_is_said_beside_a_bar_has_a_line_of_its_own(
    monkeypatch: pytest.MonkeyPatch, columns: int, shown: str
) -> None:
    """The sentence about what still waits stood behind the bar; in a narrow window each step took another line."""
    reading, writing = os.openpty()
    termios.tcsetwinsize(writing, (24, columns))
    with os.fdopen(writing, "w") as terminal, os.fdopen(reading, "rb") as seen:
        monkeypatch.setattr(sys, "stderr", terminal)
        show = bar("sent")
        show(1, 2)
        before = os.read(seen.fileno(), 1000).decode()
        show(2, 2)
        after = os.read(seen.fileno(), 1000).decode()
    assert before.startswith(shown) and before.endswith("\r") and len(before) <= (columns or 80)
    assert after.rstrip().endswith("2/2 sent") and after.endswith("\r\n")


@pytest.mark.parametrize("wanted", ["", "0", "-1", "9" * 20, "1" * 5000, "\udcff", "1.0", "'; DROP TABLE record;--"])
def test_what_is_no_id_finds_nothing(run: Run, home: Path, wanted: str) -> None:
    add(run, home)
    for action in ("show", "park", "retry"):
        code, out, err = run(action, "--", wanted)
        assert code != 0 and out == "" and "no record" in err and err.count("\n") == 1
