"""What the card says cannot be true."""

from __future__ import annotations

from tests.drivers.id_card_reader.hands import READ_S, error_of


async def test_a_wrong_check_digit_is_data_invalid(reader, module):
    module.place("wrong_check_digit")
    outcome = await reader.read(READ_S)
    assert error_of(outcome) == "dataInvalid"
    assert "9999" not in repr(outcome)
