"""What a citizen signed, as the platform gives it back: sealed, to be seen, verified and printed.

There is one road for a signature: it goes in with the submission, offline as online. On intake the platform compares
what was shown with what was signed and handed in, and makes the document; afterwards it is found with the case.
"""

from __future__ import annotations

from types import NoneType
from typing import Annotated, Any, Literal

import msgspec

from kiosk.contract.cases import NO_CASE
from kiosk.contract.certificates import Certificate, Key
from kiosk.contract.model import Model, Moment, Sha256
from kiosk.contract.operation import Operation
from kiosk.text import Localized

SIGNED = "signed.json"
"""The attachment that says what was signed, as JSON of `SignedContent`."""

Point = tuple[float, float, float]


class SignedContent(Model, frozen=True):
    """`bound` ties strokes, words and moment (docs/api.md, "Inside a submission")."""

    number: str
    title: Localized
    statement: Annotated[str, msgspec.Meta(max_length=100_000)]
    language: str
    statement_sha256: Sha256
    signed_at: Moment
    means: Literal["pad", "phone", "press"]
    strokes: tuple[tuple[Point, ...], ...]
    bound: Sha256
    terminal: str
    received_at: Moment

    def record(self) -> dict[str, Any]:
        """As `kiosk.signing.fits` reads it."""
        builtins: dict[str, Any] = msgspec.to_builtins(self)
        return builtins


class SignedDocument(Model, frozen=True):
    """`document`: OFD, sealed by the platform; `id`: of the submission that it came with."""

    id: str
    document: Annotated[bytes, msgspec.Meta(min_length=1, max_length=2**20)]


class SignedDocuments(Model, frozen=True):
    """The newest first: a correction is signed as well."""

    documents: tuple[SignedDocument, ...]


class PageWanted(Model, frozen=True):
    key: Key


SEE = Operation(
    "seeSignedDocuments",
    "GET",
    "/v1/cases/{number}/signed-documents",
    "What the citizen signed for a case, sealed",
    NoneType,
    SignedDocuments,
    session=True,
    problems=(NO_CASE,),
)
COPY = Operation(
    "copySignedDocument",
    "POST",
    "/v1/cases/{number}/signed-documents/{id}/copies",
    "A page to print of what was signed, made once for its key",
    PageWanted,
    Certificate,
    status=201,
    session=True,
    problems=(NO_CASE, (404, "no-such-document"), (422, "key-reused")),
)


# ---- signing on a telephone ----------------------------------------------------------------------------------------
class ToSign(Model, frozen=True):
    """What is on show at the terminal, handed over so that the same is shown on a telephone."""

    title: Localized
    statement: Annotated[str, msgspec.Meta(min_length=1, max_length=100_000)]
    language: Annotated[str, msgspec.Meta(pattern="^[a-z_]{2,20}$")]
    statement_sha256: Sha256


class HandedOver(Model, frozen=True):
    """`url`: what a telephone opens, once; it is forgotten when it is fetched, dropped, or has grown old."""

    id: str
    url: str
    expires_at: Moment


class OnPhone(Model, frozen=True):
    """`strokes`, `signed_at` and `statement_sha256` (of what the telephone showed) come with `signed`."""

    state: Literal["waiting", "opened", "declined", "signed"]
    strokes: tuple[tuple[Point, ...], ...] = ()
    signed_at: Moment | None = None
    statement_sha256: Sha256 | None = None


HAND_OVER = Operation(
    "handOverToSign",
    "POST",
    "/v1/signatures",
    "Have what is on show signed on a telephone; nothing is handed in by it",
    ToSign,
    HandedOver,
    status=201,
    session=True,
    problems=((422, "other-words"),),
)
LOOK = Operation(
    "lookForSignature",
    "GET",
    "/v1/signatures/{id}",
    "Whether it was signed; a signature is given once",
    NoneType,
    OnPhone,
    session=True,
    problems=((404, "no-such-signature"),),
)
DROP = Operation(
    "dropSignature",
    "DELETE",
    "/v1/signatures/{id}",
    "It is signed here after all, or not at all",
    NoneType,
    NoneType,
    status=204,
    session=True,
)

OPERATIONS = (SEE, COPY, HAND_OVER, LOOK, DROP)
