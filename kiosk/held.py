"""How long what was accepted offline is kept for certain: a day that a citizen can write down.

What counts is the terminal's running time (`offline_cache/lifetime.py`), so it may be kept longer, never shorter.
"""

from __future__ import annotations

import calendar
from datetime import timedelta

from kiosk.text import Localized, Message, message
from kiosk.visit.context import Outcome, Visit


def held_until(visit: Visit, outcome: Outcome, key: str) -> Message | None:
    """The words under `key` with that day; None: it was not held, or it waits until it is sent."""
    days = visit.item.offline_days
    if outcome.kind != "held" or days is None:
        return None
    day = visit.kit.pace.now() + timedelta(days=days)
    written = Localized(
        f"{day.year}年{day.month}月{day.day}日", f"{day.day} {calendar.month_name[day.month]} {day.year}"
    )
    return message(key, date=written)
