"""Who the citizen is: the terminal carries evidence, the platform decides."""

from __future__ import annotations

from types import NoneType

import msgspec

from kiosk.contract.model import Model, Moment
from kiosk.contract.operation import Operation


class Subject(Model, frozen=True):
    name: str  # masked: 张*丰


class Evidence(Model, frozen=True):
    """`method` and the fields that docs/api.md, "Evidence", names for it."""

    method: str
    evidence: dict[str, str]


class Session(Model, frozen=True):
    """An identity session. `level` is the assurance: "single" or "strong"."""

    token: str = msgspec.field(name="session")
    level: str
    subject: Subject
    expires_at: Moment


BEGIN = Operation(
    "beginIdentitySession",
    "POST",
    "/v1/identity/sessions",
    "Recognise a citizen by what a card or a code gave",
    Evidence,
    Session,
    status=201,
    problems=((401, "card-lost"), (401, "card-expired"), (401, "code-expired"), (401, "not-recognised")),
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

OPERATIONS = (BEGIN, END)

EXPIRED = "session-expired"
"""The type of the 401 that every call within a session may get."""
