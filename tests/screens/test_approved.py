"""Every screen looks as a person approved it; a moved or vanished part is noticed before it ships."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_screens_look_as_approved(orientation: str) -> None:
    """Each orientation needs a process of its own: Kivy has one window for good."""
    command = [sys.executable, "-m", "tests.screens.approved", "check", orientation]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert ran.stdout.strip() == "compared"
