"""A name that stays on the disk or is offered to the next citizen; an engine that takes the window with it."""

from __future__ import annotations

import os
import select
import signal
import sys
from pathlib import Path

import pytest

from kiosk.typing import typist as module
from kiosk.typing.typist import Typist
from tests.limits import LIMIT_S

RARE_NAME = "翀䶮"  # chong yan: a name that no dictionary has as a word


def texts(answer: module.Answer | None) -> list[str]:
    assert answer is not None
    return [text for _, text in answer.candidates]


def choose(typist: Typist, letters: str, wanted: str, rare: bool = False) -> None:
    answer = typist.compose("pinyin", letters, most=1500, rare=rare)
    assert answer is not None
    index = next(at for at, text in answer.candidates if text == wanted)
    assert typist.compose("pinyin", (*letters, index)) == module.Answer(committed=wanted)


@pytest.mark.parametrize(
    ("letters", "first"),
    [
        ("chongqing", "重庆"),
        ("shenfenzheng", "身份证"),
        ("gongjijin", "公积金"),
        ("cqs", "重庆市"),
        ("yubei", "渝北"),
        ("beibei", "北碚"),
        ("chongqin", "重庆"),
        ("zongguo", "中国"),
        ("woyaobanlishebaoka", "我要办理社保卡"),
        ("xi'an", "西安"),
    ],
)
def test_the_usual_word_comes_first(typist: Typist, letters: str, first: str) -> None:
    assert texts(typist.compose("pinyin", letters))[0] == first


def test_what_is_nearly_read_so_comes_after_what_is(typist: Typist) -> None:
    """Fuzzy sounds help words, but 从 (cong) must not push 冲 away from somebody who types chong."""
    singles = [text for text in texts(typist.compose("pinyin", "chong", most=400)) if len(text) == 1]
    assert singles[:3] == ["冲", "重", "充"]
    assert singles.index("从") > 20


@pytest.mark.parametrize(("letters", "character"), [("yan", "䶮"), ("duo", "㙍"), ("ji", "𠮷"), ("kun", "堃")])
def test_rare_characters_of_names_can_be_reached(typist: Typist, letters: str, character: str) -> None:
    assert character in texts(typist.compose("pinyin", letters, most=60, rare=True)) or character in texts(
        typist.compose("pinyin", letters, first=60, most=240, rare=True)
    )


@pytest.mark.parametrize(("strokes", "character"), [("hpznphhpn", "䶮"), ("hshszh", "𠮷"), ("hshznznznzn", "㙍")])
def test_rare_characters_by_their_strokes(typist: Typist, strokes: str, character: str) -> None:
    assert character in texts(typist.compose("stroke", strokes))[:4]


def test_part_by_part(typist: Typist) -> None:
    letters = tuple("ceshiyuan")
    at = texts(typist.compose("pinyin", letters)).index("测试")
    half = typist.compose("pinyin", (*letters, at))
    assert half is not None
    assert (half.committed, half.preedit) == ("", "测试yuan")
    at = texts(half).index("员")
    assert typist.compose("pinyin", (*letters, 1, at)) == module.Answer(committed="测试员")


def test_nothing_typed_reaches_a_disk_or_the_next_citizen(tables: Path, tmp_path: Path, monkeypatch) -> None:
    """The stock schemas of librime put 杖 first after twenty picks, and keep what was typed in a *.userdb."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in tables.rglob("*") if path.is_file()}
    first = Typist(tables)
    zhang = texts(first.compose("pinyin", "zhang", most=60))
    for _ in range(20):
        choose(first, "zhang", "杖")
        choose(first, "chong", "翀")
        choose(first, "yan", "䶮", rare=True)
    assert texts(first.compose("pinyin", "zhang", most=60)) == zhang  # not even within the visit
    assert first._process is not None
    limits = Path(f"/proc/{first._process.pid}/limits").read_text()
    assert "Max file size             0                    0" in limits
    assert "Max core file size        0                    0" in limits
    first.forget()
    following = Typist(tables)
    try:
        assert texts(following.compose("pinyin", "zhang", most=60)) == zhang
        assert RARE_NAME not in texts(following.compose("pinyin", "chongyan", most=60))
    finally:
        following.forget()
    after = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in tables.rglob("*") if path.is_file()}
    assert after == before
    assert list(tmp_path.rglob("*")) == []


def test_the_engine_ends_with_the_visit(typist: Typist) -> None:
    typist.preferred = "stroke"
    typist.compose("pinyin", "ceshi")
    assert typist._process is not None
    pid = typist._process.pid
    typist.forget()
    assert not Path(f"/proc/{pid}").exists()
    assert typist.preferred is None


def test_a_crash_costs_one_key_no_letter_and_no_window(typist: Typist) -> None:
    typist.compose("pinyin", "ces")
    assert typist._process is not None
    os.kill(typist._process.pid, signal.SIGSEGV)
    typist._process.wait()
    assert texts(typist.compose("pinyin", "ceshi"))[0] == "测试"  # a new engine, and the composition is whole
    assert typist.modes == ("pinyin", "stroke", "handwriting")


def test_an_engine_that_hangs_is_given_up_within_its_limit(tables: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "START_LIMIT_S", 0.15)
    hung = Typist(tables, command=[sys.executable, "-c", "import time; time.sleep(600)"])
    assert hung.compose("pinyin", "c") is None
    assert hung.modes == ()  # Latin letters and digits remain
    assert not hung.write([[(0.1, 0.5), (0.9, 0.5)]])
    assert hung._process is None
    hung.forget()
    assert "pinyin" in hung.modes  # the next citizen gets a new try


def test_an_answer_that_lies_there_is_taken_however_late_it_is_looked_for(typist: Typist) -> None:
    # Guards against: a window that stood still for two seconds, and an engine that is ended for it.
    typist.compose("pinyin", "c")
    number = typist._ask({"do": "compose", "mode": "pinyin", "events": ["d"], "first": 0, "most": 5, "rare": False})
    assert number is not None and typist._process is not None and typist._process.stdout is not None
    assert select.select([typist._process.stdout], [], [], LIMIT_S)[0]
    assert typist._wait(number, 0.0) is not None


@pytest.mark.parametrize("speech", ["print('not json', flush=True)", "raise SystemExit(1)"])
def test_nonsense_and_an_early_end_are_failures_not_exceptions(tables: Path, speech: str) -> None:
    broken = Typist(tables, command=[sys.executable, "-c", speech])
    assert broken.compose("pinyin", "c") is None
    assert broken.modes == ()
    broken.forget()


def test_what_is_not_installed_is_not_offered(tables: Path, tmp_path: Path) -> None:
    assert Typist.without_engines().modes == ()
    assert Typist.without_engines().compose("pinyin", "c") is None
    no_model = Typist(tables, tmp_path / "no.model")
    assert no_model.modes == ("pinyin", "stroke")
    no_tables = Typist(tmp_path)
    assert no_tables.modes == ("handwriting",)


def test_tables_that_do_not_load_are_found_out_by_the_engine(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    hollow = Typist(tmp_path)
    assert "pinyin" in hollow.modes  # presumed
    assert hollow.compose("pinyin", "c") is None
    assert "pinyin" not in hollow.modes
    hollow.forget()


def test_nothing_typed_is_in_a_repr(typist: Typist) -> None:
    assert "测试" not in repr(typist.compose("pinyin", "ceshi"))


def test_the_engine_ends_when_its_window_is_gone(typist: Typist) -> None:
    """A window that is killed must not leave a process that remembers."""
    typist.compose("pinyin", "c")
    process = typist._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(LIMIT_S) == 0
