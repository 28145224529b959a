"""The services that this terminal has, in the order of their doors on the home page."""

from __future__ import annotations

from kiosk.visit.doors import DOORS
from kiosk.visit.services import Service
from kiosk.visit.services.columns import columns
from kiosk.visit.services.licences import licences
from kiosk.visit.services.progress import progress
from kiosk.visit.services.resume import resume

_BEHIND = {"progress": progress, "licences": licences, "resume": resume, "columns": columns}

SERVICES: tuple[Service, ...] = tuple(Service(door.name, door.icon, _BEHIND[door.name], door.online) for door in DOORS)


def service(name: str) -> Service | None:
    return next((one for one in SERVICES if one.name == name), None)
