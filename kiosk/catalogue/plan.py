"""From an item's data to what happens: which steps, in which order, and whether this terminal has them all."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.catalogue.fields import Field, FieldKind, is_readable, questions
from kiosk.catalogue.model import Item, Kind, Step

KINDS = frozenset({Kind.QUERY, Kind.CERTIFICATE, Kind.APPLICATION, Kind.APPOINTMENT, Kind.PAYMENT})


@dataclass(frozen=True)
class Need:
    """What it takes to know who somebody is. `kinds`: whose session serves, of a person or of an enterprise;
    `waits`: what follows may be accepted while the platform is away."""

    means: tuple[str, ...]
    level: str = "single"
    kinds: frozenset[str] = frozenset({"natural_person"})
    waits: bool = False
    also: tuple[str, ...] = ()  # what has to be shown as well, such as a permit


ANYBODY = Need(("id_card", "social_security_card", "qr_code"))
"""For a service that is about oneself."""

STEPS = frozenset(Step)
MEANS = (
    "id_card",
    "social_security_card",
    "bank_card",
    "qr_code",
    "e_business_licence",
    "number",
    "exit_entry_permit",
)
"""What this version of the terminal can do. An item beyond it is shown with the reason, not hidden."""

PROGRESS = (Step.IDENTIFY, Step.FACE, Step.FORM, Step.MATERIALS, Step.CHECK, Step.QUERY, Step.PAYMENT, Step.PRINT)
"""Steps that a citizen sees as such, in their order; the last mark is the end."""


def is_offered(item: Item) -> bool:
    """Whether the terminal has every step that the item calls for."""
    return (
        (item.kind in KINDS or (item.kind is Kind.PACKAGE and item.package is not None))
        and STEPS.issuperset(item.steps)
        and _can_identify(item)
        and is_readable(item)
        and all(_can_ask(field) for field in questions(item))
    )


ON_CARDS = frozenset({"id_card", "social_security_card"})
"""Means that prove later who submitted something: what the card gave is sealed with it."""

ONLINE = frozenset({Step.QUERY, Step.PAYMENT, Step.PRINT})


def waits_offline(item: Item) -> bool:
    """Whether what is handed in may wait here until the platform is back: said in the guide, and held to."""
    submits = item.offline and Step.SUBMIT in item.steps and ONLINE.isdisjoint(item.steps)
    return submits and (item.identity.level == "none" or bool(ON_CARDS.intersection(item.identity.means)))


def means_of(item: Item) -> tuple[str, ...]:
    """Ways to say who one is that this terminal has, the usual one first. Where several are wanted together, the
    first opens the session."""
    known = tuple(means for means in item.identity.means if means in MEANS)
    return known[:1] if item.identity.together else known


def need_of(item: Item) -> Need:
    """`level` is the item's own; the first proof that is asked for here need not reach it."""
    people = item.applicants
    kinds = {"legal_person" if one != "natural_person" else one for one in people} or {"natural_person"}
    waits = waits_offline(item)
    also = item.identity.means[1:] if item.identity.together else ()
    return Need(means_of(item), item.identity.level, frozenset(kinds), waits, also)


def progress_of(item: Item) -> tuple[Step, ...]:
    return tuple(step for step in PROGRESS if step in item.steps)


def _can_identify(item: Item) -> bool:
    identity = item.identity
    if identity.level == "none":
        return True
    wanted = identity.means if identity.together else means_of(item)
    return bool(wanted) and set(wanted) <= set(MEANS)


def _can_ask(field: Field) -> bool:
    """Parts of a person and of a list's entries are single questions."""
    return all(part.kind not in (FieldKind.PERSON, FieldKind.LIST) for part in field.parts)
