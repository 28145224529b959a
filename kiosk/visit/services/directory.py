"""Something of the whole directory: its guide, where it is done, and how to get there; it cannot be begun here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from kiosk.directory.index import DIRECTORY, Entry
from kiosk.text import Localized, Text, message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Visit
from kiosk.visit.directory_pages import CITY, title_of
from kiosk.visit.paper.guide import phone_code
from kiosk.visit.reading import choose
from kiosk.visit.services import Service
from kiosk.visit.steps.guide import kept_of, print_guide
from kiosk.visit.steps.queueing import Hall, draw_a_ticket
from kiosk.visit.views import GuideRow
from kiosk.visit.views.reading import EntryRow, PlaceView

MORE = "more"
QUEUE = "queue"
LONGEST_LABEL = 6  # characters
_LABELS = {
    "谁可以办": message("visit.guide.who"), "带什么": message("visit.guide.bring"),
    "多久": message("visit.guide.time"), "多久办好": message("visit.guide.time"), "收费": message("visit.guide.fee"),
    "怎么办": message("reading.place.guide"),
}  # fmt: skip
"""What guides are usually written under, in the words of the terminal's own guides."""
ICONS = ("user", "id", "clock", "coin", "route")  # who, what to bring, how long, fee, how


def matter(number: int, district: str = "") -> Service:
    """`district`: where it is looked at first; empty: that of the terminal."""
    return Service("directory", "book", partial(_walk, number=number, district=district), online=False)


async def _walk(visit: Visit, number: int, district: str) -> Move:
    directory = visit.kit.directory
    entries = directory.entries(number, district) if directory is not None else ()
    if not entries:
        return Move.BACK  # the index was replaced in this moment
    kept = await kept_of(visit, DIRECTORY)
    at, paper = 0, ""
    while True:
        view = _view(visit, entries, at, kept, paper)
        touched = await visit.stage.ask(view, i.Back, i.Print, i.Choose)
        match touched:
            case i.Back():
                return Move.BACK
            case i.Print():
                printing = _view(visit, entries, at, kept, "printing")
                paper = await print_guide(visit, printing, printing.title)
            case i.Choose(value) if value == MORE and len(entries) > 1:
                at, paper = await _other_place(visit, entries, at), ""
            case i.Choose(value) if value == QUEUE and view.queue is not None:
                entry = entries[at]
                await draw_a_ticket(visit, Hall(entry.code, entry.district, view.title, view.department))


async def _other_place(visit: Visit, entries: Sequence[Entry], at: int) -> int:
    rows = [
        EntryRow(str(place), title_of(entry.district), Localized.chinese(entry.department), "map-pin")
        for place, entry in enumerate(entries)
    ]
    chosen = await choose(visit, message("reading.place.which"), rows)
    return int(chosen) if chosen is not None else at


def _view(visit: Visit, entries: Sequence[Entry], at: int, kept: Text | None, paper: str) -> PlaceView:
    entry = entries[at]

    def row(name: str, value: Text, icon: str) -> GuideRow:
        return GuideRow(message(f"reading.place.{name}"), value, icon)

    rows = [
        *_guide_rows(entry.guide),
        row("where", Localized.chinese(entry.address), "map-pin"),
        row("hours", Localized.chinese(entry.hours), "clock"),
        row("booking", message("reading.place.book", phone=entry.phone), "calendar-plus"),
        row("code", Localized.alike(entry.code), "article"),
    ]
    if kept is not None:
        rows.append(row("kept", kept, "cloud-check"))
    more = message("reading.place.more", count=len(entries) - 1) if len(entries) > 1 else None
    code = phone_code(visit.kit.settings, entry.code, entry.name, entry.phone)
    # A number is called where one stands: in another district it would be called before anybody got there.
    here = entry.district in (visit.kit.settings.district, CITY)
    queue = message("queue.draw") if here else None
    return PlaceView(
        Localized.chinese(entry.name), Localized.chinese(entry.department), tuple(rows), more, kept, code, paper, queue
    )


def _guide_rows(guide: str) -> Iterator[GuideRow]:
    """`谁可以办：…。带什么：…。` as a row each; what is not written so stays one text."""
    pieces = [piece.partition("：") for piece in guide.split("。") if piece]
    if not all(value and len(label) <= LONGEST_LABEL for label, _, value in pieces):
        pieces = [("", "", guide)]
    for place, (label, _, value) in enumerate(pieces):
        title = _LABELS.get(label) or (Localized.chinese(label) if label else message("reading.place.guide"))
        yield GuideRow(title, Localized.chinese(value), ICONS[place % len(ICONS)])
