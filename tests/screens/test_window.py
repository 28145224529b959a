"""Every view × language × mode × orientation on the real window, each orientation in a process of its own."""

import subprocess
import sys

import pytest

from tests.limits import PROGRAM_S

pytestmark = pytest.mark.window


@pytest.mark.timeout(2 * PROGRAM_S + 20)
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
@pytest.mark.parametrize("what", ["layout", "touch"])
def test_screens(orientation, what):
    """Words cut off or outside, targets too small or too close, a tap that counts twice, a blank picture."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.screens.checks", orientation, what],
        capture_output=True,
        text=True,
        timeout=2 * PROGRAM_S,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert ran.stdout.strip() == "checked"
