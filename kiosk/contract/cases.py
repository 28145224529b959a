"""Cases (办件): what became of a submission, what is still wanted of the citizen, what comes out of it and how.

A case goes `received` (已收到) → `accepted` (已受理) → `deciding` (审查中) → `decided` (已办结) → `delivered` (已送达);
from `received` also to `refused` (不予受理); from `received`, `accepted` and `deciding` to `correction` (待补正)
and back. A package (一件事) is a case with `children`, whose state sums up theirs.
"""

from __future__ import annotations

import hashlib
from types import NoneType
from typing import Annotated, Literal

import msgspec

from kiosk.contract.model import Day, ItemCode, Model, Moment
from kiosk.contract.operation import Operation
from kiosk.contract.ratings import CaseRating, Reply
from kiosk.text import Localized

State = Literal["received", "accepted", "correction", "refused", "deciding", "decided", "delivered"]
ENDED: tuple[State, ...] = ("refused", "decided", "delivered")
"""Nothing more is decided about a case in one of these."""

Way = Literal["pickup", "locker", "post", "print"]
CODE_DIGITS = 12


def progress_code(key: str) -> str:
    """The code of a submission (查询码) that its receipt bears: 12 digits made from its key.

    Terminal and platform make it alike, so that a receipt printed offline has it too. The key is random in 74 bits
    (UUIDv7) and stands on no paper: the code cannot be guessed from a case number.
    """
    return f"{int.from_bytes(hashlib.sha256(key.encode()).digest()[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


class Reached(Model, frozen=True):
    """One line of the timeline."""

    state: State
    at: Moment
    note: Localized | None = None


class Wanted(Model, frozen=True):
    """One thing that a correction asks for: `name` is that of the item's material or form field."""

    kind: Literal["material", "answer"]
    name: str
    why: Localized


class Correction(Model, frozen=True):
    """One complete notice (一次性告知): everything that is still wanted, at once."""

    notice: str
    wanted: tuple[Wanted, ...]
    until: Day


class Decision(Model, frozen=True):
    """`by` says who decided: rules on a machine, or a person. A machine's decision can be taken to a person."""

    approved: bool
    by: Literal["machine", "person"]
    reasons: tuple[Localized, ...]
    reviewable: bool = False


class Result(Model, frozen=True):
    """What the case ended with. `certificate` names a page that can be printed; None: there is none."""

    title: Localized
    certificate: str | None = None
    number: str | None = None  # of the licence or certificate that was issued
    valid_to: Day | None = None


Line = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class PostalAddress(Model, frozen=True):
    name: Line
    phone: Annotated[str, msgspec.Meta(pattern=r"^1[3-9][0-9]{9}$")]
    region: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{6,12}$", description="统计用区划代码, 6 to 12 digits")]
    address: Line


class Delivery(Model, frozen=True):
    """How the result reaches the citizen. What is not known yet is None; the address is never sent back whole."""

    way: Way
    pickup_code: str | None = None
    place: Localized | None = None
    hours: Localized | None = None
    carrier: Localized | None = None
    tracking: str | None = None
    address: str | None = None  # masked
    box: str | None = None  # of the locker, once the result lies in it
    until: Moment | None = None  # by when it is to be fetched out of the box; then it is taken to the counter
    taken_out: bool = False  # nobody fetched it out of the box in time: it waits at the counter now
    done: bool = False


class CaseSummary(Model, frozen=True):
    number: str
    item_code: ItemCode
    title: Localized
    state: State
    submitted_at: Moment
    due: Day | None  # by when it is promised to be decided; None while that is not running


class Case(CaseSummary, frozen=True):
    """`version` is what `If-Match` names; `days` is the promise in working days (承诺办结时限)."""

    version: str
    days: int
    timeline: tuple[Reached, ...]
    parent: str | None = None  # number of the package
    children: tuple[CaseSummary, ...] = ()
    correction: Correction | None = None
    decision: Decision | None = None
    result: Result | None = None
    ways: tuple[Way, ...] = ()  # in which the result can be had
    delivery: Delivery | None = None
    rating: CaseRating | None = None  # None: nobody has rated it
    signed: int = 0  # documents that the citizen signed for it (`signed_documents.py`)


class LockerCode(Model, frozen=True):
    """Opens the one box in which the result lies, once, until `expires_at`; a later one takes its place."""

    code: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{6}$")]
    box: str
    place: Localized
    expires_at: Moment


class Cases(Model, frozen=True):
    cases: tuple[CaseSummary, ...]


class Which(Model, frozen=True):
    """`mine`: those of the citizen of the session. Nothing else can be asked for by a terminal."""

    mine: bool = True


class Code(Model, frozen=True):
    code: Annotated[
        str, msgspec.Meta(pattern=rf"^[0-9]{{{CODE_DIGITS}}}$", description="查询码, as the receipt has it")
    ]


class PublicCase(Model, frozen=True):
    """What whoever holds the receipt may know: nothing that says who it is about."""

    number: str
    item_code: ItemCode
    title: Localized
    state: State
    submitted_at: Moment
    due: Day | None
    days: int
    timeline: tuple[Reached, ...]
    correction_until: Day | None = None
    approved: bool | None = None
    way: Way | None = None
    children: tuple[CaseSummary, ...] = ()


class DeliveryWish(Model, frozen=True):
    """`address` belongs to `post`."""

    way: Way
    address: PostalAddress | None = None


NO_CASE = (404, "no-such-case")

LIST = Operation("listCases", "GET", "/v1/cases", "The citizen's cases, the newest first", Which, Cases, session=True)
SEE = Operation(
    "seeCase",
    "GET",
    "/v1/cases/{number}",
    "One of the citizen's cases; `number` is the platform's or the terminal's own",
    NoneType,
    Case,
    session=True,
    problems=(NO_CASE,),
)
PROGRESS = Operation(
    "seeProgress",
    "GET",
    "/v1/progress",
    "Where a case stands, by the code on its receipt",
    Code,
    PublicCase,
    problems=(NO_CASE, (429, "too-many-tries")),
)
DELIVER = Operation(
    "chooseDelivery",
    "PUT",
    "/v1/cases/{number}/delivery",
    "Choose how the result is to be had",
    DeliveryWish,
    Case,
    session=True,
    versioned=True,
    problems=(NO_CASE, (409, "not-in-this-state"), (422, "way-not-offered")),
)
REVIEW = Operation(
    "askForReview",
    "POST",
    "/v1/cases/{number}/review",
    "Have a person look again at what a machine decided",
    NoneType,
    Case,
    session=True,
    problems=(NO_CASE, (409, "not-in-this-state")),
)
REPLY = Operation(
    "replyAboutRating",
    "POST",
    "/v1/cases/{number}/rating/reply",
    "Answer the question of whoever has to mend what was rated badly",
    Reply,
    Case,
    session=True,
    problems=(NO_CASE, (409, "not-in-this-state")),
)

OPEN_LOCKER = Operation(
    "openLocker",
    "POST",
    "/v1/cases/{number}/locker-codes",
    "A code that opens the locker's box in which the result lies",
    NoneType,
    LockerCode,
    status=201,
    session=True,
    problems=(NO_CASE, (409, "not-in-this-state")),
)

OPERATIONS = (LIST, SEE, PROGRESS, DELIVER, OPEN_LOCKER, REVIEW, REPLY)
