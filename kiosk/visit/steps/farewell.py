"""Goodbye, for a few seconds."""

from __future__ import annotations

import asyncio

from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.views import FarewellView

STAYS_S = 6  # to read one sentence; the next in line does not wait for it


async def farewell(visit: Visit, *, paper: bool) -> None:
    visit.stage.frame(item=None, progress=None, in_visit=False)
    touched = await visit.stage.race(_stay(visit, paper), i.Next, i.AnotherItem)
    visit.another = isinstance(touched, i.AnotherItem)


async def _stay(visit: Visit, paper: bool) -> None:
    visit.stage.show(FarewellView(paper))
    await asyncio.sleep(STAYS_S * visit.kit.pace.second)
