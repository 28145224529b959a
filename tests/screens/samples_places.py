"""Samples of places: a ticket for a hall's queue, an item outside its area. All of it is made up."""

from __future__ import annotations

from dataclasses import replace

from kiosk.text import Localized as L
from kiosk.text import message
from kiosk.visit.snapshot import Site, Snapshot
from kiosk.visit.views import GuideRow, View
from kiosk.visit.views.queues import TicketView
from kiosk.visit.views.reading import PlaceView


def samples(site: Site) -> dict[str, Snapshot]:
    def at(view: View) -> Snapshot:
        return Snapshot(1, view, site, can_go_back=True, in_visit=True)

    def row(name: str, value: L, icon: str) -> GuideRow:
        return GuideRow(message(f"queue.row.{name}"), value, icon)

    hall = L.chinese("九龙坡区人力资源和社会保障局")
    matter = L.chinese("社会保障卡遗失补领")
    ticket = TicketView(
        message("queue.yours"),
        "B017",
        (
            GuideRow(message("queue.row.ahead"), message("queue.ahead", count=5, minutes=20), "users"),
            row("counter", L("8—10 号窗口", "8 to 10"), "door-enter"),
            row("matter", matter, "article"),
            row("hall", hall, "building"),
        ),
        "https://test.invalid/queues/tickets/y3U-m6jvhcjW0ReD",
        "printed",
        give_back=message("queue.give_back"),
        follow=message("queue.follow"),
    )
    locker = TicketView(
        message("cases.locker.title"),
        "427 135",
        (
            GuideRow(message("cases.fact.box"), L("A07", "A07"), "door-enter"),
            GuideRow(
                message("cases.fact.place"), L("测试政务服务中心大门内取件柜", "Locker at the entrance"), "map-pin"
            ),
            GuideRow(message("cases.locker.until"), L("10:34", "10:34"), "clock"),
        ),
        "427135",
        "printed",
        hint=message("cases.locker.hint"),
        follow=message("cases.locker.photo"),
    )
    place = PlaceView(
        matter,
        hall,
        (
            GuideRow(message("reading.place.hours"), L.chinese("工作日 9:00—17:00"), "clock"),
            GuideRow(message("reading.place.where"), L.chinese("测试政务服务中心 3 楼"), "map-pin"),
        ),
        message("reading.place.more", count=38),
        message("reading.kept", time="11-22 10:05"),
        "11500107TE5T00075L450TEST001510",
        queue=message("queue.draw"),
    )
    return {
        "ticket": at(ticket),
        "ticket-again": at(replace(ticket, paper="", again=True, hint=message("queue.had"))),
        "ticket-locker": at(locker),
        "ticket-unprinted": at(replace(ticket, paper="unprinted")),
        "place-queue": at(place),
    }
