"""Certificates (证明): sealed pages that the platform makes and the terminal prints.

A certificate is made once for a `key`: asked for again with the same key it is the same one, so that a lost answer
makes no second certificate. It bears its organ's seal, which is checked before it is shown or printed. What became of
its paper is told to the platform; what did not come out whole is voided, and who checks its code then learns so.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from kiosk.contract.model import ItemCode, Model, Sha256
from kiosk.contract.operation import Operation
from kiosk.contract.signatures import Sealed
from kiosk.text import Localized

LARGEST = 4 * 2**20  # bytes: thirty pages with their fonts are a tenth of it
MOST_COPIES = 5  # on any terminal, whatever the platform allows

Key = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
        description="UUIDv7, made on the terminal before anything was sent",
    ),
]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class CertificateWanted(Model, frozen=True):
    """The certificate of an item, or the one that a case (办件) ended with: then `case` is its number."""

    key: Key
    item_code: ItemCode
    answers: dict[str, Any]
    case: str | None = None


class PersonalBox(Model, frozen=True):
    """A box on a page that is about the citizen, in shares of the page's width and height from its top left: what a
    terminal in a busy place covers until the citizen wants to see it."""

    page: Annotated[int, msgspec.Meta(ge=0)]
    left: Share
    top: Share
    width: Share
    height: Share


class Certificate(Model, frozen=True):
    """`document`: a PDF, base64; `sealed`: the organ's seal on it, which says that it is of this `number`; `code`: what
    a third party checks the certificate by."""

    number: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    code: str
    title: Localized
    document: Annotated[bytes, msgspec.Meta(min_length=1, max_length=LARGEST)]
    sha256: Sha256
    pages: Annotated[int, msgspec.Meta(ge=1, le=30)]
    most_copies: Annotated[int, msgspec.Meta(ge=1, le=MOST_COPIES)]
    sealed: Sealed
    personal: tuple[PersonalBox, ...] = ()


class CertificatePaper(Model, frozen=True):
    """How many copies came out; `sure`: the printer said so, and not only that nothing was wrong."""

    copies: Annotated[int, msgspec.Meta(ge=1, le=MOST_COPIES)]
    sure: bool


class CertificateVoid(Model, frozen=True):
    """`reason`: the printer's error name ("paperOut", …), "not-there" when the citizen says so, or "left"."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class CertificateStanding(Model, frozen=True):
    """`state`: "issued", "printed", "unsure" (it may be on paper) or "void"."""

    number: str
    state: str


ISSUE = Operation(
    "issueCertificate",
    "POST",
    "/v1/certificates",
    "Make a certificate, once for its key",
    CertificateWanted,
    Certificate,
    status=201,
    session=True,
    problems=((403, "step-up-required"), (404, "nothing-found"), (409, "not-decided"), (422, "key-reused")),
)
PRINTED = Operation(
    "certificatePrinted",
    "POST",
    "/v1/certificates/{number}/paper",
    "Say how many copies are on paper",
    CertificatePaper,
    CertificateStanding,
    problems=((404, "no-such-certificate"), (409, "void")),
)
VOID = Operation(
    "voidCertificate",
    "POST",
    "/v1/certificates/{number}/void",
    "Take a certificate back whose paper did not come out whole; also when it is void already",
    CertificateVoid,
    CertificateStanding,
    problems=((404, "no-such-certificate"),),
)

OPERATIONS = (ISSUE, PRINTED, VOID)
