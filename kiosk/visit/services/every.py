"""The services that this terminal has, in the order of their doors on the home page."""

from __future__ import annotations

from kiosk.visit.services import Service
from kiosk.visit.services.columns import columns
from kiosk.visit.services.licences import licences
from kiosk.visit.services.progress import progress
from kiosk.visit.services.resume import resume

SERVICES: tuple[Service, ...] = (
    Service("progress", "progress-check", progress),
    Service("licences", "id", licences),
    Service("resume", "device-mobile", resume),
    Service("columns", "news", columns, online=False),
)


def service(name: str) -> Service | None:
    return next((one for one in SERVICES if one.name == name), None)
