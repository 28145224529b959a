"""What is settled before a citizen enters anything: room, how long it may wait, and half of the sealing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.visit.context import Visit
from kiosk.visit.steps.admit import admit
from kiosk.visit.submission import hand_in
from kiosk.visit.visitor import Visitor
from offline_cache import clock
from offline_cache.states import State
from tests.kiosk.stand import ID_NUMBER, stand

DAY = 86400.0


@pytest.mark.parametrize(("offline_days", "given_up"), [(3, True), (None, False)])
async def test_an_item_says_how_long_its_submissions_may_wait(
    tmp_path: Path, offline_days: int | None, given_up: bool
) -> None:
    async with stand(tmp_path) as one:
        item = one.catalogue.find("YB04")
        assert item is not None
        visit = Visit(
            one.kit, Visitor("id_card", {"id_number": ID_NUMBER}), chosen=replace(item, offline_days=offline_days)
        )
        await admit(visit)
        assert visit.slot is not None and visit.prepared is not None
        hand_in(visit, visit.slot, "zh")
        assert visit.prepared.used, "what was prepared was not what was handed in"
        assert one.outbox.expire(None, clock.boottime() + 3 * DAY - 60) == []
        one.outbox.expire(None, clock.boottime() + 3 * DAY + 60)
        assert (one.outbox.record(visit.slot.key).state is State.EXPIRED) is given_up
