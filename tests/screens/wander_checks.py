"""What must hold at any moment of a random visit, when it is over, and when all are over."""

from __future__ import annotations

import asyncio
import gc
import logging
import re
import threading
import time
import weakref
from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from PIL import Image, ImageChops

from drivers.id_card_reader import twin as id_card
from kiosk.payments.journal import Entry
from kiosk.visit import views as v
from kiosk.visit.patience import limit_of
from kiosk.visit.snapshot import Snapshot
from kiosk.visit.views.certificates import PrintingView
from kiosk.visit.views.closed import ClosedView
from kiosk.visit.views.standing import AttractView
from tests.kiosk.held_devices import HeldReader
from tests.kiosk.sandbox_stand import LoopbackPlatform
from tests.kiosk.stand import ID_NUMBER, NAME, Stand
from tests.kiosk.test_wipe import holds, reachable
from tests.screens.checks import faults
from tests.screens.touching import Hands
from tests.screens.twins_at_hand import PEOPLE, Attended

WORKS = (v.WorkingView, PrintingView, v.TakeCardView, v.FarewellView)  # each ends by itself
NOBODYS = (v.HomeView, AttractView, v.OutOfOrderView, ClosedView)
SAID = (r"the platform does not accept this terminal", r"an answer to .* breaks the contract")
"""Errors in the log that a fault switch brings about, and that are to be there."""
DRAIN_S = 120.0
LONGEST_WAY = 14  # of those who hold what is still in memory


