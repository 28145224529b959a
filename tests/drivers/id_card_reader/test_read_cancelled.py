"""Nobody waits for the answer any more."""

from __future__ import annotations

import asyncio

import pytest

from drivers.id_card_reader.card import ResidentCard
from tests.drivers.id_card_reader.hands import READ_S


async def test_a_cancelled_read_leaves_the_reader_usable(reader, module):
    module.delay = 0.2
    reading = asyncio.create_task(reader.read(READ_S))
    await asyncio.sleep(0.1)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    module.delay = 0.0
    module.place("jia")
    assert isinstance(await reader.read(READ_S), ResidentCard)
