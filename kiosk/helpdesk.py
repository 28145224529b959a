"""Calls a person, and says on the screen whether the call went out: never more than is known."""

from __future__ import annotations

import asyncio
from pathlib import Path

from kiosk import calls
from kiosk.text import message
from kiosk.visit.snapshot import Snapshot
from kiosk.visit.stage import Stage
from kiosk.visit.steps.take_card import ALARM_S
from kiosk.visit.views import TakeCardView

WAIT_S = 12.0  # the agent looks once a second, and the service answers within a few; nobody stands and waits longer
LOOK_S = 0.2
AGAIN_S = 60.0  # a second press does not make a second call: the first is under way


class Helpdesk:
    """`reached`: there is a fleet service to call. Everything runs in the event loop."""

    def __init__(self, stage: Stage, home: Path, reached: bool) -> None:
        self._stage = stage
        self._home = home
        self._reached = reached
        self._task: asyncio.Task[None] | None = None
        self._last: calls.Call | None = None
        self._called_at = float("-inf")
        self._card_left = False

    def help(self) -> None:
        """The citizen asks for a person."""
        now = asyncio.get_running_loop().time()
        if self._task is not None and not self._task.done():
            return
        if self._last is not None and now - self._called_at < AGAIN_S and calls.was_heard(self._home, self._last):
            self._tell("help.called", number=self._last.number)
            return
        call = calls.make(self._home, calls.HELP) if self._reached else None
        if call is None:
            self._not_sent()
            return
        self._last, self._called_at = call, now
        self._tell("help.calling")
        self._task = asyncio.create_task(self._follow(call))

    def alarm(self, reason: str) -> None:
        """Something was left behind: staff are told, the screen says enough already."""
        if self._reached:
            calls.make(self._home, reason)

    def watch(self, snapshot: Snapshot) -> None:
        """Subscribed to the stage: a card that lies too long calls somebody, once."""
        left = isinstance(snapshot.view, TakeCardView) and snapshot.view.seconds >= ALARM_S
        if left and not self._card_left:
            self.alarm(calls.CARD_LEFT)
        self._card_left = left

    def close(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _follow(self, call: calls.Call) -> None:
        end = asyncio.get_running_loop().time() + WAIT_S
        while asyncio.get_running_loop().time() < end:
            if calls.was_heard(self._home, call):
                self._tell("help.called", number=call.number)
                return
            await asyncio.sleep(LOOK_S)
        self._not_sent()

    def _not_sent(self) -> None:
        self._tell("help.not_sent", terminal=self._stage.snapshot.site.terminal_id)

    def _tell(self, name: str, **params: object) -> None:
        self._stage.toast(message(f"helpdesk.{name}", **params))
