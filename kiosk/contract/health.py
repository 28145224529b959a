"""Whether the platform itself answers."""

from __future__ import annotations

from types import NoneType

from kiosk.contract.model import Model, Moment
from kiosk.contract.operation import Operation


class Health(Model, frozen=True):
    """A captive portal has no `server_time`."""

    server_time: Moment


HEALTH = Operation("health", "GET", "/v1/health", "Whether the platform answers", NoneType, Health)

OPERATIONS = (HEALTH,)
