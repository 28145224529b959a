"""The guide (办事指南): what it takes, before anybody begins."""

from __future__ import annotations

from typing import Never

from kiosk.catalogue.model import Item
from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.context import Move, Visit


async def guide(visit: Visit) -> Move:
    while True:
        touched = await visit.stage.race(_show_live(visit), i.Next, i.Back)
        if isinstance(touched, i.Back):
            return Move.BACK
        if visit.kit.health.obstacle(visit.item) is None:
            return Move.ON


async def _show_live(visit: Visit) -> Never:
    health = visit.kit.health
    while True:
        conditions = health.conditions
        visit.stage.show(guide_view(visit.item, health.obstacle(visit.item)))
        await health.changed(conditions)


def guide_view(item: Item, unavailable: Message | None) -> v.GuideView:
    guide = item.guide
    rows = (
        v.GuideRow(message("visit.guide.who"), guide.who, "user"),
        v.GuideRow(message("visit.guide.bring"), guide.bring, "id"),
        v.GuideRow(message("visit.guide.time"), guide.promised_time, "clock"),
        v.GuideRow(message("visit.guide.fee"), guide.fee, "coin"),
        v.GuideRow(message("visit.guide.result"), guide.result, "receipt"),
        *(v.GuideRow(message("visit.guide.basis"), one, "book") for one in guide.basis[:1]),
        v.GuideRow(message("visit.guide.consult"), message("visit.guide.phone", phone=guide.consult_phone), "phone"),
        v.GuideRow(
            message("visit.guide.complain"), message("visit.guide.phone", phone=guide.complaint_phone), "message-2"
        ),
    )
    return v.GuideView(item.name, item.department, rows, item.minutes, guide.steps, unavailable)
