"""The form, one question a page; going back keeps every answer.

A person is asked part by part. A list has a page of its own, on which entries are added, changed and taken out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.catalogue.answers import settled, show
from kiosk.catalogue.fields import Field, FieldKind
from kiosk.catalogue.packages import shaped
from kiosk.catalogue.validators import check_answer
from kiosk.text import Message
from kiosk.visit import intents as i
from kiosk.visit.asking import asked_fields
from kiosk.visit.context import Move, Visit
from kiosk.visit.steps.instead import drop_unfit
from kiosk.visit.steps.person import ask_person, keep
from kiosk.visit.steps.prefill import offer_prefill
from kiosk.visit.steps.question import ask_value
from kiosk.visit.steps.slot import ask_slot
from kiosk.visit.views.form import EntryRow, GatherView


async def form(visit: Visit) -> Move:
    behind = visit.backwards
    at = len(_to_ask(visit)) - 1 if behind else _first_open(visit)
    while 0 <= at < len(_to_ask(visit)):
        field = _to_ask(visit)[at]
        behind = await _ask(visit, field, back=visit.returnable or at > 0, behind=behind) is Move.BACK
        at += -1 if behind else 1
    if at < 0:
        return Move.BACK
    _drop_unasked(visit)
    return Move.ON


def _first_open(visit: Visit) -> int:
    """Where a draft was left: what is filled in already, and may stand, is seen again at the end."""
    if visit.draft is None:
        return 0
    answers = visit.visitor.answers
    for at, field in enumerate(_to_ask(visit)):
        if (field.required or field.name in answers) and _problem(visit, field, answers.get(field.name), answers):
            return at
    return len(_to_ask(visit))


def _to_ask(visit: Visit) -> tuple[Field, ...]:
    """What a package consists of was asked before its form."""
    settled_before = visit.item.package.situations if visit.item.package is not None else ()
    return tuple(field for field in asked_fields(visit) if field.name not in settled_before)


async def ask_again(visit: Visit, name: str) -> None:
    """Change one answer, and then whatever that change calls for or makes impossible."""
    answers = visit.visitor.answers
    await _ask(visit, next(field for field in asked_fields(visit) if field.name == name), back=True)
    if visit.item.package is not None:
        visit.chosen = shaped(visit.item, answers)
        drop_unfit(visit)
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


async def _ask(visit: Visit, field: Field, *, back: bool, behind: bool = False, error: Message | None = None) -> Move:
    """One question into the visitor's answers. `behind`: the citizen comes back from the question after it."""
    answers = visit.visitor.answers
    if field.kind is FieldKind.PERSON:
        values = dict(answers.get(field.name) or {})
        person = await ask_person(visit, field, values, back=back, within=field.name, last=behind)
        if person is None:
            return Move.BACK
        answers[field.name] = person
        return Move.ON
    if field.kind is FieldKind.LIST:
        return await _gather(visit, field, back=back)
    await offer_prefill(visit, field)
    ask = ask_slot if field.kind is FieldKind.SLOT else ask_value
    given = await ask(visit, field, answers.get(field.name), answers, back=back, error=error)
    if given is None:
        return Move.BACK
    keep(answers, field, given)
    return Move.ON


# ---- lists -------------------------------------------------------------------------------------------------------
async def _gather(visit: Visit, field: Field, *, back: bool) -> Move:
    """The entries so far; each is asked like a person. What is there stays when the citizen goes back."""
    error: Message | None = None
    while True:
        entries = list(visit.visitor.answers.get(field.name) or ())
        touched = await visit.stage.ask(gather_view(field, entries, error), i.Do, i.Next, *((i.Back,) if back else ()))
        error = None
        match touched:
            case i.Back():
                return Move.BACK
            case i.Next():
                error = _problem(visit, field, entries, visit.visitor.answers)
                if error is None:
                    return Move.ON
            case i.Do(name):
                await _change(visit, field, entries, name)


async def _change(visit: Visit, field: Field, entries: list[Any], name: str) -> None:
    """`add`, `change:0` or `remove:0`. Turning away from an entry leaves it as it was."""
    what, _, number = name.partition(":")
    at = int(number) if number.isdecimal() and int(number) < len(entries) else len(entries)
    if what == "remove" and at < len(entries):
        del entries[at]
    elif (what == "add" and not _is_full(field, entries)) or (what == "change" and at < len(entries)):
        before = dict(entries[at]) if what == "change" else {}
        at = at if what == "change" else len(entries)
        others = [one for place, one in enumerate(entries) if place != at]
        entry = await ask_person(visit, field, before, back=True, within=f"{field.name}[{at}]", others=others)
        if entry is None:
            return
        entries[at : at + 1] = [entry]
    visit.visitor.answers[field.name] = entries
    visit.visitor.strokes = ()


def _is_full(field: Field, entries: list[Any]) -> bool:
    return field.max_items is not None and len(entries) >= field.max_items


def gather_view(field: Field, entries: list[Any], error: Message | None = None) -> GatherView:
    """The page of a list. Entries are shown as they are read back, numbers and names masked."""
    rows = tuple(EntryRow(at, show_entry(field, entry)) for at, entry in enumerate(entries))
    return GatherView(
        name=field.name,
        title=field.title,
        hint=field.hint,
        label=field.label,
        rows=rows,
        least=field.min_items,
        full=_is_full(field, entries),
        error=error,
    )


def show_entry(field: Field, entry: Mapping[str, Any]) -> Any:
    """One entry in a line, by its parts."""
    one = Field(field.name, FieldKind.PERSON, field.label, field.title, parts=field.parts)
    return show(one, entry)
