"""The doors on the home page that lead to services, in their order; what lies behind each is in `services/every.py`."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import message
from kiosk.visit.views import ServiceTile


@dataclass(frozen=True)
class ServiceDoor:
    """`name` is that of its words (`services.<name>`); `online`: it is nothing without the platform."""

    name: str
    icon: str
    online: bool = True

    def tile(self, *, platform: bool) -> ServiceTile:
        away = message("devices.platform_away") if self.online and not platform else None
        return ServiceTile(self.name, message(f"services.{self.name}"), self.icon, away)


DOORS = (
    ServiceDoor("progress", "progress-check"),
    ServiceDoor("licences", "id"),
    ServiceDoor("resume", "device-mobile"),
    ServiceDoor("columns", "news", online=False),
)
