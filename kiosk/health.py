"""What this terminal can do right now: a service is offered only if it can be finished."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from drivers.status import DeviceState, Paper, PrinterStatus, Status
from kiosk.catalogue.fields import is_readable
from kiosk.catalogue.hours import Hours
from kiosk.catalogue.model import Item, Step
from kiosk.catalogue.plan import is_offered, waits_offline
from kiosk.contract.health import IDENTITY, SEALS
from kiosk.text import Message, message

_BY_STATE = {
    DeviceState.STARTING: "starting",
    DeviceState.OFFLINE: "offline",
    DeviceState.POWER_OFF: "offline",
    DeviceState.NO_DEVICE: "unplugged",
    DeviceState.USER_ERROR: "attention",
}


class Watched(Protocol):
    """What health needs of a device."""

    @property
    def status(self) -> Status: ...
    def subscribe(self, callback: Callable[[Status], None], /) -> Callable[[], None]: ...


@dataclass(frozen=True)
class Conditions:
    devices: Mapping[str, Status]  # those that the terminal has
    platform: bool  # it answers
    outbox: bool  # it has room for another submission
    maintenance: bool = False  # a technician took the terminal out of service
    closed: Mapping[str, Message] = field(default_factory=dict)  # items outside their hours, by code: until when
    district: str = ""  # in which the terminal stands (GB/T 2260); empty: not known, and no item is outside its area
    down: frozenset[str] = frozenset()  # the platform's shared services that do not work (`kiosk/contract/health.py`)

    def serves(self, service: str) -> bool:
        """Whether the platform is there and this shared service of it works."""
        return self.platform and service not in self.down


def obstacle(item: Item, conditions: Conditions) -> Message | None:
    """Why the item cannot be done here and now, the most lasting reason first; None: it can."""
    if not is_readable(item):
        return message("devices.newer_terminal")
    if not is_offered(item):
        return message("devices.not_offered")
    if item.area is not None and conditions.district and not item.area.covers(conditions.district):
        return item.area.only
    if item.code in conditions.closed:
        return conditions.closed[item.code]
    for name in sorted(item.devices):
        problem = device_problem(name, conditions.devices.get(name))
        if problem is not None:
            return problem
    submits = Step.SUBMIT in item.steps
    if not conditions.platform and not waits_offline(item):
        return message("devices.platform_away")
    for service in services_of(item):
        if service in conditions.down and not (service == IDENTITY and waits_offline(item)):
            return message("devices.service_down", service=message(f"devices.service.{service}"))
    if submits and not conditions.outbox:
        return message("devices.outbox_full")
    return None


def services_of(item: Item) -> tuple[str, ...]:
    """The platform's shared services without which the item cannot be finished. Licences are none of them: where they
    do not come, the paper is scanned."""
    wanted = {IDENTITY: item.identity.level != "none", SEALS: Step.PRINT in item.steps}
    return tuple(service for service, needed in wanted.items() if needed)


def device_problem(name: str, status: Status | None) -> Message | None:
    """`status` None: this terminal has no such device."""
    device = message(f"devices.name.{name}")
    if status is None:
        return message("devices.missing", device=device)
    if isinstance(status, PrinterStatus) and status.paper is Paper.OUT:
        return message("devices.paper_out", device=device)
    if isinstance(status, PrinterStatus) and status.paper is Paper.JAMMED:
        return message("devices.paper_jam", device=device)
    if status.ready:
        return None
    return message(f"devices.{_BY_STATE.get(status.device, 'broken')}", device=device)


def closed_items(items: Iterable[Item], now: datetime) -> dict[str, Message]:
    """The items outside their hours, by code, with the words that say when they open."""
    return {
        item.code: _opens(item.hours, now) for item in items if item.hours is not None and not item.hours.is_open(now)
    }


def _opens(hours: Hours, now: datetime) -> Message:
    opening = hours.next_opening(now)
    ahead = (opening.date() - now.date()).days
    clock = opening.strftime("%H:%M")
    if ahead == 0:
        return message("devices.closed_today", clock=clock)
    if ahead == 1:
        return message("devices.closed_tomorrow", clock=clock)
    return message("devices.closed_until", day=opening.strftime("%m-%d"), clock=clock)


class Health:
    """The conditions, live. `refresh` is called by whoever knows that one of them may have changed."""

    def __init__(
        self,
        devices: Mapping[str, Watched],
        platform: Callable[[], bool],
        outbox: Callable[[], bool],
        maintenance: Callable[[], bool] = lambda: False,
        closed: Callable[[], Mapping[str, Message]] = dict,
        *,
        district: str = "",
        down: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        self._devices = devices
        self._platform = platform
        self._outbox = outbox
        self._maintenance = maintenance
        self._closed = closed
        self._district = district
        self._down = down
        self._turned = asyncio.Event()
        self._unsubscribe = [device.subscribe(lambda _: self.refresh()) for device in devices.values()]
        self.conditions = self._look()

    def close(self) -> None:
        for unsubscribe in self._unsubscribe:
            unsubscribe()

    def refresh(self) -> None:
        conditions = self._look()
        if conditions != self.conditions:
            self.conditions = conditions
            self._turned.set()
            self._turned = asyncio.Event()

    async def changed(self, since: Conditions) -> None:
        """Return when the conditions are no longer `since`."""
        while self.conditions == since:
            await self._turned.wait()

    def obstacle(self, item: Item) -> Message | None:
        return obstacle(item, self.conditions)

    def _look(self) -> Conditions:
        devices = {name: device.status for name, device in self._devices.items()}
        conditions = Conditions(devices, self._platform(), self._outbox(), self._maintenance(), self._closed())
        return replace(conditions, down=self._down(), district=self._district)
