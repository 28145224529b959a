"""What document A says of a day, turned into calls a second. Pure; what is assumed is said so.

| stated | a day |
|---|---|
| active users | 30,000 |
| touches (clicks on the website) | 100,000 |

Assumed: a user is a visit, and a touch is a call that reaches the platform. Then three visits make ten calls: two ask
for something (sign in, ask, sign out), one hands something in (sign in, look for a date, hand in, sign out).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

from kiosk.reachability import SURE_S
from kiosk.settings import Settings

USERS = 30_000
TOUCHES = 100_000
AT_ONCE = 100_000  # users online at once: document B's goal for the platform, which no sandbox claims
OPEN_S = 10 * 3600.0  # assumed: nearly all of a day's visits come while offices and malls are open
PEAK = 3.0  # assumed: the busiest minutes, over the mean of those hours
BEAT_S = float(Settings.__dataclass_fields__["heartbeat_s"].default)

BEGIN, ASK, SLOTS, SUBMIT, END = "sign in", "ask", "dates", "hand in", "sign out"
ASKING = (BEGIN, ASK, END)
FILING = (BEGIN, SLOTS, SUBMIT, END)
VISITS = (ASKING, ASKING, FILING)


def visits() -> Iterator[tuple[str, ...]]:
    """For ever, in their proportions."""
    return cycle(VISITS)


@dataclass(frozen=True)
class Rates:
    """Calls a second."""

    mean: float
    peak: float
    heartbeats: float
    probes: float


def rates(terminals: int) -> Rates:
    """Of the whole city's users, and of so many terminals that are switched on."""
    mean = TOUCHES / OPEN_S
    return Rates(mean, PEAK * mean, terminals / BEAT_S, terminals / SURE_S)
