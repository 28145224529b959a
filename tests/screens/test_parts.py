"""What is drawn in parts: the same picture as drawn whole, and nothing of what was there before."""

import subprocess
import sys

import pytest

from screens.changed import changed
from screens.geometry import Rect
from tests.limits import PROGRAM_S

ONE, TWO, THREE = ((name, Rect(0, 100 * at, 50, 20)) for at, name in enumerate(("one", "two", "three")))


def test_only_what_differs_is_named():
    """A button that changed its colour costs its own pixels, and none of the page's."""
    assert changed([ONE, TWO, THREE], [ONE, ("other", TWO[1]), THREE]) == [TWO[1], TWO[1]]
    assert changed([ONE, TWO], [ONE, TWO]) == []


def test_what_goes_is_painted_over():
    """A name that is no longer on the page stays on the glass."""
    assert changed([ONE, TWO, TWO], [ONE, TWO]) == [TWO[1]]


def test_another_order_may_be_anywhere():
    """Something that now lies over another thing is drawn below it."""
    assert changed([ONE, TWO], [TWO, ONE]) is None


def test_what_has_no_place_may_be_anywhere():
    """A signature, drawn past the page, is left out."""
    assert changed([ONE], [ONE, ("strokes", None)]) is None


@pytest.mark.window
def test_parts_and_the_whole_are_the_same_picture():
    """Something of the page before stays on the glass: a letter, the mark of a finger, somebody's name."""
    command = [sys.executable, "-m", "tests.screens.part_checks", "portrait", "16"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=PROGRAM_S, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    drawn, of = (int(word) for word in ran.stdout.split() if word.isdigit())
    assert drawn > of / 2, "hardly anything was drawn in parts: what is shown here shows nothing"
