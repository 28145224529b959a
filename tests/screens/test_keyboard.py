"""The keyboard by touch on the real window, each orientation in a process of its own."""

import subprocess
import sys

import pytest

from tests.limits import PROGRAM_S

pytestmark = pytest.mark.window


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_keyboard(orientation):
    """A word lost between finger and field, keys too small or cut off, a name that the next citizen sees."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.screens.keyboard_checks", orientation],
        capture_output=True,
        text=True,
        timeout=PROGRAM_S,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert ran.stdout.strip() == "checked"
