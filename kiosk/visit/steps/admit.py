"""Room for the whole submission is taken before the citizen enters anything: nothing is lost at the end."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from kiosk.catalogue.model import Kind
from kiosk.visit.context import Move, Visit
from kiosk.visit.steps.notice import notice
from kiosk.visit.submission import prepare
from kiosk.visit.to_the_end import to_the_end
from offline_cache.records import Refused

RECORD_BYTES = 256 * 1024  # answers, a signature's strokes and the envelope; a hundred times the usual
PAGE_BYTES = 3 * 1024 * 1024  # a JPEG of a whole camera frame at the quality of `kiosk/pictures.py`
PAGES = 4  # each material may take some pages

_log = logging.getLogger(__name__)


async def admit(visit: Visit) -> Move:
    item = visit.item
    if item.kind is Kind.QUERY or visit.slot is not None:
        return Move.ON
    pictures = PAGES * len(item.asked_materials) + (1 if item.identity.face else 0)
    outbox = visit.kit.outbox
    space = RECORD_BYTES + pictures * PAGE_BYTES

    keep = timedelta(days=item.offline_days) if item.offline_days is not None else None

    async def reserve() -> Refused | None:
        order = await asyncio.to_thread(outbox.order_key, visit.visitor.id_number)
        slot = await asyncio.to_thread(outbox.reserve, "submissions", item.code, order, space, keep=keep)
        if isinstance(slot, Refused):
            return slot
        # The costly half of sealing is done here, while the citizen reads, and not when "submit" is pressed.
        visit.prepared = await asyncio.to_thread(prepare, visit.kit, "submission", slot, item.code)
        visit.slot = slot
        return None

    refused = await to_the_end(reserve())
    if refused is not None:
        _log.error("the outbox takes nothing in: %s", refused.reason)
        visit.kit.health.refresh()
        await notice(visit.stage, "admit.refused", icon="alert-circle")
    return Move.ON
