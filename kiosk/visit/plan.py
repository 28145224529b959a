"""From an item's data to what happens: which steps, in which order, and whether this terminal has them all."""

from __future__ import annotations

from kiosk.catalogue.fields import Field, FieldKind, questions
from kiosk.catalogue.model import Item, Kind, Step

KINDS = frozenset({Kind.QUERY, Kind.CERTIFICATE, Kind.APPLICATION, Kind.APPOINTMENT})
STEPS = frozenset(set(Step) - {Step.PAYMENT})
MEANS = ("id_card", "social_security_card", "qr_code")
"""What this version of the terminal can do. An item beyond it is shown with the reason, not hidden."""

ASKED_ONE_BY_ONE = frozenset(set(FieldKind) - {FieldKind.LIST})

PROGRESS = (Step.IDENTIFY, Step.FACE, Step.FORM, Step.MATERIALS, Step.CHECK, Step.QUERY, Step.PRINT)
"""Steps that a citizen sees as such, in their order; the last mark is the end."""


def is_offered(item: Item) -> bool:
    """Whether the terminal has every step that the item calls for."""
    return (
        item.kind in KINDS
        and STEPS.issuperset(item.steps)
        and _can_identify(item)
        and not (item.kind is Kind.QUERY and item.identity.face)  # the platform has no call yet that takes the face
        and all(_can_ask(field) for field in questions(item))
    )


def means_of(item: Item) -> tuple[str, ...]:
    """Ways to say who one is that this terminal has, the usual one first.

    A code is good once and now: it cannot prove later who submitted something.
    """
    known = MEANS if item.kind is Kind.QUERY else tuple(means for means in MEANS if means != "qr_code")
    return tuple(means for means in item.identity.means if means in known)


def progress_of(item: Item) -> tuple[Step, ...]:
    return tuple(step for step in PROGRESS if step in item.steps)


def _can_identify(item: Item) -> bool:
    identity = item.identity
    if identity.level == "none":
        return True
    return not identity.together and bool(means_of(item))


def _can_ask(field: Field) -> bool:
    if field.kind is FieldKind.PERSON:
        return all(_can_ask(part) and part.kind is not FieldKind.PERSON for part in field.parts)
    return field.kind in ASKED_ONE_BY_ONE
