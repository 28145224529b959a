"""A queue ticket on the receipt printer's paper: the number, where one is called to, and nothing of the citizen."""

from __future__ import annotations

from collections.abc import Iterator

from drivers.receipt_printer.document import Block, Line, Pair, QrCode, Receipt, Rule, Space
from kiosk.clock import on_the_wall
from kiosk.contract.queues import Ticket
from kiosk.settings import Settings
from kiosk.text import Text, message
from kiosk.words import say


def ticket_slip(settings: Settings, language: str, ticket: Ticket, matter: Text, hall: Text) -> Receipt:
    return Receipt(tuple(_blocks(settings, language, ticket, matter, hall)))


def _blocks(settings: Settings, language: str, ticket: Ticket, matter: Text, hall: Text) -> Iterator[Block]:
    def words(key: str, **params: Text | str | int) -> str:
        return say(message(f"queue.{key}", **params), language)

    yield Line(words("slip.head"), size="large", bold=True, align="centre")
    yield Line(say(hall, language), align="centre")
    yield Rule("thick")
    yield Line(ticket.number, size="title", bold=True, align="centre")
    yield Line(words("slip.ahead", count=ticket.ahead), size="large", bold=True, align="centre")
    yield Rule()
    yield Pair(words("row.counter"), say(ticket.counter, language))
    yield Pair(words("row.matter"), say(matter, language))
    yield Pair(words("slip.drawn"), on_the_wall(ticket.drawn_at)[:16])
    yield Line(words("slip.today"))
    yield Space(2)
    yield QrCode(ticket.follow, words("slip.follow"))
    yield Line(f"{settings.terminal_id} · {say(settings.site, language)}", size="small", align="centre")
