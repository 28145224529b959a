"""Three items from home to home through the real window, each touch on what is drawn; all 54: `make walk`."""

import subprocess
import sys

import pytest

from tests.limits import PROGRAM_S

pytestmark = pytest.mark.window
SHORT = ("SB06", "YB01", "HZ01")  # an application, a query, a certificate: the three with the fewest touches


def test_three_items_through_the_window():
    """A button that is drawn and means nothing, a page that waits for ever, a key that is missing, no frame."""
    command = [sys.executable, "-m", "tests.screens.window_walk", *SHORT, "zh"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=PROGRAM_S, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert "3 items" in ran.stdout
