"""Hand in: sealed, committed, and only then is the citizen told; "submitted" only when the platform has said so."""

from __future__ import annotations

import asyncio
import logging

from kiosk.text import message
from kiosk.visit.context import Move, Outcome, Visit
from kiosk.visit.steps.drafting import drop_later
from kiosk.visit.steps.notice import notice
from kiosk.visit.submission import hand_in, own_number
from kiosk.visit.to_the_end import to_the_end
from kiosk.visit.views import WorkingView
from offline_cache.faults import DiskFailed

ANSWER_S = 8.0  # a citizen waits this long for a case number; a healthy platform takes one or two
AWAY_S = 1.5  # the platform is known to be away: only what is just coming back is waited for

_log = logging.getLogger(__name__)


async def submit(visit: Visit) -> Move:
    kit, stage, slot = visit.kit, visit.stage, visit.slot
    assert slot is not None
    visit.uninterrupted = True
    stage.frame(item=visit.item.title, progress=stage.snapshot.progress, in_visit=False)
    stage.show(WorkingView(message("visit.submit.saving")))
    try:
        await to_the_end(asyncio.to_thread(hand_in, visit, slot, stage.snapshot.preferences.language))
    except DiskFailed as error:
        _log.error("a submission could not be kept: %s", error.reason)
        visit.uninterrupted = False
        stage.frame(item=visit.item.title, progress=None, in_visit=True)
        await notice(stage, "submit.failed", icon="alert-circle")
        raise  # without an answer to that notice only exit or time-out come here
    visit.slot = None
    drop_later(visit)
    stage.show(WorkingView(message("visit.submit.sending"), message("visit.submit.seconds")))
    limit = ANSWER_S if kit.health.conditions.platform else AWAY_S
    answer = await kit.outbox.acknowledgement(slot.key, limit)
    own = own_number(kit, slot)
    if answer is None:
        visit.outcome = Outcome("held", slot.key, own, visit.item.name)
    else:
        visit.outcome = Outcome("submitted", slot.key, answer["number"] or own, visit.item.name)
    visit.uninterrupted = False
    return Move.ON
