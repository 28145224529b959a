"""What the tests of the reader share."""

from __future__ import annotations

import pytest

from drivers.id_card_reader import module
from drivers.outcome import Failure
from tests.limits import LIMIT_S

READ_S = LIMIT_S
_USUAL = module._LIMITS_S


def waits_for_answers(patch: pytest.MonkeyPatch) -> None:
    """The machine may be busy: no module that answers is taken for a silent one."""
    patch.setattr(module, "_LIMITS_S", dict.fromkeys(_USUAL, LIMIT_S))


def gives_up_soon(patch: pytest.MonkeyPatch) -> None:
    """As the driver does by itself: for as long as the module answers nothing, or less than it ought to."""
    patch.setattr(module, "_LIMITS_S", _USUAL)


def error_of(outcome: object) -> str:
    assert isinstance(outcome, Failure), "read"
    return outcome.error
