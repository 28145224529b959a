"""A control that keys or a low hand cannot reach, a page that is silent, a picture that a visit leaves."""

import subprocess
import sys

import pytest

from tests.limits import PROGRAM_S

pytestmark = pytest.mark.window


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
@pytest.mark.parametrize("what", ["keys", "low", "after"])
def test_screens(orientation, what):
    ran = subprocess.run(
        [sys.executable, "-m", "tests.screens.checks_reach", orientation, what],
        capture_output=True,
        text=True,
        timeout=PROGRAM_S,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert ran.stdout.strip() == "checked"
