"""The module says of itself that it is unfit."""

from __future__ import annotations

import pytest

from drivers.outcome import Completion, Failure
from tests.drivers.id_card_reader.hands import READ_S


@pytest.mark.parametrize("sw3", [0x60, 0x66])
async def test_a_module_that_is_unfit_is_a_hardware_error(reader, module, sw3):
    module.fail_next(sw3)
    outcome = await reader.read(READ_S)
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.HARDWARE_ERROR
