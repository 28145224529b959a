"""What each query finds at the sandbox platform: titles, columns and figures as long as they are there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import msgspec

from kiosk.catalogue.fields import questions
from kiosk.catalogue.load import load
from kiosk.catalogue.model import Item
from kiosk.contract.queries import QueryResult
from kiosk.visit import views as v
from kiosk.visit.snapshot import Preferences
from kiosk.visit.steps.query import ROWS
from provisioning.problem import Problem
from provisioning.sandbox.queries import answer_query
from tests.kiosk.catalogue.people import answer
from tests.kiosk.person import ID_NUMBER
from tests.screens.checks import faults, looks
from tests.screens.rig import Rig
from tests.screens.samples_base import step

TODAY = date(2026, 11, 22)
MONTHS = {"start_month": "2026-01", "end_month": "2026-11"}
FULLEST = ("YB01",)  # a long title and a long headline: in large letters the note found no room below them


def results(rig: Rig) -> Iterator[str]:
    """`all`: of every item that answers on the screen, in low mode too."""
    everything = "all" in sys.argv
    for item in load().items:
        if "on_screen" not in item.outputs or not (everything or item.short in FULLEST):
            continue
        found = _found(item)
        for mode, language in looks() if found is not None else ():
            for low in (False, True) if everything else (False,):
                shot = replace(step(_view(item, found, mode), 3), preferences=Preferences(language, mode, low))
                rig.show(shot)
                yield from (f"{item.short} {mode} {language}{' low' * low}: {fault}" for fault in faults(rig))


def _found(item: Item) -> QueryResult | None:
    answers = {field.name: answer(field) for field in questions(item)}
    try:
        raw = answer_query(item, ID_NUMBER, answers | {k: v for k, v in MONTHS.items() if k in answers}, TODAY)
    except Problem:  # this person has no records of the kind
        return None
    return msgspec.convert(raw | {"as_of": "2026-11-22T02:24:05Z"}, QueryResult)


def _view(item: Item, found: QueryResult, mode: str) -> v.ResultView:
    size, head = ROWS[mode], found.headline
    return v.ResultView(
        item.title, head.label if head else None, head.value if head else None, found.columns, found.rows[:size],
        "2026-11-22 10:24", found.note, 0, max(1, -(-len(found.rows) // size)),
    )  # fmt: skip
