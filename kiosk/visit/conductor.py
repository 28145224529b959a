"""Runs one visit after the other, for ever, and is the one place where a visit ends.

However it ends (finished, exit, nobody there, a fault of the program, the window closed), the same `finally`
forgets it: what was begun in the outbox and not accepted is abandoned, the platform's session is closed in the
background, and every reference to what the citizen gave is dropped. What was accepted stays in the outbox.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from dataclasses import replace
from functools import partial

from kiosk.catalogue.renewal import Renewal
from kiosk.contract.identity import Session
from kiosk.faults import describe
from kiosk.text import message
from kiosk.visit import intents as i
from kiosk.visit.accounting import Ending, account
from kiosk.visit.attract import untouched
from kiosk.visit.busy import tell
from kiosk.visit.context import Equipment, Visit
from kiosk.visit.journey import journey
from kiosk.visit.patience import Patience
from kiosk.visit.rating import record_rating
from kiosk.visit.steps.take_card import take_card, take_other_card
from kiosk.visit.views import NoticeView
from offline_cache.faults import DiskFailed
from offline_cache.states import IllegalTransition

UNTOUCHED_S = 20  # nobody stands before a home page that was not touched for so long, or they have not begun to read
APOLOGY_S = 20  # to read two sentences; then the next one may begin

_log = logging.getLogger(__name__)


CLOSE_S = 5.0  # to tell the platform that a session has ended


class Conductor:
    def __init__(self, kit: Equipment, renewal: Renewal | None = None) -> None:
        self._kit = kit
        kit.platform.lane.waits = partial(tell, kit.stage)
        self._renewal = renewal
        self._patience = Patience(kit.stage, second=kit.pace.second)
        self._card_left = ""  # means: of a visit's own card
        self._other_left = ""  # means: of a card that was put into the reader which the visit did not use
        self._closing: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        try:
            while True:
                await self.serve_one()
        finally:
            for task in self._closing:
                task.cancel()

    async def serve_guest(self) -> Ending:
        """One citizen, who came from another program, and with them the screen goes back."""
        while (ending := await self.serve_one()) is Ending.RENEWED:
            pass
        if self._closing:  # the platform's session is closed before the process is
            await asyncio.wait(self._closing, timeout=CLOSE_S)
        return ending

    async def serve_one(self) -> Ending:
        self._renew()
        visit = Visit(self._kit, card_left=self._card_left or self._other_left)
        ending = Ending.FINISHED
        try:
            ending = await self._until_it_ends(visit)
        finally:
            means, another, self._card_left = visit.visitor.reader, visit.another, visit.card_left
            try:
                ended = account(visit, ending, asyncio.get_running_loop().time())
            finally:
                self._forget(visit)
                self._kit.stage.reset(preferences=not another)
                self._kit.stage.meter.restart()
            del visit
            gc.collect()  # tasks and exceptions of the visit hold each other; nothing may linger until next time
            if ended is not None and self._kit.usage is not None:
                self._kit.usage.note(ended)
        _log.info("a visit ended: %s", ending)
        # a visit that was finished asked for its card before the end: here for one that was laid down again since
        finished = ending is Ending.FINISHED
        if ending is not Ending.RENEWED and not (finished and self._card_left):
            gone = await take_card(self._kit.stage, self._kit.devices, means, self._kit.pace, only_known=finished)
            self._card_left = "" if gone else means
        if ending is not Ending.RENEWED and not self._card_left:
            kit, left = self._kit, self._other_left
            self._other_left = await take_other_card(kit.stage, kit.devices, means, kit.pace, left=left)
        if ending is Ending.FAULT:
            await self._apologise()
        return ending

    async def _until_it_ends(self, visit: Visit) -> Ending:
        exits = asyncio.Event()

        def leave() -> None:
            if not visit.uninterrupted:
                exits.set()

        self._kit.stage.on_exit = leave
        tasks = {
            Ending.FINISHED: asyncio.create_task(journey(visit)),
            Ending.EXIT: asyncio.create_task(_wait(exits)),
            Ending.TIME_OUT: asyncio.create_task(self._patience.run_out()),
        }
        if self._renewal is not None:
            tasks[Ending.RENEWED] = asyncio.create_task(self._outdated(visit, self._renewal))
        try:
            await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_COMPLETED)
            ending = next(ending for ending, task in tasks.items() if task.done())
        finally:
            self._kit.stage.on_exit = lambda: None
            for task in tasks.values():
                task.cancel()
            await asyncio.wait(tasks.values())
        for task in tasks.values():
            if not task.cancelled() and (error := task.exception()) is not None:
                _log.error("a fault of the program ended a visit: %s", describe(error))
                ending = Ending.FAULT
        return ending

    async def _outdated(self, visit: Visit, renewal: Renewal) -> None:
        """Return when there is a newer catalogue and this visit has not begun: nobody has touched home for a while."""
        await renewal.ready.wait()
        while True:
            await self._kit.stage.quiet(UNTOUCHED_S * self._kit.pace.second)
            if untouched(visit):
                return

    def _renew(self) -> None:
        """The one place where the catalogue changes: between two visits."""
        if self._renewal is not None and (offer := self._renewal.take()) is not None:
            catalogue, index = offer
            self._kit = replace(self._kit, catalogue=catalogue, index=index)
            _log.info("the catalogue is %s from now on", catalogue.version)

    def _forget(self, visit: Visit) -> None:
        """Blocks for some milliseconds of disk: nothing may come between the visit's end and its wipe."""
        slot, session = visit.slot, visit.visitor.session
        try:
            record_rating(visit)
            if slot is not None:
                self._kit.outbox.abandon(slot.key)
        except IllegalTransition:
            _log.info("a submission was accepted in the moment in which its visit ended; it is kept")
        except DiskFailed as error:
            _log.error("the outbox could not be tidied after a visit: %s", error.reason)
        finally:
            visit.wipe()
            self._kit.index.forget()
            if self._kit.shelf is not None:
                self._kit.shelf.reads.settle()
        if session is not None:
            self._close_session(session)

    def _close_session(self, session: Session) -> None:
        task = asyncio.create_task(self._kit.platform.end_session(session.token))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _apologise(self) -> None:
        stage = self._kit.stage
        left = asyncio.Event()
        stage.on_exit = left.set
        stage.frame(item=None, progress=None, in_visit=True)
        view = NoticeView(
            "alert-circle",
            message("visit.fault.title"),
            message("visit.fault.body"),
            message("visit.button.home"),
        )

        async def wait() -> None:
            stage.show(view)
            try:
                async with asyncio.timeout(APOLOGY_S * self._kit.pace.second):
                    await left.wait()
            except TimeoutError:
                pass

        await stage.race(wait(), i.Next)
        stage.reset(preferences=True)


async def _wait(event: asyncio.Event) -> None:
    await event.wait()
