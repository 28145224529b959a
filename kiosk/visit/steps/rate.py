"""Five levels of equal size and none chosen before (GB/T 39734: nobody is urged); leaving it out is a real choice."""

from __future__ import annotations

import asyncio

from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.rating import LEVELS, record_rating, tags_of
from kiosk.visit.to_the_end import to_the_end
from kiosk.visit.views import RateView


async def rate(visit: Visit) -> None:
    """What stands when the visit ends counts; the conductor records "not rated" where nobody came this far."""
    while True:
        view = RateView(visit.rating_level, tags_of(visit.rating_level, visit.rating_tags))
        touched = await visit.stage.ask(view, i.Rate, i.ToggleTag, i.Next, i.Skip)
        match touched:
            case i.Rate(level) if level in LEVELS:
                visit.rating_level, visit.rating_tags = level, frozenset()
            case i.ToggleTag(code) if code in {tag.code for tag in view.tags}:
                visit.rating_tags ^= {code}
            case i.Next() if visit.rating_level is not None:
                break
            case i.Skip():
                visit.rating_level, visit.rating_tags = None, frozenset()
                break
    await to_the_end(asyncio.to_thread(record_rating, visit))
