"""Every call, in the order of the document."""

from __future__ import annotations

from typing import Any

from kiosk.contract import cases, certificates, drafts, health, identity, packages, payments, queries, queues, slots
from kiosk.contract.device_login import OPERATIONS as DEVICE_LOGIN
from kiosk.contract.licences import OPERATIONS as LICENCES
from kiosk.contract.operation import Operation
from kiosk.contract.payment_days import OPERATIONS as PAYMENT_DAYS
from kiosk.contract.registration import OPERATIONS as REGISTRATION
from kiosk.contract.signatures import OPERATIONS as SIGNATURES
from kiosk.contract.signed_documents import OPERATIONS as SIGNED_DOCUMENTS

OPERATIONS: tuple[Operation[Any, Any], ...] = (
    *health.OPERATIONS,
    *LICENCES,
    *identity.OPERATIONS,
    *DEVICE_LOGIN,
    *REGISTRATION,
    *queries.OPERATIONS,
    *cases.OPERATIONS,
    *drafts.OPERATIONS,
    *slots.OPERATIONS,
    *queues.OPERATIONS,
    *packages.OPERATIONS,
    *certificates.OPERATIONS,
    *SIGNATURES,
    *SIGNED_DOCUMENTS,
    *payments.OPERATIONS,
    *PAYMENT_DAYS,
)
