"""What stands on the screen while nobody is there: the platform's slides where it publishes any, else a few of the
program's own that show what the terminal is for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Never

from kiosk.slides import Slide, pixels
from kiosk.text import message
from kiosk.visit.context import Visit
from kiosk.visit.submission import utc
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
    shown = -1
    while True:
        views = _views(visit)
        shown = (shown + 1) % len(views)
        visit.stage.show(await views[shown]())
        await asyncio.sleep(SLIDE_S * second)


def _views(visit: Visit) -> list[Callable[[], Awaitable[AttractView]]]:
    """What there is to show now: newer content, and slides whose time has come, are taken up as they go round."""
    shelf, settings = visit.kit.shelf, visit.kit.settings
    now = utc(visit.kit.pace.now())
    theirs = [one for one in shelf.laid.slides if one.holds(now, settings.district)] if shelf is not None else []
    if theirs:
        return [partial(_published, one, place, len(theirs)) for place, one in enumerate(theirs)]
    return [partial(_own, visit, place) for place in range(len(SLIDES))]


async def _published(slide: Slide, place: int, count: int) -> AttractView:
    picture = await asyncio.to_thread(pixels, slide)
    return AttractView(slide.title, slide.body, "speakerphone", place, count, picture)


async def _own(visit: Visit, place: int) -> AttractView:
    name, icon = SLIDES[place]
    total = len(visit.kit.catalogue.items)
    title, body = message(f"attract.{name}.title", total=total), message(f"attract.{name}.body")
    return AttractView(title, body, icon, place, len(SLIDES))


def untouched(visit: Visit) -> bool:
    """Somebody's way to show things, search or log-in ends by the time limit first."""
    snapshot = visit.stage.snapshot
    if not isinstance(snapshot.view, (HomeView, AttractView)):
        return False
    return snapshot.preferences == snapshot.site.usual and not snapshot.in_visit and visit.browsing.place == "home"
