"""A code of a receipt or a draft: typed on its page, or shown to the scanner meanwhile."""

from __future__ import annotations

import asyncio

from drivers.outcome import Failure
from kiosk.devices import Scanner
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.views.cases import CodeEntryView

LOOK_S = 3600.0  # how long to look for a code: the visit's own patience ends earlier


async def typed_or_scanned(visit: Visit, view: CodeEntryView, scanner: Scanner | None) -> str | i.Back:
    async def look() -> str:
        visit.stage.show(view)
        while scanner is not None:
            code = await scanner.read(LOOK_S)
            if isinstance(code, Failure):
                await asyncio.sleep(1.0)  # one that is away says so at once: ask again each second, not in a whirl
            elif code.text is not None:
                return code.text
        await asyncio.Event().wait()
        raise AssertionError

    got = await visit.stage.race(look(), i.Answer, i.Back)
    if isinstance(got, i.Answer):
        return str(got.value)
    return got if isinstance(got, str) else i.Back()
