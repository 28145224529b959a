"""Cards that will not do, and what each is called."""

from __future__ import annotations

import pytest

from drivers.outcome import Completion, Failure
from drivers.status import ChipPower, Media
from tests.drivers.card_reader.hands import insert


@pytest.mark.parametrize(
    ("card", "upside_down", "error"),
    [
        ("bank_card", False, "invalidMedia"),
        ("wrong_check_digit", False, "dataInvalid"),
        ("jia", True, "mediaUnreadable"),
    ],
)
async def test_cards_that_will_not_do_each_have_a_name(reader, slot, card, upside_down, error):
    await insert(reader, slot, card, upside_down)
    outcome = await reader.read_social_security_card()
    assert isinstance(outcome, Failure)
    assert (outcome.code, outcome.error) == (Completion.COMMAND_ERROR_CODE, error)
    assert reader.status.media is Media.PRESENT
    assert (reader.status.chip_power is ChipPower.HARDWARE_ERROR) is upside_down
    assert "9999" not in outcome.detail
