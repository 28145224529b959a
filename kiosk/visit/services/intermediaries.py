"""Intermediaries (中介服务): which kinds there are, who offers one, how to reach them. Nobody is recommended."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.catalogue.model import Item
from kiosk.columns.intermediaries import Provider, Trade
from kiosk.text import Localized, Text, message
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.reading import choose
from kiosk.visit.views.reading import ArticleView, EntryRow


async def intermediaries(visit: Visit, trades: Sequence[Trade], kept: Text | None) -> Item | None:
    """The item that somebody went to from there; None: back."""
    rows = [_trade_row(trade, len(_in_turn(visit, trade))) for trade in trades]
    title, hint = message("intermediaries.title"), message("intermediaries.hint")
    while (chosen := await choose(visit, title, rows, hint=hint, kept=kept)) is not None:
        trade = next(one for one in trades if one.id == chosen)
        item = await _trade(visit, trade, kept)
        if item is not None:
            return item
    return None


async def _trade(visit: Visit, trade: Trade, kept: Text | None) -> Item | None:
    """What it is for, with the items that need it; and the list."""
    providers = _in_turn(visit, trade)
    count = message("intermediaries.count", count=len(providers))
    links = (
        EntryRow("list", message("intermediaries.list"), count, "users", "blue"),
        *_item_rows(visit, trade),
    )
    view = ArticleView(trade.title, message("intermediaries.title"), trade.text, links, kept)
    while True:
        touched = await visit.stage.ask(view, i.Back, i.Choose)
        match touched:
            case i.Back():
                return None
            case i.Choose("list"):
                await _list(visit, trade, providers, kept)
            case i.Choose(code) if code in {row.value for row in links}:
                return visit.kit.catalogue.find(code)


async def _list(visit: Visit, trade: Trade, providers: Sequence[Provider], kept: Text | None) -> None:
    rows = [EntryRow(one.uscc, one.name, one.address, "building", "grey") for one in providers]
    hint, empty = message("intermediaries.order"), message("intermediaries.nobody")
    while (chosen := await choose(visit, trade.title, rows, hint=hint, kept=kept, empty=empty)) is not None:
        one = next(one for one in providers if one.uscc == chosen)
        await visit.stage.ask(_provider(one, kept), i.Back)


def _provider(one: Provider, kept: Text | None) -> ArticleView:
    said = (
        message("intermediaries.licence", licence=one.licence, day=one.valid_to),
        message("intermediaries.address", address=one.address),
        message("intermediaries.phone", phone=one.phone),
        message("intermediaries.free_choice"),
    )
    return ArticleView(one.name, Localized.alike(one.uscc), said, kept=kept)


def _trade_row(trade: Trade, count: int) -> EntryRow:
    return EntryRow(trade.id, trade.title, message("intermediaries.count", count=count), trade.icon, "teal")


def _item_rows(visit: Visit, trade: Trade) -> list[EntryRow]:
    items = [item for code in trade.items if (item := visit.kit.catalogue.find(code)) is not None]
    go = message("reading.columns.go")
    return [EntryRow(item.short, item.name, item.department, item.icon, "good", go) for item in items]


def _in_turn(visit: Visit, trade: Trade) -> tuple[Provider, ...]:
    return trade.in_turn(visit.kit.pace.now().date(), visit.kit.settings.district)
