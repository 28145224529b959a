"""What screen and receipt both say of an outcome: until when it is kept, and where what was signed is found."""

from __future__ import annotations

import calendar
from datetime import timedelta

from kiosk.text import Localized, Message, message
from kiosk.visit.context import Outcome, Visit

BY_PLATFORM = ("submitted", "decided", "declined")  # outcomes of which the platform has a case


def held_until(visit: Visit, outcome: Outcome, key: str) -> Message | None:
    """The words under `key` with the day until which it is kept for certain, as a citizen can write it down.

    None: it was not held, or it waits until it is sent. What counts is the terminal's running time
    (`offline_cache/lifetime.py`), so it may be kept longer, never shorter.
    """
    days = visit.item.offline_days
    if outcome.kind != "held" or days is None:
        return None
    day = visit.kit.pace.now() + timedelta(days=days)
    written = Localized(
        f"{day.year}年{day.month}月{day.day}日", f"{day.day} {calendar.month_name[day.month]} {day.year}"
    )
    return message(key, date=written)


def where_signed(visit: Visit, outcome: Outcome, where: str) -> Message | None:
    """Where what was signed is found; `where`: "screen" or "slip". None: nothing was signed."""
    if visit.visitor.signed is None or outcome.kind not in (*BY_PLATFORM, "held"):
        return None
    return message(f"signed.found.{where}")
