"""Electronic seals (电子签章) after GB/T 38540-2020: how one travels, and the platform's own word on one.

A terminal checks a seal itself, by what the platform publishes (`seal-trust`); it asks the platform as well whether the
seal was taken back since. What a citizen signs goes with the submission, and in no other way.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from kiosk.contract.model import Model
from kiosk.contract.operation import Operation
from kiosk.seals.states import SealState

Sealed = Annotated[
    bytes,
    msgspec.Meta(min_length=1, max_length=256 * 1024, description="SES_Signature, GB/T 38540-2020, DER, base64"),
]
Sm3 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$", description="SM3 (GB/T 32905), lower-case hex")]


class SealToCheck(Model, frozen=True):
    """`digest`: of what was sealed; of an OFD document, that of its Signature.xml. The document itself stays here."""

    digest: Sm3
    sealed: Sealed


class SealChecked(Model, frozen=True):
    """`organ` and `at` (RFC 3339) are empty where the seal itself is not genuine."""

    state: SealState
    organ: str = ""
    at: str = ""


VERIFY = Operation(
    "verifySeal",
    "POST",
    "/v1/signatures/verifications",
    "Whether a seal is genuine, of this content, and not taken back",
    SealToCheck,
    SealChecked,
)

OPERATIONS = (VERIFY,)
