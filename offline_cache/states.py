"""The life of a record: one table says all that may happen to it.

staged ──▶ ready ◀─▶ leased ──▶ acknowledged ──▶ shredded
             │ ▲        │
             │ └ parked ◀┘        parked: a person decides (retry)
             └─▶ expired          expired: not sent any more, content shredded
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    STAGED = "staged"  # reserved; the citizen is still handing in
    READY = "ready"  # durable and whole; the citizen may be told
    LEASED = "leased"  # being sent, or about to be
    ACKNOWLEDGED = "acknowledged"  # the platform has it
    SHREDDED = "shredded"  # number, times, digest and case number are all that is left
    PARKED = "parked"  # refused twice, or set aside by a person; kept until one decides
    EXPIRED = "expired"  # its last day was over before it could be sent
    REMOVED = "removed"  # never handed in: the row is deleted


class Event(StrEnum):
    ATTACH = "attach"
    COMMIT = "commit"
    ABANDON = "abandon"
    LEASE = "lease"
    LAPSE = "lapse"  # the lease ran out, or its process or boot is over
    POSTPONE = "postpone"
    ACKNOWLEDGE = "acknowledge"
    PARK = "park"
    RETRY = "retry"
    EXPIRE = "expire"
    SHRED = "shred"
    EXPORT = "export"  # a sealed copy was given out for the platform; the record itself goes on


TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.STAGED, Event.ATTACH): State.STAGED,
    (State.STAGED, Event.COMMIT): State.READY,
    (State.STAGED, Event.ABANDON): State.REMOVED,
    (State.READY, Event.LEASE): State.LEASED,
    (State.READY, Event.PARK): State.PARKED,
    (State.READY, Event.EXPIRE): State.EXPIRED,
    (State.LEASED, Event.LAPSE): State.READY,
    (State.LEASED, Event.POSTPONE): State.READY,
    (State.LEASED, Event.PARK): State.PARKED,
    (State.LEASED, Event.ACKNOWLEDGE): State.ACKNOWLEDGED,
    (State.PARKED, Event.RETRY): State.READY,
    (State.ACKNOWLEDGED, Event.SHRED): State.SHREDDED,
    (State.EXPIRED, Event.SHRED): State.EXPIRED,
    (State.READY, Event.EXPORT): State.READY,
    (State.LEASED, Event.EXPORT): State.LEASED,
    (State.PARKED, Event.EXPORT): State.PARKED,
    # An acknowledgement is a fact of the platform: it counts whenever it arrives, and any number of times.
    (State.READY, Event.ACKNOWLEDGE): State.ACKNOWLEDGED,
    (State.PARKED, Event.ACKNOWLEDGE): State.ACKNOWLEDGED,
    (State.EXPIRED, Event.ACKNOWLEDGE): State.ACKNOWLEDGED,
    (State.ACKNOWLEDGED, Event.ACKNOWLEDGE): State.ACKNOWLEDGED,
    (State.SHREDDED, Event.ACKNOWLEDGE): State.SHREDDED,
}


class IllegalTransition(Exception):
    """The record is not in a state in which this may happen to it."""


def after(state: State, event: Event) -> State:
    """The state that `event` leads to. Raises `IllegalTransition`."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise IllegalTransition(f"a record that is {state} cannot {event}") from None
