"""pcscd dies in the middle of a dialogue with a card."""

from __future__ import annotations

import asyncio

from drivers.outcome import Completion, Failure
from drivers.status import Media
from tests.drivers.card_reader.hands import EVENT_S, insert


async def test_pcscd_dies_while_a_card_is_read(reader, slot, pcscd):
    await insert(reader, slot, "jia")
    slot.delay = 0.2
    reading = asyncio.create_task(reader.read_social_security_card())
    await asyncio.sleep(0.3)
    pcscd.kill()
    try:
        outcome = await reading
        assert isinstance(outcome, Failure)
        assert outcome.code is Completion.DEVICE_NOT_READY
    finally:
        await asyncio.to_thread(pcscd.start)
    slot.delay = 0.0
    assert await reader.wait_media(Media.PRESENT, EVENT_S) is None
