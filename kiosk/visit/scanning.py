"""Looking for a code before the scanner, for as long as a page asks for one."""

from __future__ import annotations

import asyncio

from drivers.outcome import Failure
from drivers.scanner.payload import Scanned
from kiosk.devices import Scanner
from kiosk.pace import Pace
from kiosk.visit.context import Visit
from kiosk.visit.views import View

LOOK_S = 3600.0  # how long to look for a code or a card: the page's own patience ends earlier


async def next_code(scanner: Scanner, pace: Pace) -> Scanned:
    """The next one, however long it takes. A scanner that is away says so at once: it is asked again each second, not
    in a whirl."""
    while isinstance(code := await scanner.read(LOOK_S * pace.second), Failure):
        await pace.wait(1)
    return code


async def scanned(visit: Visit, view: View) -> str:
    """The page, until a code was held before the scanner: its text, empty where it holds none. Without a scanner it
    stays for ever."""
    visit.stage.show(view)
    if (scanner := visit.kit.devices.scanner) is None:
        await asyncio.Event().wait()
        raise AssertionError
    return (await next_code(scanner, visit.kit.pace)).text or ""
