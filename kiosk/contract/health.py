"""Whether the platform itself answers, and which of its shared services do."""

from __future__ import annotations

from types import NoneType
from typing import Annotated

import msgspec

from kiosk.contract.model import Model, Moment
from kiosk.contract.operation import Operation

IDENTITY, LICENCES, SEALS = "identity", "licences", "seals"
"""What the platform opens to every terminal as shared services: who somebody is (统一身份认证), e-licences (电子证照),
electronic seals (电子签章)."""

PATHS = {IDENTITY: "/v1/identity/", LICENCES: "/v1/licences", SEALS: "/v1/certificates"}
"""Where the calls of each begin. Seals are asked for with the certificates that bear them."""


def service_of(path: str) -> str | None:
    """The shared service that a call belongs to, by its path; None: to the platform itself."""
    return next((service for service, start in PATHS.items() if path.startswith(start)), None)


class Health(Model, frozen=True):
    """A captive portal has no `server_time`. `services`: those that the platform speaks of, by name; a name that a
    terminal does not know means nothing to it."""

    server_time: Moment
    test: bool = False  # a platform for tests and training: nothing there is real
    services: dict[str, Annotated[str, msgspec.Meta(max_length=20)]] = msgspec.field(default_factory=dict)


HEALTH = Operation("health", "GET", "/v1/health", "Whether the platform and its services answer", NoneType, Health)

OPERATIONS = (HEALTH,)