class Ears(logging.Handler):
    """Every error that the program, the platform, a task or a thread tells the log."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []
        logging.getLogger().addHandler(self)
        asyncio.get_running_loop().set_exception_handler(self._task)
        threading.excepthook = self._thread

    def emit(self, record: logging.LogRecord) -> None:
        said = self.format(record)
        if not any(re.search(one, said) for one in SAID):
            self.heard.append(f"log, {record.name}: {said}")

    def _task(self, _loop: object, context: dict[str, Any]) -> None:
        self.heard.append(f"task: {context.get('message')} {context.get('exception')!r}")

    def _thread(self, args: Any) -> None:
        self.heard.append(f"thread: {args.exc_value!r}")

    def take(self) -> list[str]:
        heard, self.heard = self.heard, []
        return heard


def at_any_moment(hands: Hands, one: Stand) -> Iterator[str]:
    """On a page at rest."""
    app = hands.app
    shown = app._shown
    if shown is None or not app.settled() or hands._shown != hands._pages:
        return
    for fault in faults(SimpleNamespace(app=app, size=app._size)):
        yield f"{hands.screen}: {fault}"
    names = {target.name for target in hands.targets()}
    if shown.in_visit and not app.overlay.modal and not isinstance(shown.view, WORKS) and "intent:exit" not in names:
        yield f"{hands.screen}: no way out among {sorted(names)}"
    if limit_of(shown) is None and not isinstance(shown.view, WORKS + NOBODYS):
        yield f"{hands.screen}: would stand for ever"
    focus = app.attendant.focus
    if names - {"pad:signature"} and focus.target is None:
        yield f"{hands.screen}: the keypad is nowhere"


def on_the_glass(hands: Hands) -> Iterator[str]:
    """What was drawn part by part is what the whole page would be."""
    app = hands.app
    if app.frames.due or not app.frames._kept:
        return
    before = _pixels(app._size)
    app.frames.everything()
    app.frames.draw()
    if (box := ImageChops.difference(before, _pixels(app._size)).getbbox()) is not None:
        yield f"{hands.screen}: left from before on the glass: {box}"


def _pixels(size: tuple[int, int]) -> Image.Image:
    from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels

    return Image.frombytes("RGB", size, glReadPixels(0, 0, *size, GL_RGB, GL_UNSIGNED_BYTE))


def afterwards(hands: Hands, one: Stand, snapshot: Snapshot) -> Iterator[str]:
    """At home again. Nothing of a visit is left on the page."""
    if snapshot.preferences != snapshot.site.usual:
        yield f"the next one finds {snapshot.preferences}"
    if snapshot.person or snapshot.item or snapshot.progress:
        yield "the next one finds whose visit it was"
    words = " ".join(text.text for text in hands.app.screen.texts + hands.app.overlay.texts)
    for planted in personal():
        if planted in words:
            yield "a name or number on the next one's home"


def personal() -> set[str]:
    people = [id_card.load(name).fields for name in set(PEOPLE)]
    found = {person.get(key, "") for person in people for key in ("name", "id_number")} | {NAME, ID_NUMBER}
    return {one for one in found if len(one) > 2}


def in_memory(one: Stand, hands: Hands) -> Iterator[str]:
    roots = [one.kit, one.conductor, one.stage, one._task, hands.app._state, hands.app._shown, hands.app.attendant]
    held = reachable(roots, but=(Attended, HeldReader, Hands, *weakref.ProxyTypes))
    for planted in personal():
        thing = next((thing for thing in held if holds(thing, planted)), None)
        if thing is not None:
            yield f"still in memory, of {len(planted)} characters: {_way_to(thing, held)}"


def _way_to(thing: Any, held: list[Any]) -> str:
    """Who holds it, and who holds that; types and names alone."""
    inside, way, seen = {id(one) for one in held}, [], set()
    while thing is not None and len(way) < LONGEST_WAY:
        seen.add(id(thing))
        names = ",".join(str(key) for key in list(thing)[:4]) if isinstance(thing, dict) else ""
        way.append(f"{type(thing).__qualname__} {getattr(thing, '__qualname__', '') or names}".strip())
        holders = (one for one in gc.get_referrers(thing) if id(one) in inside and id(one) not in seen)
        thing = next(holders, None)
    return " < ".join(way)


class Promises:
    """What "done" said of each number, as citizens saw it."""

    def __init__(self, one: Stand) -> None:
        self.papers: dict[str, str] = {}  # number -> what was last said of its paper
        self.outcomes: Counter[str] = Counter()
        one.stage.subscribe(self._see)

    def _see(self, snapshot: Snapshot) -> None:
        view = snapshot.view
        if isinstance(view, v.DoneView):
            number = str(view.number or f"none-{snapshot.visits}")
            if number not in self.papers:
                self.outcomes[view.outcome] += 1
            self.papers[number] = view.paper


async def at_the_end(one: Stand, far: LoopbackPlatform, promises: Promises) -> list[str]:
    """Everything that was handed in is with the platform once; money is where both sides say that it is."""
    ends = time.monotonic() + DRAIN_S
    while time.monotonic() < ends and (one.outbox.counts().waiting or one.payments.journal.open_entries()):
        await asyncio.sleep(0.2)
    wrong = [f"outbox: {what}" for what in one.outbox.damage()]
    counts = one.outbox.counts()
    if counts.waiting or counts.parked:
        left = [(record.lane, str(record.state), record.reason) for record in one.outbox.records()]
        wrong.append(f"outbox: {counts}: {Counter(left)}")
    database = far.sandbox.store.database
    rows = database.execute("SELECT digest, count(*) AS n FROM records GROUP BY digest HAVING n > 1").fetchall()
    wrong += [f"handed in twice: {row['digest'][:12]}" for row in rows]
    refused = database.execute("SELECT count(*) FROM arrivals WHERE outcome = 'refused'").fetchone()[0]
    if refused:
        wrong.append(f"{refused} records came again as something else")
    rows = database.execute("SELECT number FROM records WHERE number IS NOT NULL").fetchall()
    for number in (row["number"] for row in rows):
        paper = promises.papers.get(number)
        if paper is not None and paper == "printing":
            wrong.append(f"{number}: nobody was told what became of the receipt")
    jobs = Counter(job for job, sure in one.printer.jobs if sure)
    wrong += [f"printed {n} times: {job}" for job, n in jobs.items() if n > 1 and job.startswith("receipt-")]
    wrong += list(_money(one.payments.journal.entries(), database))
    return wrong


def _money(entries: list[Entry], database: Any) -> Iterator[str]:
    there = {row["key"]: row["state"] for row in database.execute("SELECT key, state FROM orders")}
    for entry in entries:
        if not entry.final:
            yield f"money: an order is still {entry.state} here, {there.get(entry.key)} there"
        elif there.get(entry.key, "closed") != entry.state:
            yield f"money: an order is {entry.state} here, {there.get(entry.key)} there"
    known = {entry.key for entry in entries}
    yield from (f"money: an order that the terminal does not know is {there[key]}" for key in there.keys() - known)
