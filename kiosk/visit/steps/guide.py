"""The guide (办事指南): what it takes, before anybody begins; to take along on paper or on the telephone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Never

from kiosk.catalogue.model import Item
from kiosk.catalogue.plan import waits_offline
from kiosk.columns.intermediaries import needed_for
from kiosk.columns.source import confirmed
from kiosk.text import Localized, Message, Text, message
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.context import Move, Visit
from kiosk.visit.paper.guide import phone_code, slip_of
from kiosk.visit.paper.printing import print_slip
from kiosk.visit.steps.queueing import Hall, draw_a_ticket
from kiosk.visit.views.reading import PlaceView
from kiosk.words import say
from offline_cache.content import CATALOGUE


async def guide(visit: Visit) -> Move:
    paper = ""
    kept = await kept_of(visit, CATALOGUE)
    while True:
        touched = await visit.stage.race(_show_live(visit, kept, paper), i.Next, i.Back, i.Print, i.Do)
        if isinstance(touched, i.Back):
            return Move.BACK
        if isinstance(touched, i.Print):
            view = guide_view(visit, None, kept, "printing")
            paper = await print_guide(visit, view, visit.item.name)
        elif isinstance(touched, i.Do):
            if gives_tickets(visit):
                await _queue(visit)
        elif visit.kit.health.obstacle(visit.item) is None:
            return Move.ON


async def kept_of(visit: Visit, document: str) -> Message | None:
    """`内容更新于 …`: how old the copy is that is shown; None: it came with the program."""
    since = await asyncio.to_thread(confirmed, visit.kit.settings, document)
    return message("reading.kept", time=since.strftime("%m-%d %H:%M")) if since is not None else None


async def print_guide(visit: Visit, view: v.GuideView | PlaceView, title: Text) -> str:
    """What is on paper then: `printed`, `unprinted` or `unsure`. Printed once a touch, and never again by itself."""
    visit.stage.show(view)
    language = visit.stage.snapshot.preferences.language
    slip = slip_of(visit.kit.settings, language, say(title, language), view.rows, view.code)
    paper, _ = await print_slip(visit, slip)
    return paper


async def _show_live(visit: Visit, kept: Message | None, paper: str) -> Never:
    health = visit.kit.health
    while True:
        conditions = health.conditions
        visit.stage.show(guide_view(visit, health.obstacle(visit.item), kept, paper))
        await health.changed(conditions)


def guide_view(visit: Visit, unavailable: Message | None, kept: Message | None, paper: str) -> v.GuideView:
    item, guide = visit.item, visit.item.guide
    return v.GuideView(
        item.name,
        item.department,
        (*rows_of(item, kept), *_trades_row(visit)),
        item.minutes,
        guide.steps,
        unavailable,
        code=phone_code(visit.kit.settings, item.code, item.name.of("zh"), guide.consult_phone),
        paper=paper,
        queue=message(f"queue.{'at' if unavailable is None else 'only_at'}_counter") if gives_tickets(visit) else None,
    )


def gives_tickets(visit: Visit) -> bool:
    """Whether a ticket can be drawn here for the counter where the item is done as well, also while it cannot be done
    at the terminal. A number is called where one stands, and only the platform gives one."""
    item, here = visit.item, visit.kit.settings.district
    at_this_place = bool(here) and (item.area is None or item.area.covers(here))
    return item.guide.tickets and at_this_place and visit.kit.health.conditions.platform


async def _queue(visit: Visit) -> None:
    """Whoever drew a ticket is known, and need not say so again to begin the item."""
    returnable, visit.returnable = visit.returnable, True
    item = visit.item
    await draw_a_ticket(visit, Hall(item.code, visit.kit.settings.district, item.name, item.department))
    visit.returnable = returnable
    visit.stage.frame(item=item.title, progress=None, in_visit=True)


def _trades_row(visit: Visit) -> Iterator[v.GuideRow]:
    """Which intermediaries may be engaged for what the item needs, and where they are listed."""
    laid = visit.kit.shelf.laid if visit.kit.shelf is not None else None
    needed = needed_for(laid.trades, visit.item) if laid is not None else ()
    if needed:
        names = Localized("、".join(one.title.zh for one in needed), ", ".join(one.title.en for one in needed))
        yield v.GuideRow(message("intermediaries.row"), message("intermediaries.for_item", names=names), "briefcase")


def offline_row(item: Item) -> v.GuideRow:
    """What happens while the network is away, said before anybody begins."""
    waits = waits_offline(item)
    words = message("offline.waits" if waits else "offline.needs_platform")
    return v.GuideRow(message("offline.label"), words, "cloud-check" if waits else "cloud-off")


def _papers(item: Item) -> Iterator[Message]:
    """Papers that need not be brought: declared (告知承诺), or handed in later (容缺后补)."""
    for one in item.asked_materials:
        if one.declaration is not None:
            yield message("materials.guide.declare", material=one.title)
        if one.later_days is not None:
            yield message("materials.guide.later", material=one.title, count=one.later_days)


def rows_of(item: Item, kept: Message | None) -> Iterator[v.GuideRow]:
    """Every element of the guide (GB/T 36114), what people ask first before the rest."""
    guide = item.guide

    def row(name: str, value: Text, icon: str) -> v.GuideRow:
        return v.GuideRow(message(f"visit.guide.{name}"), value, icon)

    def more(name: str, value: Text, icon: str) -> v.GuideRow:
        return v.GuideRow(message(f"reading.guide.{name}"), value, icon)

    yield row("who", guide.who, "user")
    yield row("bring", guide.bring, "id")
    for told in _papers(item):
        yield v.GuideRow(message("materials.guide.label"), told, "file-text")
    yield row("time", guide.promised_time, "clock")
    yield row("fee", guide.fee, "coin")
    yield row("result", guide.result, "receipt")
    if item.area is not None:
        yield v.GuideRow(message("areas.label"), item.area.title, "map-2")
    yield offline_row(item)
    yield more("how", guide.how, "route")
    yield more("elsewhere", guide.elsewhere, "map-pin")
    yield more("visits", message("reading.guide.times", count=guide.visits), "door-enter")
    yield row("consult", message("visit.guide.phone", phone=guide.consult_phone), "phone")
    yield row("complain", message("visit.guide.phone", phone=guide.complaint_phone), "message-2")
    yield more("legal_time", guide.legal_time, "clock-hour-4")
    yield more("fee_basis", guide.fee_basis, "coin")
    for basis in guide.basis:
        yield row("basis", basis, "book")
    for note in guide.notes:
        yield more("note", note, "info-circle")
    yield more("code", Localized.alike(item.code), "article")
    yield more("version", message("reading.guide.of", version=guide.version, day=guide.updated), "refresh")
    if kept is not None:
        yield more("kept", kept, "cloud-check")
