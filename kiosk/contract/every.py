"""Every call, in the order of the document."""

from __future__ import annotations

from typing import Any

from kiosk.contract import cases, certificates, drafts, health, identity, payments, queries, slots
from kiosk.contract.licences import OPERATIONS as LICENCES
from kiosk.contract.operation import Operation

OPERATIONS: tuple[Operation[Any, Any], ...] = (
    *health.OPERATIONS,
    *LICENCES,
    *identity.OPERATIONS,
    *queries.OPERATIONS,
    *cases.OPERATIONS,
    *drafts.OPERATIONS,
    *slots.OPERATIONS,
    *certificates.OPERATIONS,
    *payments.OPERATIONS,
)
