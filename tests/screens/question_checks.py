"""Every question that the catalogue asks, as its forms write it, unanswered and answered wrongly."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kiosk.catalogue.fields import Field, FieldKind, questions
from kiosk.catalogue.load import load
from kiosk.catalogue.validators import check_answer
from kiosk.visit.asking import question_view
from kiosk.visit.snapshot import Preferences
from tests.screens.checks import faults, looks
from tests.screens.rig import Rig
from tests.screens.samples_base import step

TODAY = date(2026, 11, 22)
LARGE = (("senior", "zh"), ("senior", "en"))
FULLEST = ("ZJ01", "SC02")  # names and numbers to type, with long hints, and a mistake to be told of


def asked_questions(rig: Rig) -> Iterator[str]:
    """`all`: every one; else those of the items that leave the keyboard the least room, in large letters."""
    everything = "all" in sys.argv
    seen: set[object] = set()
    for item in load().items:
        for field in _single(questions(item)):
            if not everything and (item.short not in FULLEST or field.view_kind != "text"):
                continue
            view = question_view(field, value=None, answers={}, evidence={}, today=TODAY, error=None)
            if (look := (view.kind, view.title, view.hint, view.options, view.required)) in seen:
                continue
            seen.add(look)
            wrong = check_answer(field, None, TODAY, {})
            for error in (None, wrong) if wrong is not None else (None,):
                shot = step(replace(view, phone=True, error=error), 3)
                for mode, language in looks() if everything else LARGE:
                    for low in (False, True) if everything else (False,):
                        rig.show(replace(shot, preferences=Preferences(language, mode, low)))
                        for fault in faults(rig):
                            yield f"{item.short} {field.name} {mode} {language}{' low' * low} {error}: {fault}"


def _single(fields: tuple[Field, ...]) -> Iterator[Field]:
    """Those of a list's entries, too."""
    for field in fields:
        if field.parts:
            yield from _single(field.parts)
        elif field.kind is not FieldKind.SLOT:
            yield field
