"""Signing in with a telephone that scans the terminal's code: the device grant of RFC 8628, for the electronic business
licence (电子营业执照). Its refusals keep the names that the RFC gives them. Or the other way round: the terminal scans
the licence's own code."""

from __future__ import annotations

from typing import Annotated

import msgspec

from kiosk.contract.identity import Session
from kiosk.contract.model import ItemCode, Model
from kiosk.contract.operation import Operation

Seconds = Annotated[int, msgspec.Meta(ge=0, le=3600)]


class DeviceAsked(Model, frozen=True):
    """What it is for: the role that signs in must cover it. Nothing: what its holder may do anywhere."""

    item_code: ItemCode | None = None


class DeviceCode(Model, frozen=True):
    """`verification_uri_complete` is what the QR code says; `interval`: seconds between two questions for the token."""

    device_code: str
    user_code: str  # shown below the code, to be compared with that on the telephone
    verification_uri: str
    verification_uri_complete: str
    expires_in: Seconds
    interval: Seconds


class DeviceTokenAsked(Model, frozen=True):
    device_code: str


PENDING = "authorization_pending"
SLOW_DOWN = "slow_down"
EXPIRED_TOKEN = "expired_token"  # noqa: S105  (a refusal's name)
DENIED = "access_denied"
OUT_OF_SCOPE = "scope-not-covered"

OWN_CODE = "KEB1:"
"""Of the code that the licence's app shows of itself, for a terminal to scan: what follows it is the evidence of
`beginIdentitySession` by this licence."""

SLOWER_S = 5
"""What the interval grows by with every `slow_down` (RFC 8628, 3.5)."""

ASK = Operation(
    "newDeviceCode",
    "POST",
    "/v1/identity/device-codes",
    "A code for the terminal's screen, which a telephone scans",
    DeviceAsked,
    DeviceCode,
    status=201,
)
TOKEN = Operation(
    "deviceToken",
    "POST",
    "/v1/identity/device-tokens",
    "Whether somebody has signed in by that code",
    DeviceTokenAsked,
    Session,
    problems=((400, PENDING), (400, SLOW_DOWN), (400, EXPIRED_TOKEN), (400, DENIED), (403, OUT_OF_SCOPE)),
)

OPERATIONS = (ASK, TOKEN)
