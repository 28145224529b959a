"""Take your card: before "done", and after a visit that ended in any other way.

Decided from what the reader's status says already: asking a reader for its card takes up to two seconds, in which
whoever has just taken theirs, or is about to leave without it, looks at the page before.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from drivers.outcome import Failure
from drivers.status import Media
from kiosk.devices import Device, Devices
from kiosk.pace import Pace
from kiosk.visit import intents as i
from kiosk.visit.stage import Stage
from kiosk.visit.views import TakeCardView

AT_ONCE_S = 0.05  # a reader whose status does not tell may say by then that it has none: no page flashes by
ALARM_S = 30  # a card that is left: the screen urges from 10 s on, staff are told at 30 s
GIVE_UP_S = 120  # the terminal must serve the next one; the card lies in the open or behind a latch that staff open
UNSURE_S = 20  # to read two sentences, look at the reader and say so; a reader that cannot tell calls staff by itself
_ASK_S = 600.0
_AGAIN_S = 1.0  # a reader that is away says so at once: it is asked again each second, not in a whirl

_log = logging.getLogger(__name__)

Asks = Callable[[float], Awaitable[Failure | None]]
"""Until no card lies there, at most so many seconds; a `Failure` where that is not known."""


def lies_there(reader: Device) -> bool | None:
    """Whether its status says that a card lies there; None: it does not say."""
    media = getattr(reader.status, "media", Media.UNKNOWN)
    if not reader.status.ready or media is Media.UNKNOWN:
        return None
    return media is not Media.NOT_PRESENT


async def take_card(stage: Stage, devices: Devices, means: str, pace: Pace, *, only_known: bool = False) -> bool:
    """True when the card is gone, at once when there is none, or when somebody says that they have it; False when it
    has been left for good. `only_known`: nobody is asked about a card that the status does not name.
    """
    found = _reader(devices, means)
    if found is None:
        return True
    reader, asks = found
    there = lies_there(reader)
    if there is None and only_known:
        return True
    if there is None and reader.status.ready and not isinstance(await asks(AT_ONCE_S), Failure):
        return True
    if there is False:
        return True
    gone = await _ask_back(stage, asks, _Page(stage, reader, means, pace))
    if not gone:
        _log.warning("a card was left in the reader, or nobody could tell: %s", means)
    return gone


async def take_other_card(stage: Stage, devices: Devices, means: str, pace: Pace, *, left: str) -> str:
    """At the end of a visit: a card that its status names in a reader that was not asked for one. `left`: the means
    whose card nobody took before; nobody is asked about it again. The means whose card lies there; empty: none."""
    mine = _reader(devices, means)
    for other in ("id_card", "social_security_card"):
        found = _reader(devices, other)
        if found is None or (mine is not None and found[0] is mine[0]) or lies_there(found[0]) is not True:
            continue
        if other == left or not await take_card(stage, devices, other, pace, only_known=True):
            return other
    return ""


def _reader(devices: Devices, means: str) -> tuple[Device, Asks] | None:
    if means == "id_card" and devices.id_card_reader is not None:
        return devices.id_card_reader, devices.id_card_reader.wait_removed
    if means in ("social_security_card", "bank_card") and devices.card_reader is not None:
        return devices.card_reader, partial(devices.card_reader.wait_media, Media.NOT_PRESENT)
    return None


async def _ask_back(stage: Stage, asks: Asks, page: _Page) -> bool:
    waiting = {asyncio.create_task(_until_gone(asks)), asyncio.create_task(page.count())}
    try:
        while True:
            # `asyncio.wait` leaves the two at work: a touch that means nothing interrupts neither
            said = await stage.race(_first(waiting), i.Next)
            if not isinstance(said, i.Next):
                return said
            if page.unsure:
                return True
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting)


async def _first(waiting: set[asyncio.Task[bool]]) -> bool:
    done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    return any(task.result() for task in done)


async def _until_gone(asks: Asks) -> bool:
    while isinstance(await asks(_ASK_S), Failure):  # noqa: ASYNC110  (a reader that is away announces nothing)
        await asyncio.sleep(_AGAIN_S)
    return True


class _Page:
    """Shown anew each second."""

    def __init__(self, stage: Stage, reader: Device, means: str, pace: Pace) -> None:
        self._stage, self._reader, self._means, self._pace = stage, reader, means, pace
        self.unsure = False  # as it is shown: the reader cannot tell, who stands there can

    async def count(self) -> bool:
        """False: given up."""
        seconds = 0
        while seconds < (UNSURE_S if self.unsure else GIVE_UP_S):
            self.unsure = lies_there(self._reader) is None
            self._stage.show(TakeCardView(self._means, seconds, self.unsure))
            if seconds == ALARM_S and not self.unsure:
                _log.warning("a card is waiting to be taken for %d s: %s", seconds, self._means)
            await asyncio.sleep(self._pace.second)
            seconds += 1
        return False
