"""Guards against output that a program cannot read, and bad input that ends in more than one sentence."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import pytest

from kiosk.__main__ import OneLineParser
from kiosk.catalogue.command import register
from kiosk.catalogue.files import SAMPLE


def run(*words: str) -> int:
    parser = OneLineParser(prog="kiosk")
    register(parser.add_subparsers(dest="command", required=True))
    args: argparse.Namespace = parser.parse_args(["catalogue", *words])
    return int(args.run(args))


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KIOSK_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("KIOSK_CATALOGUE", raising=False)


def test_list_for_programs_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--json") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(rows) == 54
    assert set(rows[0]) == {
        "code", "short", "name", "name_en", "kind", "category", "department", "instant", "steps", "devices",
        "popularity", "sample",
    }  # fmt: skip
    assert all(row["sample"] is True and len(row["code"]) == 31 for row in rows)


def test_list_for_people_says_that_it_is_a_sample(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--category", "exit_entry") == 0
    out = capsys.readouterr().out
    assert out.startswith("示例 / sample")
    assert [line[:4] for line in out.splitlines()[3:]] == ["CR01", "CR03", "CR02"]


@pytest.mark.parametrize("name", ["YB04", "yb04", "11999999TE5T00024D3502099014000"])
def test_show_by_either_code(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run("show", name) == 0
    out = capsys.readouterr().out
    assert out.startswith("示例 / sample") and "居住证或转诊证明" in out and "verify before use" in out


def test_check_of_the_sample(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check") == 0
    assert "54 items, nothing to find fault with" in capsys.readouterr().out


def test_check_lists_findings_and_ends_non_zero(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "catalogue"))
    text = (folder / "tax.json").read_text(encoding="utf-8")
    (folder / "tax.json").write_text(text.replace('"icon": "coin"', '"icon": "money-bag"'), encoding="utf-8")
    with pytest.raises(SystemExit, match="kiosk catalogue check: 1 findings in"):
        run("check", "--file", str(folder))
    assert capsys.readouterr().out == "SW03 icon: money-bag is no icon that the screens draw\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show", "XX99"), "kiosk catalogue show: no item 'XX99'"),
        (("list", "--category", "none"), "kiosk catalogue list: no category 'none'"),
        (("list", "--file", "/nonexistent"), "there is no such file"),
        (("check", "--file", "/dev/null"), "it cannot be read"),
    ],
)
def test_bad_input_is_one_sentence(words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(SystemExit) as caught:
        run(*words)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_settings_name_another_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_CATALOGUE", "/nonexistent")
    with pytest.raises(SystemExit, match=r"/nonexistent/catalogue\.json"):
        run("list")
