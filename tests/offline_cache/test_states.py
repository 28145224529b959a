"""The table of transitions: nothing else can happen to a record, and no record is left without a way out."""

from __future__ import annotations

import itertools

import pytest

from offline_cache.states import TRANSITIONS, Event, IllegalTransition, State, after

ENDS = {State.SHREDDED, State.REMOVED, State.EXPIRED}


@pytest.mark.parametrize(("state", "event"), list(itertools.product(State, Event)))
def test_what_is_not_in_the_table_raises(state: State, event: Event) -> None:
    if (state, event) in TRANSITIONS:
        assert after(state, event) is TRANSITIONS[state, event]
    else:
        with pytest.raises(IllegalTransition):
            after(state, event)


def test_every_state_can_reach_an_end_and_none_but_the_first_can_be_removed() -> None:
    for start in State:
        reached = {start}
        while more := {to for (at, _), to in TRANSITIONS.items() if at in reached} - reached:
            reached |= more
        assert reached & ENDS, f"{start} is a dead end"
        assert (State.REMOVED in reached) == (start in (State.STAGED, State.REMOVED)), "what was accepted could vanish"


def test_content_is_destroyed_only_after_an_acknowledgement_or_expiry() -> None:
    assert {at for (at, event) in TRANSITIONS if event is Event.SHRED} == {State.ACKNOWLEDGED, State.EXPIRED}
