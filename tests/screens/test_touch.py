"""A bouncing panel, a double tap across two pages, and two equal digits that must both count."""

from screens.touch import TapGuard


def make():
    now = [100.0]
    return now, TapGuard(lambda: now[0])


def test_a_second_tap_within_half_a_second_does_not_count():
    now, guard = make()
    assert guard.accepts("intent:next")
    now[0] += 0.49
    assert not guard.accepts("intent:next")
    now[0] += 0.02
    assert guard.accepts("intent:next")


def test_two_equal_digits_count_but_a_bounce_does_not():
    now, guard = make()
    assert guard.accepts("digit:0", key=True)
    now[0] += 0.05
    assert not guard.accepts("digit:0", key=True)
    now[0] += 0.15
    assert guard.accepts("digit:0", key=True)


def test_a_double_tap_does_not_reach_the_next_page():
    now, guard = make()
    assert guard.accepts("intent:next")
    guard.screen_changed()
    now[0] += 0.3
    assert not guard.settled
    assert not guard.accepts("intent:exit")
    now[0] += 0.3
    assert guard.settled
    assert guard.accepts("intent:exit")


def test_a_page_that_changes_by_itself_takes_touches_at_once():
    now, guard = make()
    guard.screen_changed()
    assert guard.settled
    assert guard.accepts("intent:back")
    assert now == [100.0]
