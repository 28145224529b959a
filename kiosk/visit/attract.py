"""What stands on the screen while nobody is there: a few slides that show what the terminal is for."""

from __future__ import annotations

import asyncio
from itertools import cycle
from typing import Never

from kiosk.text import message
from kiosk.visit.context import Visit
from kiosk.visit.views import HomeView
from kiosk.visit.views.standing import AttractView

AFTER_S = 90.0  # longer than anybody reads the home page
SLIDE_S = 8.0  # two short lines are read twice; a still picture costs nothing between two changes

SLIDES = (
    ("items", "layout-grid"),
    ("certificates", "certificate"),
    ("payments", "cash"),
    ("elders", "heart-handshake"),
)


async def rest(visit: Visit) -> Never:
    """Wait until the fresh home page has been left alone for a while, then show the slides for ever."""
    second = visit.kit.pace.second
    await visit.stage.quiet(AFTER_S * second)
    if not untouched(visit):
        await asyncio.Event().wait()
    for slide, (name, icon) in cycle(enumerate(SLIDES)):
        total = len(visit.kit.catalogue.items)
        title, body = message(f"attract.{name}.title", total=total), message(f"attract.{name}.body")
        visit.stage.show(AttractView(title, body, icon, slide, len(SLIDES)))
        await asyncio.sleep(SLIDE_S * second)
    raise AssertionError


def untouched(visit: Visit) -> bool:
    """Somebody's way to show things, search or log-in ends by the time limit first."""
    snapshot = visit.stage.snapshot
    if not isinstance(snapshot.view, (HomeView, AttractView)):
        return False
    return snapshot.preferences == snapshot.site.usual and not snapshot.in_visit and visit.browsing.place == "home"
