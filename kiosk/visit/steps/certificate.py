"""A certificate: the platform makes it, the citizen looks at it and says how many, then it is printed.

The document lives in the visit's memory and goes with it. Until it is printed a certificate is void as soon as the
citizen turns away; what came out not whole is void before another is made.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from uuid_utils import uuid7

from kiosk.catalogue.model import Item, Kind
from kiosk.contract.certificates import ISSUE, Certificate, CertificateWanted
from kiosk.contract.identity import EXPIRED, TOO_LOW
from kiosk.platform import Away, Refused
from kiosk.seals.verdict import SealState, SealVerdict
from kiosk.text import message
from kiosk.visit import intents as i
from kiosk.visit import pages
from kiosk.visit.context import Move, Outcome, Visit
from kiosk.visit.seal_checks import check_beside, seal_tone
from kiosk.visit.steps.identify import sign_in_again
from kiosk.visit.steps.notice import notice
from kiosk.visit.steps.print_document import print_certificate, void_later
from kiosk.visit.steps.step_up import step_up
from kiosk.visit.views import WorkingView
from kiosk.visit.views.certificates import CertificateView

GOOD_ENOUGH = frozenset({SealState.VALID, SealState.UNKNOWN})
"""What may be printed. UNKNOWN is said on the page: this terminal was not given yet what it takes to check."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Issued:
    key: str
    sheet: Certificate
    verdict: SealVerdict


@dataclass(frozen=True)
class Came:
    """What came of a certificate's paper: `kind` is that of an outcome, "certified" or "voided"."""

    kind: str
    issued: Issued


Make = Callable[[str], Awaitable[Certificate | None]]
"""Lets the platform make something to print, once for a key; None: the citizen went back."""


async def certificate(visit: Visit) -> Move:
    """The step of an item that prints: its own certificate, or that which a case has just ended with."""
    outcome = visit.outcome
    if visit.item.kind is not Kind.APPLICATION:
        return await print_one(visit, visit.item, None)
    if outcome is None or outcome.kind != "decided":
        return Move.ON  # printed when it is there: the receipt says how to find it
    await print_one(visit, visit.item, outcome.number)
    return Move.ON


Ask = Callable[[str, str], Awaitable[Certificate | Refused | Away]]
"""Has a certificate made: session's token, key."""


async def print_one(visit: Visit, item: Item, case: str | None, ask: Ask | None = None) -> Move:
    """From making it to paper. `case`: the number of the case whose result it is; `ask`: has something else made than
    the item's certificate. ON: an outcome stands in the visit, also that of before where no paper was wanted; BACK:
    nothing was printed."""

    def usual(token: str, key: str) -> Awaitable[Certificate | Refused | Away]:
        wanted = CertificateWanted(key=key, item_code=item.code, answers=visit.visitor.answers, case=case)
        return visit.kit.platform.call(ISSUE, wanted, session=token)

    async def make(key: str) -> Certificate | None:
        return await _made(visit, item, key, ask or usual)

    came = await print_made(visit, make, may_skip="on_screen" in item.outputs)
    visit.sheet = isinstance(came, Came) and came.kind == "certified"
    if isinstance(came, Came) and (case is None or visit.outcome is None):
        visit.outcome = Outcome(came.kind, came.issued.key, came.issued.sheet.number, item.name)
    return came if isinstance(came, Move) else Move.ON


async def print_made(visit: Visit, make: Make, *, may_skip: bool) -> Came | Move:
    """The same for whatever the platform makes for a key. ON: no paper was wanted; BACK: nothing was printed."""
    looked = False
    while True:
        issued = await _issue(visit, make)
        if issued is None:
            return Move.BACK
        copies: int | None = 1
        while True:
            if not looked:
                copies = await _looked_at(visit, issued, may_skip)
            if not copies:
                return Move.BACK if copies is None else Move.ON
            looked = True
            ended = await print_certificate(visit, issued.sheet, copies)
            looked = not ended.back
            if looked:
                break
        if not ended.again:
            return Came(ended.kind, issued)


