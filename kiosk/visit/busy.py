"""What a citizen is told while the platform asks for time: one road for every call of a visit."""

from __future__ import annotations

import math
from dataclasses import replace

from kiosk.text import Message, message
from kiosk.visit.stage import Stage
from kiosk.visit.views import WorkingView

MINUTE_S = 60
NEAREST_S = 10  # nobody counts the seconds of "about"


def tell(stage: Stage, seconds: float, soon: bool) -> None:
    """`soon`: it is waited for; the page that says what is being done stays."""
    stage.busy(seconds)
    if not stage.snapshot.in_visit:
        return  # nobody asked for anything
    if soon:
        waiting = message("busy.waiting", seconds=math.ceil(seconds))
        view = stage.snapshot.view
        if isinstance(view, WorkingView):
            stage.show(replace(view, detail=waiting))
        else:
            stage.toast(waiting, "warn")
    else:
        stage.toast(message("busy.later", wait=when(seconds)), "warn")


def when(seconds: float) -> Message:
    """In how long it is worth trying again, never too early."""
    if seconds > 2 * MINUTE_S - NEAREST_S:
        return message("busy.minutes", number=math.ceil(seconds / MINUTE_S))
    return message("busy.seconds", number=NEAREST_S * math.ceil(seconds / NEAREST_S))
