"""The doors on the home page that lead to services, in their order; what lies behind each is in `services/every.py`."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.contract.health import IDENTITY, LICENCES
from kiosk.text import message
from kiosk.visit.views import ServiceTile


@dataclass(frozen=True)
class ServiceDoor:
    """`name` is that of its words (`services.<name>`); `online`: it is nothing without the platform,
    nor without these shared `services` of it."""

    name: str
    icon: str
    online: bool = True
    services: tuple[str, ...] = ()

    def tile(self, *, platform: bool, down: frozenset[str] = frozenset()) -> ServiceTile:
        missing = next((one for one in self.services if one in down), None)
        away = message("devices.platform_away") if self.online and not platform else None
        if away is None and missing is not None:
            away = message("devices.service_down", service=message(f"devices.service.{missing}"))
        return ServiceTile(self.name, message(f"services.{self.name}"), self.icon, away)


DOORS = (
    ServiceDoor("progress", "progress-check"),
    ServiceDoor("licences", "id", services=(IDENTITY, LICENCES)),
    ServiceDoor("resume", "device-mobile", services=(IDENTITY,)),
    ServiceDoor("columns", "news", online=False),
)
