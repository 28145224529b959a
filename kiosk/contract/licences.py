"""E-licences (电子证照): one's own, presenting one (亮证), checking a presented one, using one as material.

What a licence says is `document`, a sealed OFD document (GB/T 33190, GB/T 38540): shown is what is attached in it as
`licence.json`, and so what the seal is of.
"""

from __future__ import annotations

from enum import StrEnum
from types import NoneType
from typing import Annotated, Literal

import msgspec

from kiosk.contract.certificates import Certificate, Key
from kiosk.contract.identity import TOO_LOW
from kiosk.contract.model import Day, ItemCode, Model, Moment
from kiosk.contract.operation import Operation
from kiosk.contract.signatures import Sealed
from kiosk.text import Localized

Identifier = Annotated[str, msgspec.Meta(min_length=1, max_length=110, description="电子证照标识, GB/T 36904")]
Kind = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z_]{1,40}$")]
CodeText = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]


class Standing(StrEnum):
    VALID = "valid"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Grade(StrEnum):
    """For how much it stands (国办函〔2016〕108号)."""

    A = "A"  # issued by the organ itself
    B = "B"  # checked at a counter
    C = "C"  # uploaded by the citizen: the original is checked at the counter
    D = "D"  # made by the citizen, under a promise: no proof of anything


class Summary(Model, frozen=True):
    identifier: Identifier
    kind: Kind
    title: Localized
    issuer: Localized
    issued: Day
    valid_to: Day | None
    standing: Standing
    grade: Grade


class Licences(Model, frozen=True):
    licences: tuple[Summary, ...]


About = Literal["holder", "spouse", "child", "legal_representative"]
HOLDER: About = "holder"


class FaceField(Model, frozen=True):
    """A line of the licence; the platform has masked what is personal. `about`: of whom it speaks."""

    name: str
    label: Localized
    value: str
    about: About = HOLDER


FACE = "licence.json"
"""The attachment that says what the licence says, as JSON of `Face`."""


class Face(Model, frozen=True):
    identifier: Identifier
    kind: Kind
    title: Localized
    issuer: Localized
    holder: str  # masked as the session's subject is
    issued: Day
    valid_to: Day | None
    fields: tuple[FaceField, ...]


class Licence(Model, frozen=True):
    """`standing` is as of now and therefore not sealed."""

    document: Annotated[bytes, msgspec.Meta(min_length=1, max_length=2**20, description="OFD, base64")]
    standing: Standing
    grade: Grade


class Presentation(Model, frozen=True):
    """A code that shows the licence once, to whoever scans it first."""

    code: CodeText
    expires_at: Moment


class PresentedCode(Model, frozen=True):
    code: CodeText


class UsageWanted(Model, frozen=True):
    """Consent to one use: for which item and purpose, which fields, in which wording, when."""

    item_code: ItemCode
    purpose: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    fields: tuple[str, ...]
    consent_version: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
    consented_at: Moment


UsageName = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class Usage(Model, frozen=True):
    """`usage` names this use in the submission that it is for."""

    usage: UsageName


class Extracted(Model, frozen=True):
    """What the fields that were agreed to say, not masked."""

    identifier: Identifier
    values: dict[str, str]


class Extract(Model, frozen=True):
    """`document`: the bytes that were sealed, JSON of `Extracted`; what was changed on the way fills in nothing."""

    usage: UsageName
    document: Annotated[bytes, msgspec.Meta(max_length=64 * 1024)]
    sealed: Sealed


Purpose = Annotated[str, msgspec.Meta(min_length=1, max_length=60, description="as it is printed on the copy")]


class CopyWanted(Model, frozen=True):
    """A copy on paper, for one purpose. Made once for its key, as a certificate is."""

    key: Key
    purpose: Purpose


class ToPhone(Model, frozen=True):
    """`url`: what a telephone opens; it shows the licence once."""

    url: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    expires_at: Moment


UNUSABLE = ((403, TOO_LOW), (404, "no-such-licence"), (409, "licence-revoked"), (409, "licence-expired"))
"""A number that was merely typed opens nobody's licences."""

LIST = Operation(
    "listLicences",
    "GET",
    "/v1/licences",
    "One's own licences",
    NoneType,
    Licences,
    session=True,
    problems=((403, TOO_LOW),),
)
SEE = Operation(
    "seeLicence",
    "GET",
    "/v1/licences/{identifier}",
    "One of one's own, sealed; each look is recorded",
    NoneType,
    Licence,
    session=True,
    problems=((403, TOO_LOW), (404, "no-such-licence")),
)
PRESENT = Operation(
    "presentLicence",
    "POST",
    "/v1/licences/{identifier}/presentations",
    "A one-time code for somebody who verifies",
    NoneType,
    Presentation,
    status=201,
    session=True,
    problems=UNUSABLE,
)
VERIFY = Operation(
    "verifyPresentedLicence",
    "POST",
    "/v1/licences/verifications",
    "What a presented code shows; a code shows it once",
    PresentedCode,
    Licence,
    problems=((404, "no-such-code"), (410, "code-used"), (410, "code-expired")),
)
USE = Operation(
    "useLicence",
    "POST",
    "/v1/licences/{identifier}/usages",
    "Use a licence as material, with the consent that was given",
    UsageWanted,
    Usage,
    status=201,
    session=True,
    problems=UNUSABLE,
)
EXTRACT = Operation(
    "extractLicence",
    "POST",
    "/v1/licences/{identifier}/extracts",
    "What some fields say in clear, to fill in a form, with the consent that was given",
    UsageWanted,
    Extract,
    status=201,
    session=True,
    problems=UNUSABLE,
)
COPY = Operation(
    "copyLicence",
    "POST",
    "/v1/licences/{identifier}/copies",
    "A page to print that says that it is a copy, whose, of when and what for; its paper is told of as a certificate's",
    CopyWanted,
    Certificate,
    status=201,
    session=True,
    problems=(*UNUSABLE, (422, "key-reused")),
)
SEND = Operation(
    "sendLicence",
    "POST",
    "/v1/licences/{identifier}/handovers",
    "The address at which one's own telephone gets the licence, once",
    NoneType,
    ToPhone,
    status=201,
    session=True,
    problems=UNUSABLE,
)

OPERATIONS = (LIST, SEE, PRESENT, VERIFY, USE, EXTRACT, COPY, SEND)
