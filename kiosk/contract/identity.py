"""Who the citizen is: the terminal carries evidence, the platform decides."""

from __future__ import annotations

from enum import StrEnum
from types import NoneType
from typing import Annotated, Literal

import msgspec

from kiosk.contract.model import Model, Moment
from kiosk.contract.operation import Operation


class Level(StrEnum):
    """How sure the platform is of somebody, the least first."""

    NONE = "none"  # nobody said who they are
    ASSERTED = "asserted"  # a number was typed: anybody can
    SINGLE = "single"  # one proof: a card, a code of one's own app, or a face with the number
    PIN = "pin"  # a card and what only its holder knows
    STRONG = "strong"  # two proofs: a card and a face, or a card and the telephone
    SIGNED = "signed"  # a certificate of one's own signed for it, such as the e-business licence's

    def reaches(self, wanted: str) -> bool:
        order = list(Level)
        return order.index(self) >= order.index(Level(wanted))


class Subject(Model, frozen=True):
    """Who it is, as far as a screen may show it. `reference` is opaque: the same for the same person on the same
    terminal, so that somebody else is told from who began; it says nothing anywhere else."""

    name: str  # masked: 张*丰; empty while a number is merely asserted
    kind: Literal["natural_person", "legal_person"] = "natural_person"
    reference: str = ""
    organisation: str = ""  # of a legal person, in full: its name is public
    role: Literal["", "legal_representative", "licence_manager", "agent"] = ""


class Evidence(Model, frozen=True):
    """`method` and the fields that docs/api.md, "Evidence", names for it."""

    method: str
    evidence: dict[str, str]


class Session(Model, frozen=True):
    """An identity session."""

    token: str = msgspec.field(name="session")
    level: Level
    subject: Subject
    expires_at: Moment


LARGEST_PICTURE = 180_000
"""Bytes of a JPEG. As base64 it fits a request of 256 KiB; a face of 640 pixels takes half of it."""

Jpeg = Annotated[bytes, msgspec.Meta(min_length=1, max_length=LARGEST_PICTURE, description="JPEG")]
OneTimeCode = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{6}$")]
Phone = Annotated[str, msgspec.Meta(pattern=r"^1[3-9][0-9]{9}$")]


class StepUp(Model, frozen=True):
    """A further proof: `face` with a picture, `otp` with the challenge and the code that was sent,
    or `exit_entry_permit` with the number of the permit that the person holds."""

    method: Literal["face", "otp", "exit_entry_permit"]
    picture: Jpeg | None = None
    challenge: str | None = None
    code: OneTimeCode | None = None
    number: Annotated[str, msgspec.Meta(pattern=r"^[A-Z][0-9A-Z][0-9]{7}$")] | None = None

    def __post_init__(self) -> None:
        needed = {"face": (self.picture,), "otp": (self.challenge, self.code), "exit_entry_permit": (self.number,)}
        if None in needed[self.method]:
            raise ValueError(f"{self.method} lacks its proof")


class CodeSent(Model, frozen=True):
    """A one-time code is on its way to a telephone. `sent_to` is masked."""

    challenge: str
    sent_to: str
    expires_at: Moment
    again_after_s: Annotated[int, msgspec.Meta(ge=0)]


BEGIN = Operation(
    "beginIdentitySession",
    "POST",
    "/v1/identity/sessions",
    "Recognise a citizen by what a card or a code gave",
    Evidence,
    Session,
    status=201,
    repeatable=True,  # a session that nobody uses ends by itself
    problems=(
        (401, "card-lost"),
        (401, "card-expired"),
        (401, "code-expired"),
        (401, "not-recognised"),
        (403, "access_denied"),
        (403, "not-registered"),
        (403, "scope-not-covered"),
    ),
)
STEP_UP = Operation(
    "stepUpIdentitySession",
    "POST",
    "/v1/identity/session/step-up",
    "Add a proof to the session; the platform says which level that gives",
    StepUp,
    Session,
    session=True,
    problems=(
        (403, "face-mismatch"),
        (403, "code-wrong"),
        (403, "permit-mismatch"),
        (410, "code-expired"),
        (422, "face-unclear"),
        (429, "too-many-tries"),
    ),
)
SEND_CODE = Operation(
    "sendOneTimeCode",
    "POST",
    "/v1/identity/otp",
    "Send a one-time code to the telephone that the platform knows",
    NoneType,
    CodeSent,
    status=201,
    session=True,
    problems=((404, "no-phone"), (429, "too-many-codes")),
)
END = Operation(
    "endIdentitySession",
    "DELETE",
    "/v1/identity/session",
    "Forget the citizen; also when the session is gone already",
    NoneType,
    NoneType,
    status=204,
    session=True,
)

OPERATIONS = (BEGIN, STEP_UP, SEND_CODE, END)

EXPIRED = "session-expired"
"""The type of the 401 that every call within a session may get."""

TOO_LOW = "step-up-required"
"""The type of the 403 for a call that takes a higher level than the session has."""
