"""A card that was read is forgotten on the reader."""

from __future__ import annotations

import asyncio

from drivers.id_card_reader.card import ResidentCard
from drivers.outcome import Completion, Failure
from tests.drivers.id_card_reader.hands import READ_S


async def test_a_card_that_lies_there_after_it_was_read_is_waited_for_until_it_is_gone(reader, module):
    module.place("jia")
    assert isinstance(await reader.read(READ_S), ResidentCard)
    still = await reader.wait_removed(0.3)
    assert isinstance(still, Failure)
    assert still.code is Completion.TIME_OUT
    waiting = asyncio.create_task(reader.wait_removed(READ_S))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    module.remove()
    assert await waiting is None


async def test_another_card_put_down_at_once_still_counts_as_a_card(reader, module):
    module.place("jia")
    assert isinstance(await reader.read(READ_S), ResidentCard)
    module.remove()
    module.place("yi")
    still = await reader.wait_removed(0.3)
    assert isinstance(still, Failure)