async def _looked_at(visit: Visit, issued: Issued, may_skip: bool) -> int | None:
    """As `_look`; whoever turns away leaves no certificate behind that is good."""
    copies = None
    try:
        copies = await _look(visit, issued, may_skip)
        return copies
    finally:
        if not copies:
            void_later(visit.kit, issued.sheet.number, "left")


async def _issue(visit: Visit, make: Make) -> Issued | None:
    """The certificate, made once for its key however often the call is made. None: back."""
    kit, stage = visit.kit, visit.stage
    key = str(uuid7())
    while (made := await make(key)) is not None:
        if not await asyncio.to_thread(_is_whole, made):
            void_later(kit, made.number, "unreadable")
            _log.error("a certificate that the platform made is not what it says that it is")
            await notice(stage, "query.refused", icon="alert-circle", number="misfit-certificate")
            continue
        verdict = await check_beside(visit, made.document, made.sealed, made.number)
        if verdict.state in GOOD_ENOUGH:
            return Issued(key, made, verdict)
        void_later(kit, made.number, "seal")
        _log.error("a certificate's seal does not hold: %s", verdict.state)
        if not await notice(stage, "not_sealed", words="seals", icon="alert-circle", back=bool(visit.back)):
            return None
    return None


async def _made(visit: Visit, item: Item, key: str, ask: Ask) -> Certificate | None:
    while True:
        visit.stage.show(WorkingView(message("certificates.making"), message("certificates.seconds")))
        session = visit.visitor.session
        assert session is not None
        answer = await ask(session.token, key)
        if isinstance(answer, Certificate):
            return answer
        if isinstance(answer, Away):
            await notice(visit.stage, "certificate.away", icon="cloud-off", go_on="again")
        elif not await _refused(visit, item, answer):
            return None


async def _refused(visit: Visit, item: Item, answer: Refused) -> bool:
    """False: back. Where there is no way on, only exit ends it."""
    if answer.type == TOO_LOW:
        return await step_up(visit, item.identity.level, back=True) is not Move.BACK
    if answer.type == "nothing-found":
        return await notice(visit.stage, "query.nothing", icon="file-search", back=bool(visit.back))
    if answer.type == EXPIRED:
        await sign_in_again(visit)
        return True
    return await notice(visit.stage, "query.refused", icon="alert-circle", number=answer.type)


def _is_whole(sheet: Certificate) -> bool:
    """What arrived is what was sent, and can be drawn."""
    if hashlib.sha256(sheet.document).hexdigest() != sheet.sha256:
        return False
    try:
        return pages.count(sheet.document) == sheet.pages
    except pages.BadDocument:
        return False


async def _look(visit: Visit, issued: Issued, may_skip: bool) -> int | None:
    """How many copies; 0: none is wanted; None: back."""
    sheet = issued.sheet
    page, copies, covered = 0, 1, bool(sheet.personal)
    skip = (i.Skip,) if may_skip else ()
    while True:
        boxes = sheet.personal if covered else ()
        picture = await asyncio.to_thread(pages.draw, sheet.document, page, boxes)
        view = CertificateView(
            title=sheet.title,
            picture=picture,
            page=page,
            pages=sheet.pages,
            copies=copies,
            most_copies=sheet.most_copies,
            covered=covered if sheet.personal else None,
            may_skip=may_skip,
            seal=message(f"seals.short.{issued.verdict.state}"),
            seal_tone=seal_tone(issued.verdict),
        )
        touched = await visit.stage.ask(view, i.Next, i.SetCopies, i.Uncover, i.TurnPage, *skip, *visit.back)
        match touched:
            case i.SetCopies(wanted):
                copies = max(1, min(sheet.most_copies, wanted))
            case i.Uncover(shown):
                covered = bool(sheet.personal) and not shown
            case i.TurnPage(by):
                page = max(0, min(sheet.pages - 1, page + by))
            case i.Back():
                return None
            case i.Skip():
                return 0
            case _:
                return copies
