"""The columns (专栏): policies with what explains them and carries them out, the business environment, the districts'
own services, announcements; in an emergency one more. All from the kept copy, so that it is read offline as well."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from kiosk.catalogue import regions
from kiosk.catalogue.model import Item
from kiosk.columns.model import Announcement, Columns, District, Feature, Indicator, Policy
from kiosk.columns.source import Kept, kept
from kiosk.text import Localized, Text, message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Visit
from kiosk.visit.reading import choose, tell
from kiosk.visit.services import Service
from kiosk.visit.services.intermediaries import intermediaries
from kiosk.visit.submission import utc
from kiosk.visit.views.reading import ArticleView, EntryRow

MORE_DISTRICTS = "districts"


async def columns(visit: Visit) -> Move:
    have = await asyncio.to_thread(kept, visit.kit.settings)
    if have is None:
        await tell(visit, "columns.away", "news")
        return Move.BACK
    visit.wanted = await _Reader(visit, have).front()
    return Move.BACK


def article(value: str) -> Service:
    """One article, by its reference (`kiosk/columns/search.py`)."""
    return Service("columns", "news", partial(_one, value=value), online=False)


async def _one(visit: Visit, value: str) -> Move:
    have = await asyncio.to_thread(kept, visit.kit.settings)
    if have is None:
        await tell(visit, "columns.away", "news")
        return Move.BACK
    visit.wanted = await _Reader(visit, have).open(value)
    return Move.BACK


class _Reader:
    """Walks through the columns. A walk ends with the item that somebody wants to go to, or None for back."""

    def __init__(self, visit: Visit, have: Kept) -> None:
        self._visit = visit
        self._columns: Columns = have.columns
        self._trades = have.trades
        since = have.confirmed
        self._kept = message("reading.kept", time=since.strftime("%m-%d %H:%M")) if since is not None else None

    async def front(self) -> Item | None:
        while True:
            current = self._columns.current(utc(self._visit.kit.pace.now()), self._visit.kit.settings.district)
            rows = [*self._emergency_row(), *_front_rows(self._columns, len(current)), *self._trades_row()]
            chosen = await choose(self._visit, message("services.columns"), rows, kept=self._kept)
            item: Item | None = None
            match chosen:
                case None:
                    return None
                case "emergency":
                    await self._emergency()
                case "policies":
                    item = await self._policies()
                case "business":
                    item = await self._business()
                case "district":
                    await self._district(self._visit.kit.settings.district)
                case "intermediaries":
                    item = await intermediaries(self._visit, self._trades, self._kept)
                case _:
                    await self._announcements(current)
            if item is not None:
                return item

    async def open(self, value: str) -> Item | None:
        """Nothing where newer content came meanwhile that lacks it."""
        kind, _, name = value.partition(":")
        if kind == "emergency" and self._columns.emergency.enabled:
            await self._emergency()
        elif kind == "policy" and (policy := self._columns.policy(name)) is not None:
            return await self._policy(policy)
        elif kind == "indicator" and (found := self._columns.indicator(name)) is not None:
            return await self._indicator(found)
        elif kind == "announcement":
            for notice in self._columns.announcements:
                if notice.id == name:
                    await self._announcement(notice)
        elif kind == "feature" and (feature := self._columns.feature(name)) is not None:
            await self._feature(feature, name.partition(":")[0])
        return None

    def _trades_row(self) -> list[EntryRow]:
        if not self._trades:
            return []
        hint = message("intermediaries.hint")
        return [EntryRow("intermediaries", message("intermediaries.title"), hint, "briefcase", "grey")]

    def _emergency_row(self) -> list[EntryRow]:
        emergency = self._columns.emergency
        if not emergency.enabled:
            return []
        return [EntryRow("emergency", emergency.column.title, None, "alert-triangle", "bad")]

    async def _emergency(self) -> None:
        emergency = self._columns.emergency
        links = tuple(_feature_row(place, one) for place, one in enumerate(emergency.functions))
        while (chosen := await self._read(emergency.column.title, _TODAY, emergency.column.text, links)) is not None:
            one = emergency.functions[int(chosen)]
            await self._read(one.title, _TODAY, (one.text,))

    async def _policies(self) -> Item | None:
        rows = [EntryRow(one.id, one.title, _by(one), "file-description", "blue") for one in self._columns.policies]
        while True:
            chosen = await self._choose(message("reading.columns.policies"), rows, message("reading.columns.together"))
            policy = self._columns.policy(chosen) if chosen is not None else None
            if policy is None:
                return None
            if (item := await self._policy(policy)) is not None:
                return item

    async def _policy(self, policy: Policy) -> Item | None:
        explained = policy.interpretation
        links = tuple(self._item_rows(policy.items))
        if explained is not None:
            row = EntryRow("interpretation", explained.title, message("reading.columns.interpretation"), "bulb", "warn")
            links = (row, *links)
        while True:
            chosen = await self._read(policy.title, _by(policy), policy.text, links)
            if chosen == "interpretation" and explained is not None:
                chosen = await self._read(explained.title, policy.title, explained.text, links[1:])
                if chosen is None:
                    continue
            if chosen is None:
                return None
            if (item := self._visit.kit.catalogue.find(chosen)) is not None:
                return item

    async def _business(self) -> Item | None:
        indicators = {one.id: one for one in self._columns.indicators}
        rows = [EntryRow(one.id, one.title, _led(one), one.icon, "teal") for one in indicators.values()]
        while True:
            chosen = await self._choose(
                message("reading.columns.business"), rows, message("reading.columns.indicators")
            )
            if chosen is None:
                return None
            if (item := await self._indicator(indicators[chosen])) is not None:
                return item

    async def _indicator(self, one: Indicator) -> Item | None:
        policies = [policy for name in one.policies if (policy := self._columns.policy(name)) is not None]
        rows = [
            EntryRow(f"policy:{policy.id}", policy.title, _by(policy), "file-description", "blue")
            for policy in policies
        ]
        links = (*rows, *self._item_rows(one.items))
        while True:
            chosen = await self._read(one.title, _led(one), one.text, links)
            if chosen is None:
                return None
            policy = self._columns.policy(chosen.removeprefix("policy:"))
            item = await self._policy(policy) if policy is not None else self._visit.kit.catalogue.find(chosen)
            if item is not None:
                return item

    async def _district(self, code: str) -> None:
        """The terminal's own first, by what people read here; the others on demand, as they were published."""
        others = EntryRow(MORE_DISTRICTS, message("reading.columns.other_districts"), None, "map-2", "grey")
        while True:
            district = next((one for one in self._columns.districts if one.code == code), District(code, ()))
            rows = [others, *(_feature_row(place, one) for place, one in self._ordered(district))]
            title = message("reading.columns.of_district", district=_title(code))
            chosen = await self._choose(title, rows)
            if chosen is None:
                return
            if chosen == MORE_DISTRICTS:
                code = await self._which_district() or code
                continue
            await self._feature(district.features[int(chosen)], code)

    def _ordered(self, district: District) -> Sequence[tuple[int, Feature]]:
        shelf, here = self._visit.kit.shelf, self._visit.kit.settings.district
        if shelf is None or district.code != here:
            return list(enumerate(district.features))
        return shelf.reads.ordered(district.features)

    async def _feature(self, one: Feature, code: str) -> None:
        if self._visit.kit.shelf is not None and code == self._visit.kit.settings.district:
            self._visit.kit.shelf.reads.note(one)
        await self._read(one.title, _title(code), (one.text,))

    async def _which_district(self) -> str | None:
        here = self._visit.kit.settings.district
        listed = sorted(self._columns.districts, key=lambda one: (one.code != here, one.code))
        rows = [
            EntryRow(
                one.code, _title(one.code), message("reading.columns.features", count=len(one.features)), "map-pin"
            )
            for one in listed
        ]
        return await self._choose(message("reading.columns.districts"), rows)

    async def _announcements(self, current: Sequence[Announcement]) -> None:
        rows = [
            EntryRow(one.id, one.title, message("reading.columns.until", day=one.ends[:10]), "speakerphone", "violet")
            for one in current
        ]
        empty = message("reading.columns.no_announcements")
        while (chosen := await self._choose(message("reading.columns.announcements"), rows, empty=empty)) is not None:
            await self._announcement(next(one for one in current if one.id == chosen))

    async def _announcement(self, one: Announcement) -> None:
        await self._read(one.title, message("reading.columns.until", day=one.ends[:10]), one.text)

    def _item_rows(self, codes: Sequence[str]) -> list[EntryRow]:
        items = [item for code in codes if (item := self._visit.kit.catalogue.find(code)) is not None]
        go = message("reading.columns.go")
        return [EntryRow(item.short, item.name, item.department, item.icon, "good", go) for item in items]

    async def _choose(
        self, title: Text, rows: Sequence[EntryRow], hint: Text | None = None, empty: Text | None = None
    ) -> str | None:
        return await choose(self._visit, title, rows, hint=hint, kept=self._kept, empty=empty)

    async def _read(
        self, title: Text, byline: Text, text: Sequence[Text], links: tuple[EntryRow, ...] = ()
    ) -> str | None:
        """The value of the link that was followed; None: back."""
        view = ArticleView(title, byline, tuple(text), links, self._kept)
        offered = {link.value for link in links}
        while True:
            touched = await self._visit.stage.ask(view, i.Back, i.Choose)
            if isinstance(touched, i.Back):
                return None
            if isinstance(touched, i.Choose) and touched.value in offered:
                return touched.value


_TODAY = message("reading.columns.emergency")


def _front_rows(columns: Columns, announcements: int) -> list[EntryRow]:
    def row(name: str, count: int, icon: str, tint: str) -> EntryRow:
        detail = message(f"reading.columns.{name}_hint", count=count)
        return EntryRow(name, message(f"reading.columns.{name}"), detail, icon, tint)

    return [
        row("announcements", announcements, "speakerphone", "violet"),
        row("policies", len(columns.policies), "file-description", "blue"),
        row("business", len(columns.indicators), "chart-line", "teal"),
        row("district", len(columns.districts), "map-2", "warn"),
    ]


def _feature_row(place: int, one: Feature) -> EntryRow:
    return EntryRow(str(place), one.title, None, "star", "warn")


def _by(policy: Policy) -> Localized:
    return Localized(
        f"{policy.organ.zh} · {policy.number} · {policy.issued}",
        f"{policy.organ.en} · {policy.number} · {policy.issued}",
    )


def _led(one: Indicator) -> Text:
    return message("reading.columns.led", organ=one.lead)


def _title(code: str) -> Localized:
    region = regions.region(code)
    return region.title if region is not None else Localized.alike(code)
