"""The guide of every item as its catalogue writes it: no sample has the longest title, steps and facts of 54."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

from kiosk.catalogue.load import load
from kiosk.catalogue.model import Item
from kiosk.text import Text, message
from kiosk.visit import views as v
from kiosk.visit.snapshot import Preferences, Snapshot
from kiosk.visit.steps.guide import rows_of
from tests.screens.checks import faults, looks
from tests.screens.rig import Rig
from tests.screens.samples_base import at

CODE = "https://test.invalid/guide/0001"
TROUBLES: tuple[tuple[Text | None, str], ...] = (
    (None, "at_counter"),
    (None, ""),
    (message("devices.platform_away"), ""),
    (message("devices.paper_out", device=message("devices.name.document_printer")), "only_at_counter"),
)


LONGEST = ("SB08", "HZ05", "ZJ01", "YJ01")  # the papers that they ask for make steps of many lines


def guides(rig: Rig) -> Iterator[str]:
    """`all`: of every item, in low mode too, whether it can be begun or not; else the longest, as they mostly are."""
    everything = "all" in sys.argv
    for item in load().items:
        for mode, language in looks() if everything or item.short in LONGEST else ():
            for low in (False, True) if everything else (False,):
                for unavailable, queue in TROUBLES if everything else TROUBLES[::3]:
                    rig.show(_guide(item, unavailable, queue, Preferences(language, mode, low)))
                    for fault in faults(rig):
                        yield f"{item.short} {mode} {language}{' low' * low}, {queue}, {unavailable}: {fault}"


def _guide(item: Item, unavailable: Text | None, queue: str, preferences: Preferences) -> Snapshot:
    view = v.GuideView(
        item.name, item.department, tuple(rows_of(item, None)), item.minutes, item.guide.steps, unavailable,
        code=CODE, paper="printed", queue=message(f"queue.{queue}") if queue else None,
    )  # fmt: skip
    return replace(at(view), preferences=preferences)
