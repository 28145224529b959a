"""Questions of a form as pages, and answers as they are read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiosk.catalogue import days, regions
from kiosk.catalogue.fields import Field, FieldKind, asked, questions
from kiosk.licences.use import Filled
from kiosk.masking import mask_id_number, mask_name
from kiosk.text import Localized, Message, Text, message
from kiosk.visit.context import Visit
from kiosk.visit.views import Option, QuestionView

DATED = (FieldKind.DATE, FieldKind.MONTH, FieldKind.YEAR)


@dataclass(frozen=True)
class Slots:
    """Half days that can be chosen. `wished`: nobody keeps them, and `unannounced` is a year among them whose swapped
    working days (调休) nobody knows yet."""

    values: tuple[str, ...]
    wished: bool = False
    unannounced: int | None = None

    def said(self, hint: Localized | None) -> Text | None:
        """The question's hint, with what is not certain before it."""
        if not self.wished:
            return hint
        known = {"hint": hint or Localized("", "")}
        if self.unannounced is None:
            return message("slots.wished", **known)
        return message("slots.wished_unannounced", year=str(self.unannounced), **known)


def asked_fields(visit: Visit) -> tuple[Field, ...]:
    """The questions that the answers so far call for."""
    return asked(questions(visit.item), visit.visitor.answers)


def question_view(
    field: Field,
    *,
    value: Any,
    answers: Mapping[str, Any],
    evidence: Mapping[str, str],
    today: date,
    error: Message | None = None,
    within: str = "",
    slots: Slots | None = None,
    filled: Mapping[str, Filled] | None = None,
) -> QuestionView:
    """The page for one question. `within`: the name of the question that this one is a part of; `slots`: of a
    question for a half day; `filled`: what licences say, by the name that a field's `prefill` has for it."""
    trail: tuple[Option, ...] = ()
    hint: Text | None = field.hint
    options = tuple(Option(one.value, one.title) for one in field.options)
    if field.kind is FieldKind.REGION:
        path = list(value or ())
        trail = tuple(Option(code, regions.show([code])) for code in path)
        options = region_options(field, path)
    elif slots is not None:
        options = tuple(Option(one, days.show_half(one, today)) for one in slots.values)
        hint = slots.said(field.hint)
    earliest, latest = limits(field, answers, today)
    if value is None and field.default is not None and field.kind in DATED:
        value = days.resolve(field.default, str(field.kind), today)
    suggested, source = suggestion(field, evidence, filled or {})
    return QuestionView(
        name=f"{within}.{field.name}" if within else field.name,
        kind="choice" if field.kind is FieldKind.SLOT else field.view_kind,
        title=field.title,
        hint=hint,
        value=value,
        options=options,
        trail=trail,
        suggestion=suggested,
        source=source,
        required=field.required,
        error=error,
        earliest=earliest,
        latest=latest,
        person=field.kind is FieldKind.NAME,
        yes_no=field.yes_no if field.view_kind == "boolean" else None,
    )


def region_options(field: Field, path: list[str]) -> tuple[Option, ...]:
    """The next level below `path`; none where the choice is complete."""
    found = regions.below(path, root=field.root, levels=field.levels)
    return tuple(Option(one.code, one.title) for one in found if one.code not in field.exclude)


def limits(field: Field, answers: Mapping[str, Any], today: date) -> tuple[str | None, str | None]:
    """The earliest and the latest day, month or year that may be chosen."""
    if field.kind not in DATED:
        return None, None
    kind = str(field.kind)
    earliest = days.resolve(field.earliest, kind, today) if field.earliest else None
    latest = days.resolve(field.latest, kind, today) if field.latest else None
    start = answers.get(field.after) if field.after else None
    if isinstance(start, str) and start:
        earliest = max(earliest or "", start)
    return earliest, latest


def suggestion(
    field: Field, evidence: Mapping[str, str], filled: Mapping[str, Filled]
) -> tuple[Option | None, Message | None]:
    """What the card or a licence already says, masked where it is a name or a number; and which licence it was."""
    for place in field.prefill:
        source, _, name = place.partition(".")
        if source == "identity" and (value := evidence.get(name, "")):
            return Option(value, _masked(field, value)), None
        if (one := filled.get(place)) is not None:
            return Option(one.value, _masked(field, one.value)), message(
                "licences.fill.source", licence=one.title.within()
            )
    return None, None


def _masked(field: Field, value: str) -> Localized:
    if field.kind is FieldKind.NAME:
        value = mask_name(value)
    elif field.kind is FieldKind.ID_NUMBER:
        value = mask_id_number(value)
    elif field.kind in DATED:
        return days.show(value, str(field.kind))
    return Localized.alike(value)
