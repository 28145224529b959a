"""The card is lifted too early."""

from __future__ import annotations

import pytest

from tests.drivers.id_card_reader.hands import READ_S, error_of


@pytest.mark.parametrize("nth", [2, 3])
async def test_a_card_taken_away_before_it_was_read(reader, module, nth):
    module.place("jia")
    module.remove_at(nth)  # 2: as it is selected; 3: as it is read
    assert error_of(await reader.read(READ_S)) == "mediaRemoved"
