"""The card answers, but not within the limit; or nobody waits for it any more."""

from __future__ import annotations

import asyncio

import pytest

from drivers.card_reader.social_security_card import SocialSecurityCard
from drivers.outcome import Completion, Failure
from tests.drivers.card_reader.hands import insert


async def test_a_slow_card_ends_at_the_limit_and_a_cancelled_read_leaves_the_reader_usable(reader, slot):
    await insert(reader, slot, "jia")
    slot.delay = 0.4  # the last answer has a second: a fourth of the limit
    outcome = await reader.read_social_security_card(limit=4.0)
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.TIME_OUT
    assert reader.status.ready

    cancelled = asyncio.create_task(reader.read_social_security_card())
    await asyncio.sleep(0.15)
    cancelled.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cancelled
    slot.delay = 0.0
    assert isinstance(await reader.read_social_security_card(), SocialSecurityCard)
