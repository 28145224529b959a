"""The card answers, but not within the limit; or nobody waits for it any more."""

from __future__ import annotations

import asyncio
import time

import pytest

from drivers.card_reader.social_security_card import SocialSecurityCard
from drivers.outcome import Completion, Failure
from drivers.status import DeviceState
from tests.drivers.card_reader.hands import EVENT_S, insert


async def pauses_of_this_machine(pauses: list[float]) -> None:
    while True:
        before = time.monotonic()
        await asyncio.sleep(0.05)
        pauses.append(time.monotonic() - before)


async def test_a_slow_card_ends_at_the_limit_and_a_cancelled_read_leaves_the_reader_usable(reader, slot):
    await insert(reader, slot, "jia")
    slot.delay = 0.4  # the last answer has a second: a fourth of the limit
    told: list[DeviceState] = []
    reader.subscribe(lambda status: told.append(status.device))
    pauses: list[float] = []
    watching = asyncio.create_task(pauses_of_this_machine(pauses))
    outcome = await reader.read_social_security_card(limit=4.0)
    watching.cancel()
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.TIME_OUT
    if max(pauses) < 0.3:  # else the card's last answer came too late because nothing here ran
        assert told == []
    assert await reader.wait_status(lambda status: status.ready, EVENT_S)

    cancelled = asyncio.create_task(reader.read_social_security_card())
    await asyncio.sleep(0.15)
    cancelled.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cancelled
    slot.delay = 0.0
    assert isinstance(await reader.read_social_security_card(), SocialSecurityCard)
