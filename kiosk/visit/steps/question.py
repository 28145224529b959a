"""One question on one page, until its answer may stand."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kiosk.catalogue.fields import Field, FieldKind
from kiosk.catalogue.validators import check_answer, clash, doubt, tidy
from kiosk.licences.use import Filled
from kiosk.text import Message
from kiosk.visit import intents as i
from kiosk.visit.asking import Slots, question_view, region_options
from kiosk.visit.context import Visit
from kiosk.visit.steps.drafting import hand_over


@dataclass(frozen=True)
class Asked:
    """An answer that may stand; None: left out."""

    value: Any = field(repr=False)


@dataclass(frozen=True, repr=False)
class Known:
    """What there is of whom the question is about: said by the card, by licences; and `taken`: by others already."""

    evidence: Mapping[str, str] = field(default_factory=dict)
    filled: Mapping[str, Filled] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()


async def ask_value(
    visit: Visit,
    field: Field,
    value: Any,
    answers: Mapping[str, Any],
    *,
    back: bool,
    error: Message | None = None,
    within: str = "",
    slots: Slots | None = None,
    known: Known | None = None,
) -> Asked | None:
    """Ask until the answer may stand or is left out; None: the citizen goes back. `slots`: the half days
    of a question for one. `known`: of whom a part is about; None: what is known of the citizen."""
    known = known or Known(visit.visitor.evidence, visit.visitor.filled)
    region = field.kind is FieldKind.REGION
    today = visit.kit.pace.now().date()
    doubted: Any = None
    if region and value and not region_options(field, value):
        value = list(value)[:-1]  # opens at its last level
    while True:
        view = question_view(
            field, value=value, answers=answers, evidence=known.evidence, today=today, error=error,
            within=within, slots=slots, filled=known.filled,
        )  # fmt: skip
        phone = may_go_to_phone(visit)
        view = replace(view, phone=phone)
        going_back = (i.Back,) if back or (region and value) else ()
        leaving_out = () if field.required else (i.Skip,)
        touched = await visit.stage.ask(view, i.Answer, i.Next, *going_back, *leaving_out, *((i.Do,) if phone else ()))
        error = None
        match touched:
            case i.Back():
                if not (region and value):
                    return None
                value = list(value)[:-1]
                continue
            case i.Skip():
                return Asked(None)
            case i.Do():
                await _to_the_phone(visit)
                own = visit.visitor.answers
                answered = (own.get(within) or {}) if within else own
                value = answered.get(field.name, value)  # the telephone's may have been taken over
                continue
            case i.Answer(given):
                value = _longer(field, value, given) if region else tidy(field, given)
            case _:
                value = view.value  # "next" keeps what the page shows
        if region and value and region_options(field, value):
            continue
        error = check_answer(field, value, today, answers) or clash(value, known.taken)
        if error is None and value != doubted:
            error = doubt(field, value)
            doubted = value
        if error is None:
            return Asked(value if value not in ("", [], None) else None)
        if region:
            value = []


def may_go_to_phone(visit: Visit) -> bool:
    """What is being filled in is to be handed in, by somebody whom the platform knows, and the platform is there."""
    known = visit.visitor.session is not None and visit.visitor.session.level.reaches("single")
    return known and visit.slot is not None and visit.corrects is None and visit.kit.health.conditions.platform


async def _to_the_phone(visit: Visit) -> None:
    """Where the citizen goes on there, the visit ends as by the exit button: everything here is forgotten."""
    if await hand_over(visit):
        visit.stage.on_exit()
        await asyncio.Event().wait()


def _longer(field: Field, path: Any, given: Any) -> list[str]:
    """One more level, or a whole path at once."""
    return [*given] if isinstance(given, list) else [*(path or ()), str(given)]
