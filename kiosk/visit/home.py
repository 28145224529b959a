"""Home, lists and search: ends when an item has been chosen, also one that can only be read about now, or a service."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Never

from kiosk.catalogue.model import Item
from kiosk.columns.search import Reference
from kiosk.health import Conditions, device_problem
from kiosk.shelf import Laid
from kiosk.text import Localized, Message, message
from kiosk.visit import intents as i
from kiosk.visit.attract import rest
from kiosk.visit.browsing import browse, page_of
from kiosk.visit.context import Visit
from kiosk.visit.doors import DOORS
from kiosk.visit.services import Service
from kiosk.visit.services.columns import article
from kiosk.visit.services.directory import matter
from kiosk.visit.services.every import service
from kiosk.visit.services.technician import TECHNICIAN
from kiosk.visit.submission import utc
from kiosk.visit.views import HomeView, OutOfOrderView, View
from kiosk.visit.views.closed import ClosedView
from kiosk.words import say

ALL_DAY_S = 24 * 3600.0  # then the hours are looked at again; nothing happens before


async def home(visit: Visit) -> Item | Service:
    stage = visit.stage
    wanted, visit.wanted = visit.wanted, None
    if wanted is not None:
        return wanted
    while True:
        stage.frame(item=None, progress=None, in_visit=visit.visitor.known or stage.snapshot.site.profile.guest)
        touched = await stage.race(
            _show_live(visit),
            i.OpenCategory,
            i.OpenSearch,
            i.Search,
            i.TurnPage,
            i.OpenDirectory,
            i.OpenDistricts,
            i.Narrow,
            i.OpenHome,
            i.Back,
            i.ChooseItem,
            i.ChooseMatter,
            i.ChooseArticle,
            i.OpenService,
            i.OpenTechnician,
        )
        if isinstance(touched, i.OpenTechnician):
            if visit.kit.door.exists:
                return TECHNICIAN
            continue
        if isinstance(stage.snapshot.view, OutOfOrderView):
            continue  # a touch that was under way: it must not begin an item behind a page that says "out of service"
        if isinstance(touched, i.ChooseItem):
            item = visit.kit.catalogue.find(touched.code)
            if item is not None:
                return item
        elif isinstance(touched, i.ChooseMatter):
            return matter(touched.number, visit.browsing.district)
        elif isinstance(touched, i.ChooseArticle):
            return article(touched.value)
        elif isinstance(touched, i.OpenService):
            chosen = service(touched.name)
            if chosen is not None:
                return chosen
        else:
            visit.browsing = browse(visit.browsing, touched)


async def _show_live(visit: Visit) -> Never:
    """Draw the place anew whenever a device, the platform or the way to show things changes."""
    kit, stage = visit.kit, visit.stage
    while True:
        conditions, preferences = kit.health.conditions, stage.snapshot.preferences
        laid = kit.shelf.laid if kit.shelf is not None else Laid()
        now = kit.pace.now()
        stage.show(_view(visit, conditions, preferences.mode, now))
        waits = [kit.health.changed(conditions), stage.mode_changed(preferences.mode), turn_of_hours(visit, now)]
        if kit.shelf is not None:
            waits.append(kit.shelf.changed(laid))
        await _either(*waits, *([] if conditions.maintenance else [rest(visit)]))


def _view(visit: Visit, conditions: Conditions, mode: str, now: datetime) -> View:
    kit = visit.kit
    if conditions.maintenance:
        return OutOfOrderView(message("visit.maintenance.title"), message("visit.maintenance.body"))
    profile = visit.stage.snapshot.site.profile
    if not profile.open_at(now):
        return ClosedView(message("visit.closed.title"), message("visit.closed.body", opens=profile.opens))
    view = page_of(
        visit.browsing,
        kit.catalogue,
        kit.index,
        mode,
        kit.health.obstacle,
        directory=kit.directory,
        articles=lambda query: _articles(visit, query, now),
    )
    if not isinstance(view, HomeView):
        return view
    services = tuple(door.tile(platform=conditions.platform, down=conditions.down) for door in DOORS)
    laid = kit.shelf.laid if kit.shelf is not None else None
    emergency = laid.emergency.title if laid is not None and laid.emergency is not None else None
    entries = kit.directory.size() if kit.directory is not None and kit.directory.can_be_browsed else 0
    notice = _notice(visit, conditions)
    return replace(view, services=services, notice=notice, emergency=emergency, directory=entries)


def _articles(visit: Visit, query: str, now: datetime) -> Sequence[Reference]:
    laid = visit.kit.shelf.laid if visit.kit.shelf is not None else None
    return laid.articles.find(query, utc(now)) if laid is not None and laid.articles is not None else ()


async def turn_of_hours(visit: Visit, now: datetime) -> None:
    """Until the place opens or closes for the next time after `now`, which the page that is on show was drawn for."""
    left = visit.stage.snapshot.site.profile.turns_in(now)
    await asyncio.sleep(left if left is not None else ALL_DAY_S)


def _notice(visit: Visit, conditions: Conditions) -> Message | None:
    """What does not work today, and how much still does."""
    if not conditions.platform:
        return message("visit.home.platform_away")
    if conditions.down:
        return _services_down(visit, conditions)
    for name, status in conditions.devices.items():
        if device_problem(name, status) is not None:
            able, total = _able(visit)
            if able == total:
                continue  # nothing here needs it
            device = message(f"devices.name.{name}")
            return message("visit.home.device_away", device=device, able=able, total=total)
    return None


def _services_down(visit: Visit, conditions: Conditions) -> Message:
    names = [message(f"devices.service.{service}") for service in sorted(conditions.down)]
    services = Localized("、".join(say(one, "zh") for one in names), ", ".join(say(one, "en") for one in names))
    able, total = _able(visit)
    if able == total:
        return message("visit.home.service_spared", service=services, total=total)
    return message("visit.home.service_down", service=services, able=able, total=total)


def _able(visit: Visit) -> tuple[int, int]:
    """How many items can be done now, of how many."""
    items = visit.kit.catalogue.items
    return sum(visit.kit.health.obstacle(item) is None for item in items), len(items)


async def _either(*waits: Coroutine[Any, Any, None]) -> None:
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
