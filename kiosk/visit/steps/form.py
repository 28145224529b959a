"""The form, one question a page; going back keeps every answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kiosk.catalogue.answers import settled
from kiosk.catalogue.fields import Field, FieldKind
from kiosk.catalogue.validators import check_answer, doubt, tidy
from kiosk.text import Message
from kiosk.visit import intents as i
from kiosk.visit.asking import asked_fields, question_view, region_options
from kiosk.visit.context import Move, Visit


async def form(visit: Visit) -> Move:
    at = len(asked_fields(visit)) - 1 if visit.backwards else 0
    while 0 <= at < len(asked_fields(visit)):
        field = asked_fields(visit)[at]
        at += 1 if await _ask(visit, field, back=visit.returnable or at > 0) is Move.ON else -1
    if at < 0:
        return Move.BACK
    _drop_unasked(visit)
    return Move.ON


async def ask_again(visit: Visit, name: str) -> None:
    """Change one answer, and then whatever that change calls for or makes impossible."""
    answers = visit.visitor.answers
    await _ask(visit, next(field for field in asked_fields(visit) if field.name == name), back=True)
    while (open_field := _open_field(visit)) is not None:
        error = _problem(visit, open_field, answers.get(open_field.name), answers)
        await _ask(visit, open_field, back=False, error=error if open_field.name in answers else None)
    _drop_unasked(visit)


def _open_field(visit: Visit) -> Field | None:
    answers = visit.visitor.answers
    for field in asked_fields(visit):
        if field.name not in answers and not field.required:
            continue
        if _problem(visit, field, answers.get(field.name), answers) is not None:
            return field
    return None


def _drop_unasked(visit: Visit) -> None:
    visit.visitor.answers = settled(visit.item, visit.visitor.answers)


def _problem(visit: Visit, field: Field, value: Any, answers: Mapping[str, Any]) -> Message | None:
    return check_answer(field, value, visit.kit.pace.now().date(), answers)


async def _ask(visit: Visit, field: Field, *, back: bool, error: Message | None = None) -> Move:
    """One question into the visitor's answers."""
    answers = visit.visitor.answers

    def keep(value: Any) -> None:
        if value is None:
            answers.pop(field.name, None)
        else:
            answers[field.name] = value

    if field.kind is FieldKind.PERSON:
        return await _ask_person(visit, field, back=back)
    return await _ask_value(visit, field, answers.get(field.name), answers, keep, back=back, error=error)


async def _ask_person(visit: Visit, field: Field, *, back: bool) -> Move:
    """The parts of a person one after the other, as if each were a question of its own."""
    person: dict[str, Any] = dict(visit.visitor.answers.get(field.name) or {})
    at = len(field.parts) - 1 if visit.backwards and person else 0
    while 0 <= at < len(field.parts):
        part = field.parts[at]

        def keep(value: Any, name: str = part.name) -> None:
            if value is None:
                person.pop(name, None)
            else:
                person[name] = value

        move = await _ask_value(
            visit, part, person.get(part.name), person, keep, back=back or at > 0, within=field.name
        )
        at += 1 if move is Move.ON else -1
    if at < 0:
        return Move.BACK
    visit.visitor.answers[field.name] = person
    return Move.ON


async def _ask_value(
    visit: Visit,
    field: Field,
    value: Any,
    answers: Mapping[str, Any],
    keep: Callable[[Any], None],
    *,
    back: bool,
    error: Message | None = None,
    within: str = "",
) -> Move:
    """Ask until the answer may stand, is left out, or the citizen goes back."""
    region = field.kind is FieldKind.REGION
    today = visit.kit.pace.now().date()
    doubted: Any = None
    if region and value and not region_options(field, value):
        value = list(value)[:-1]  # opens at its last level
    while True:
        view = question_view(
            field, value=value, answers=answers, evidence=visit.visitor.evidence, today=today, error=error,
            within=within,
        )  # fmt: skip
        going_back = (i.Back,) if back or (region and value) else ()
        leaving_out = () if field.required else (i.Skip,)
        touched = await visit.stage.ask(view, i.Answer, i.Next, *going_back, *leaving_out)
        error = None
        match touched:
            case i.Back() if region and value:
                value = list(value)[:-1]
                continue
            case i.Back():
                return Move.BACK
            case i.Skip():
                keep(None)
                return Move.ON
            case i.Answer(given):
                value = _longer(field, value, given) if region else tidy(field, given)
            case _:
                value = view.value  # "next" keeps what the page shows
        if region and value and region_options(field, value):
            continue
        error = check_answer(field, value, today, answers)
        if error is None and value != doubted:
            error = doubt(field, value)
            doubted = value
        if error is None:
            keep(value if value not in ("", [], None) else None)
            return Move.ON
        if region:
            value = []


def _longer(field: Field, path: Any, given: Any) -> list[str]:
    """One more level, or a whole path at once."""
    return [*given] if isinstance(given, list) else [*(path or ()), str(given)]
