from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.end_to_end.terminal import Terminal


@pytest.fixture(scope="module")
def running() -> Iterator[Terminal]:
    """One demo for the tests of a file: starting it takes longer than a visit."""
    with Terminal() as terminal:
        yield terminal


@pytest.fixture
def terminal(running: Terminal) -> Iterator[Terminal]:
    """The demo, at home, with nothing lying about."""
    running.tidy()
    yield running
    running.tidy()
