"""Where a visit's end is known: what it took and spared, as one value that says nothing of the citizen."""

from __future__ import annotations

from enum import StrEnum

from kiosk.catalogue.model import Item
from kiosk.usage.ended import BROKEN_OFF, End, Ended
from kiosk.visit.context import Visit

SERVICE = "service:"
UNKNOWN = frozenset({"unsettled", "voided"})  # kinds of an outcome with which nothing was finished


class Ending(StrEnum):
    FINISHED = "finished"
    EXIT = "exit"
    TIME_OUT = "time-out"
    FAULT = "fault"
    RENEWED = "renewed"  # nobody was there, and the home page shows a newer catalogue from now on


_BROKEN_OFF = {Ending.EXIT: End.LEFT, Ending.TIME_OUT: End.TIMED_OUT, Ending.FAULT: End.FAULT}


def account(visit: Visit, ending: Ending, now: float) -> Ended | None:
    """To be asked before the visit is wiped; None: nobody was there. `now`: of the event loop's clock."""
    meter = visit.stage.meter
    if meter.began is None or ending is Ending.RENEWED:
        return None
    end = _end(visit, ending)
    until = meter.touched_at if ending is Ending.TIME_OUT else now  # nobody was there any more
    moment = visit.kit.pace.now()
    preferences = visit.stage.snapshot.preferences
    done = end in (End.DONE, End.HELD)
    scanned, held = (visit.visitor.pages, visit.visitor.licences) if done else ({}, {})  # else nothing was handed in
    return Ended(
        day=moment.date().isoformat(),
        hour=moment.hour,
        item=_what(visit),
        end=end,
        seconds=round((until - meter.began) / visit.kit.pace.second),
        touches=meter.touches,
        pages=meter.pages,
        papers_asked=len(scanned.keys() | held.keys()),
        papers_saved=len(held),
        trips_saved=trips_saved(visit.item) if done and visit.chosen is not None else 0,
        mode=preferences.mode,
        language=preferences.language,
        left_at=type(visit.stage.snapshot.view).__name__ if end in BROKEN_OFF else "",
        rating=visit.rating_level or "",
    )


def trips_saved(item: Item) -> int:
    """Ways to an office that doing it here spares: an estimate.

    At a counter what is decided at once takes one way, all else two (hand in, fetch); the guide says how many of
    them are left (到办事现场次数).
    """
    return max(0, (1 if item.instant else 2) - item.guide.visits)


def _end(visit: Visit, ending: Ending) -> End:
    if visit.outcome is not None:  # whoever leaves at the rating has what they came for
        if visit.outcome.kind == "held":
            return End.HELD
        return End.UNSETTLED if visit.outcome.kind in UNKNOWN else End.DONE
    if ending is Ending.FAULT:
        return End.FAULT
    if not visit.begun:
        return End.READ
    return _BROKEN_OFF.get(ending, End.LEFT)


def _what(visit: Visit) -> str:
    if visit.chosen is not None:
        return visit.chosen.code
    return f"{SERVICE}{visit.service}" if visit.service else ""
