"""A card left behind of which nobody is told; staff called anew each second for the same one."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk import calls
from kiosk.helpdesk import Helpdesk
from kiosk.text import Localized as L
from kiosk.visit.snapshot import Site, Snapshot
from kiosk.visit.stage import Stage
from kiosk.visit.steps.take_card import ALARM_S
from kiosk.visit.views import FarewellView, TakeCardView

LEFT = Snapshot(1, TakeCardView("id_card", 0), Site(L("测试点", "Test site"), "TEST-0137"))


def called(home: Path) -> list[str]:
    return sorted(json.loads(path.read_text())["reason"] for path in (home / "run/calls").glob("*.json"))


def watched(home: Path, *seconds: int, reached: bool = True) -> Helpdesk:
    desk = Helpdesk(Stage(LEFT.site), home, reached)
    for second in seconds:
        desk.watch(replace(LEFT, view=TakeCardView("id_card", second)))
    return desk


@pytest.mark.parametrize(("seconds", "calls_made"), [(ALARM_S, 0), (ALARM_S + 1, 1), (ALARM_S + 20, 1)])
def test_staff_are_told_once_of_a_card_that_lies_too_long(tmp_path: Path, seconds: int, calls_made: int) -> None:
    watched(tmp_path, *range(seconds))
    assert called(tmp_path) == [calls.CARD_LEFT] * calls_made


def test_the_next_card_that_is_left_is_another_call(tmp_path: Path) -> None:
    desk = watched(tmp_path, ALARM_S)
    desk.watch(replace(LEFT, view=FarewellView(False)))
    desk.watch(replace(LEFT, view=TakeCardView("id_card", ALARM_S)))
    assert called(tmp_path) == [calls.CARD_LEFT] * 2


def test_without_a_service_to_call_nothing_is_written_down(tmp_path: Path) -> None:
    watched(tmp_path, ALARM_S, reached=False)
    assert called(tmp_path) == []
