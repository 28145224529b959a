"""A card that is held askew, or broken."""

from __future__ import annotations

import pytest

from drivers.id_card_reader.card import ResidentCard
from tests.drivers.id_card_reader.hands import READ_S, error_of


@pytest.mark.parametrize("sw3", [0x41, 0x32, 0x33, 0x81])
async def test_a_card_that_cannot_be_read_three_times_is_unreadable(reader, module, sw3):
    module.place("jia")
    module.fail_next(sw3, 3)
    assert error_of(await reader.read(READ_S)) == "mediaUnreadable"


async def test_a_card_that_fails_twice_is_read_the_third_time(reader, module):
    module.place("jia")
    module.fail_next(0x41, 2)
    assert isinstance(await reader.read(READ_S), ResidentCard)
