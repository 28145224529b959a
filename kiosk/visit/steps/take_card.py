"""Take your card: before "done", and after a visit that ended in any other way."""

from __future__ import annotations

import asyncio
import logging
from typing import Never

from drivers.outcome import Completion, Failure
from drivers.status import Media
from kiosk.devices import Devices
from kiosk.pace import Pace
from kiosk.visit.stage import Stage
from kiosk.visit.views import TakeCardView

AT_ONCE_S = 1.0  # a reader that has no card says so by then (its find takes 0.3 s): no page flashes by
ALARM_S = 30  # a card that is left: the screen urges from 10 s on, staff are told at 30 s
GIVE_UP_S = 120  # the terminal must serve the next one; the card lies in the open or behind a latch that staff open

_log = logging.getLogger(__name__)


async def take_card(stage: Stage, devices: Devices, means: str, pace: Pace) -> bool:
    """True when the card is gone, at once when there is none; False when it has been left for good."""
    if await _gone(devices, means, AT_ONCE_S):
        return True
    counting = asyncio.create_task(_count(stage, means, pace))
    try:
        gone = await _gone(devices, means, GIVE_UP_S * pace.second)
    finally:
        counting.cancel()
        await asyncio.wait({counting})
    if not gone:
        _log.warning("a card was left in the reader: %s", means)
    return gone


async def _gone(devices: Devices, means: str, limit: float) -> bool:
    """A reader that fails cannot tell: then nobody is kept waiting."""
    if means == "id_card" and devices.id_card_reader is not None:
        outcome = await devices.id_card_reader.wait_removed(limit)
    elif means in ("social_security_card", "bank_card") and devices.card_reader is not None:
        outcome = await devices.card_reader.wait_media(Media.NOT_PRESENT, limit)
    else:
        return True
    return not (isinstance(outcome, Failure) and outcome.code is Completion.TIME_OUT)


async def _count(stage: Stage, means: str, pace: Pace) -> Never:
    seconds = 0
    while True:
        stage.show(TakeCardView(means, seconds))
        if seconds == ALARM_S:
            _log.warning("a card is waiting to be taken for %d s: %s", seconds, means)
        await asyncio.sleep(pace.second)
        seconds += 1
