"""A tap that counts twice, a slide that presses, a page that appears under the finger and is pressed by it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.limits import PROGRAM_S

SCREENS = Path(__file__).parents[2] / "screens"


@pytest.mark.window
def test_a_storm_of_fingers():
    ran = subprocess.run(
        [sys.executable, "-m", "tests.screens.finger_checks", "portrait", "700"],
        capture_output=True,
        text=True,
        timeout=PROGRAM_S,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert ran.stdout.strip() == "checked"


def test_pages_are_turned_not_scrolled():
    """A finger that drifts 40 px while it taps loses every second tap in a list that scrolls."""
    for path in SCREENS.rglob("*.py"):
        assert "ScrollView" not in path.read_text("utf-8"), path.name
