"""What all visits of the tests have in common.

A terminal's second is short in tests (`kiosk.pace`). What only happens when nobody is there must not happen sooner for
that: on a busy machine a minute of 1.2 s is over before a picture is judged, and the visit with it.
"""

from __future__ import annotations

import pytest

from kiosk.visit import attract, conductor
from kiosk.visit.patience import Patience
from kiosk.visit.stage import Stage


@pytest.fixture(autouse=True)
def nobody_shows_slides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attract, "AFTER_S", 1e6)


@pytest.fixture
def pages_run_out() -> None:
    """For tests of what happens when nobody touches anything: pages count the terminal's short seconds, too."""


@pytest.fixture(autouse=True)
def pages_wait(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "pages_run_out" not in request.fixturenames:
        monkeypatch.setattr(conductor, "Patience", _patient)


def _patient(stage: Stage, *, second: float) -> Patience:
    return Patience(stage)
