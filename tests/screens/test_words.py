"""A sentence that one of the languages lacks; a key that no file has; a literal sentence in a widget."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.words import words_of
from tests.limits import PROGRAM_S

SCREENS = Path(__file__).parents[2] / "screens"
DATA = {"keyboards.py", "typesetting.py"}  # provinces, punctuation


def test_both_languages_have_the_same_keys_and_parameters():
    zh, en = words_of("screens", "zh"), words_of("screens", "en")
    assert set(zh) == set(en)
    for key in zh:
        assert set(re.findall(r"\{(\w+)\}", zh[key])) == set(re.findall(r"\{(\w+)\}", en[key])), key


def test_every_key_that_is_used_exists():
    words = words_of("screens", "zh")
    for path in SCREENS.rglob("*.py"):
        for key in re.findall(r'page\.words\("([a-z_.]+)"', path.read_text("utf-8")):
            assert key in words, f"{path.name}: {key}"


@pytest.mark.window
def test_nothing_but_data_can_be_read_on_any_screen():
    """A sentence that reaches a widget past the words, in whatever language: found by making all words unreadable."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.screens.literal_checks"],
        capture_output=True,
        text=True,
        timeout=PROGRAM_S,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert ran.stdout.strip() == "checked"


def test_no_sentence_stands_in_a_widget():
    for path in SCREENS.rglob("*.py"):
        if path.name in DATA:
            continue
        source = re.sub(r'""".*?"""', "", path.read_text("utf-8"), flags=re.DOTALL)
        source = "\n".join(line.partition("#")[0] for line in source.splitlines())
        assert not re.search(r"[\u4e00-\u9fff]", source), path.name
