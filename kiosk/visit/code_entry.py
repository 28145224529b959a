"""A code of a receipt or a draft: typed on its page, or shown to the scanner meanwhile."""

from __future__ import annotations

from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.scanning import scanned
from kiosk.visit.views.cases import CodeEntryView


async def typed_or_scanned(visit: Visit, view: CodeEntryView) -> str | i.Back:
    async def look() -> str:
        while not (text := await scanned(visit, view)):
            continue
        return text

    got = await visit.stage.race(look(), i.Answer, i.Back)
    if isinstance(got, i.Answer):
        return str(got.value)
    return got if isinstance(got, str) else i.Back()
