"""Five levels of equal size and none chosen before (GB/T 39734: nobody is urged); leaving it out is a real choice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from kiosk.contract.ratings import Rated
from kiosk.rating_tags import LEVELS, Tags, tags_in_use
from kiosk.text import message
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.own_words import own_words
from kiosk.visit.rating import Given, record_about_case, record_about_other, record_rating, tags_of
from kiosk.visit.steps.one_of import one_of
from kiosk.visit.to_the_end import to_the_end
from kiosk.visit.views import Option, QuestionView, RateView

_NO_TAGS = Tags("", dict.fromkeys(LEVELS, ()))  # the national ones are about matters, and nobody adds one


async def rate(visit: Visit) -> None:
    """What stands when the visit ends counts; the conductor records "not rated" where nobody came this far."""

    def stands(given: Given) -> None:
        visit.rating_level, visit.rating_tags, visit.rating_words = given.level, given.tags, given.words

    known = await asyncio.to_thread(tags_in_use, visit.kit.settings)
    stands(await _ask(visit, known, stands) or Given())
    await to_the_end(asyncio.to_thread(record_rating, visit))


async def rate_case(visit: Visit, number: str, item_code: str) -> bool:
    """A case from the list of one's cases, also once more after it was rated (追评): the platform keeps the first and
    the second. Who leaves without an answer has not rated, and nothing is recorded: False."""
    known = await asyncio.to_thread(tags_in_use, visit.kit.settings)
    given = await _ask(visit, known, back=True)
    if given is not None:
        await to_the_end(asyncio.to_thread(record_about_case, visit.kit, item_code, number, given))
    return given is not None


async def rate_other(visit: Visit) -> bool:
    """The terminal or the system, which no item's rating is about. False: the citizen left it."""
    rated = await _which(visit)
    if rated is None:
        return False
    given = await _ask(visit, _NO_TAGS, subject=rated, back=True)
    if given is not None:
        await to_the_end(asyncio.to_thread(record_about_other, visit.kit, rated, given))
    return given is not None


async def _which(visit: Visit) -> Rated | None:
    options = tuple(Option(one.value, message(f"rating.other.{one}")) for one in (Rated.TERMINAL, Rated.SYSTEM))
    rated = await one_of(visit, QuestionView("rated", "choice", message("rating.other.title"), None, None, options))
    return Rated(rated) if rated is not None else None


async def _ask(
    visit: Visit,
    known: Tags,
    stands: Callable[[Given], None] = lambda given: None,
    *,
    subject: Rated = Rated.ITEM,
    back: bool = False,
) -> Given | None:
    """None: left out. `stands` is told of every choice, for whoever leaves without pressing anything more."""
    given = Given()
    leaving = (i.Back,) if back else ()
    while True:
        stands(given)
        view = RateView(given.level, tags_of(known, given), subject.value, len(given.words))
        touched = await visit.stage.ask(view, i.Rate, i.ToggleTag, i.Do, i.Next, i.Skip, *leaving)
        match touched:
            case i.Rate(level) if level in LEVELS and level != given.level:
                given = Given(level, words=given.words)
            case i.ToggleTag(code) if code in {tag.code for tag in view.tags}:
                given = replace(given, tags=given.tags ^ {code})
            case i.Do("words") if given.level is not None:
                given = replace(given, words=await own_words(visit, given.words))
            case i.Next() if given.level is not None:
                return given
            case i.Skip() | i.Back():
                return None
