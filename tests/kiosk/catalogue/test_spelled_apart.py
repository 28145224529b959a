"""Spelled in another process, a catalogue is found as it is when spelled here."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kiosk.catalogue.pinyin import spell
from kiosk.catalogue.search import SearchIndex
from kiosk.catalogue.spelled_apart import spell_apart
from tests.kiosk.stand import sample

TEXTS = ("公积金明细", "重庆银行还款", "A4 打印", "", "行", "长")


def test_the_same_as_here() -> None:
    assert spell_apart(TEXTS) == {text: spell(text) for text in TEXTS}


def test_it_finds_the_same() -> None:
    apart, here = SearchIndex(sample(), spell_apart), SearchIndex(sample())
    for query in ("gjj", "gongjijin", "yibao", "身份证", "zhen", "pension"):
        assert apart.find(query) == here.find(query)
        assert apart.words(query) == here.words(query)


def test_it_is_done_here_where_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert spell_apart(TEXTS)["公积金明细"] == spell("公积金明细")


def test_the_window_does_without_the_dictionaries() -> None:
    """They would cost it forty megabytes for good."""
    script = (
        "import sys; from tests.kiosk.stand import sample; from kiosk.catalogue.search import SearchIndex;"
        "from kiosk.catalogue.spelled_apart import spell_apart;"
        "assert SearchIndex(sample(), spell_apart).find('gjj'); print('pypinyin' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
