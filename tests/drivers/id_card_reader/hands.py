"""What the tests of the reader share."""

from __future__ import annotations

from drivers.outcome import Failure

READ_S = 5.0


def error_of(outcome: object) -> str:
    assert isinstance(outcome, Failure), "read"
    return outcome.error
