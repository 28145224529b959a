"""Five levels of equal size and none chosen before (GB/T 39734: nobody is urged); leaving it out is a real choice."""

from __future__ import annotations

import asyncio
from functools import partial

from kiosk.rating_tags import LEVELS, tags_in_use
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.rating import record_about, record_rating, tags_of
from kiosk.visit.to_the_end import to_the_end
from kiosk.visit.views import RateView


async def rate(visit: Visit) -> None:
    """What stands when the visit ends counts; the conductor records "not rated" where nobody came this far."""
    known = await asyncio.to_thread(tags_in_use, visit.kit.settings)
    while True:
        view = RateView(visit.rating_level, tags_of(known, visit.rating_level, visit.rating_tags))
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


async def rate_case(visit: Visit, number: str, item_code: str) -> None:
    """A case from the list of one's cases, also once more after it was rated (追评): the platform keeps the first and
    the second. Who leaves without an answer has not rated, and nothing is recorded."""
    known = await asyncio.to_thread(tags_in_use, visit.kit.settings)
    level, chosen = "", frozenset[str]()
    while True:
        view = RateView(level or None, tags_of(known, level or None, chosen))
        touched = await visit.stage.ask(view, i.Rate, i.ToggleTag, i.Next, i.Skip, i.Back)
        match touched:
            case i.Rate(wanted) if wanted in LEVELS:
                level, chosen = wanted, frozenset()
            case i.ToggleTag(code) if code in {tag.code for tag in view.tags}:
                chosen ^= {code}
            case i.Next() if level:
                given = partial(record_about, order=number.lower(), level=level, chosen=chosen)
                await to_the_end(asyncio.to_thread(given, visit.kit, item_code, number))
                return
            case i.Skip() | i.Back():
                return
