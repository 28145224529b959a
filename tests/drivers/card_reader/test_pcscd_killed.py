"""pcscd dies while nobody reads, and is started again."""

from __future__ import annotations

import asyncio

from drivers.card_reader.social_security_card import SocialSecurityCard
from drivers.outcome import Completion, Failure
from drivers.status import DeviceState, Media
from tests.drivers.card_reader.hands import EVENT_S, insert


async def test_pcscd_may_die_and_come_back(reader, slot, pcscd):
    # Guards against: after a restart of pcscd no card is ever noticed again.
    await insert(reader, slot, "jia")
    pcscd.kill()
    try:
        assert await reader.wait_status(lambda status: status.device is DeviceState.OFFLINE, EVENT_S)
        assert reader.status.media is Media.UNKNOWN
        outcome = await reader.read_social_security_card()
        assert isinstance(outcome, Failure)
        assert outcome.code is Completion.DEVICE_NOT_READY
    finally:
        await asyncio.to_thread(pcscd.start)
    assert await reader.wait_media(Media.PRESENT, EVENT_S) is None  # the card still lies there
    assert isinstance(await reader.read_social_security_card(), SocialSecurityCard)
