"""Goodbye, for a few seconds; who has something to say about the terminal itself says it here."""

from __future__ import annotations

import asyncio

from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.steps.rate import rate_other
from kiosk.visit.views import FarewellView

STAYS_S = 6  # to read one sentence; the next in line does not wait for it


async def farewell(visit: Visit, *, paper: bool) -> None:
    rated = False
    while True:
        visit.stage.frame(item=None, progress=None, in_visit=False)
        touched = await visit.stage.race(_stay(visit, paper, rated), i.Next, i.AnotherItem, i.Do)
        visit.another = isinstance(touched, i.AnotherItem)
        if touched != i.Do("rate") or rated:
            return
        visit.stage.frame(item=None, progress=None, in_visit=True)
        rated = await rate_other(visit)


async def _stay(visit: Visit, paper: bool, rated: bool) -> None:
    visit.stage.show(FarewellView(paper, rated))
    await asyncio.sleep(STAYS_S * visit.kit.pace.second)
