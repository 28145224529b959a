"""Calls about one's own licences, made again where the session ended or the platform was away and the citizen wants."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TypeVar

import msgspec

from kiosk.contract.health import LICENCES
from kiosk.contract.identity import EXPIRED
from kiosk.contract.licences import FACE, Face, Grade, Licence, Standing, Summary
from kiosk.contract.model import Model
from kiosk.contract.operation import Operation
from kiosk.contract.signatures import Sealed
from kiosk.licences.identifier import fault
from kiosk.platform import Away, Refused
from kiosk.seals.ofd import BadOfd, read_ofd
from kiosk.seals.trust import trust_in_use
from kiosk.seals.verdict import SealState, SealVerdict, verify
from kiosk.settings import Settings
from kiosk.text import message
from kiosk.visit.context import Visit
from kiosk.visit.seal_checks import check_document
from kiosk.visit.steps.no_answer import ask_again
from kiosk.visit.views import WorkingView

Asked = TypeVar("Asked", bound=Model | None)
Answered = TypeVar("Answered", bound=Model | None)

CONSENT_VERSION = "2026-1"
"""Of the sentences that are agreed to; a new wording takes a new one."""
LEAST = "single"  # a number that was merely typed opens nobody's licences


def may_ask(visit: Visit) -> bool:
    """Whether there is somebody whose licences may be asked for, and a platform that answers."""
    session = visit.visitor.session
    return session is not None and session.level.reaches(LEAST) and visit.kit.health.conditions.serves(LICENCES)


def valid_of(held: Sequence[Summary], kinds: Sequence[str]) -> Summary | None:
    """The best of these kinds that stands."""
    fitting = [one for one in held if one.kind in kinds and one.standing is Standing.VALID]
    return min(fitting, key=lambda one: one.grade, default=None)


async def call(
    visit: Visit, operation: Operation[Asked, Answered], asked: Asked | None = None, *, identifier: str = ""
) -> Answered | Refused | None:
    """The answer, or a refusal of the operation's own; None: the citizen gave up."""
    own = {kind for _, kind in operation.problems} - {EXPIRED}
    while True:
        visit.stage.show(WorkingView(message("visit.query.working"), message("visit.query.seconds")))
        token = visit.visitor.session.token if visit.visitor.session is not None else ""
        answer = await visit.kit.platform.call(
            operation, asked, session=token if operation.session else "", identifier=identifier
        )
        if not isinstance(answer, (Away, Refused)) or (isinstance(answer, Refused) and answer.type in own):
            return answer
        if not await ask_again(visit, answer, words="licences"):
            return None


async def opened(visit: Visit, licence: Licence) -> tuple[Face, SealVerdict] | None:
    """What it says, with the verdict on its seal; None: it says nothing that can be read.

    An identifier whose check character is wrong is no licence's, whatever its seal.
    """
    verdict = await check_document(visit, licence.document)
    try:
        face = msgspec.json.decode(await asyncio.to_thread(_face, licence.document), type=Face)
    except (BadOfd, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if fault(face.identifier) is not None:
        verdict = SealVerdict(SealState.NOT_GENUINE)
    return face, verdict


def may_be_used(licence: Licence, verdict: SealVerdict) -> bool:
    """D is what the citizen made: it stands for nothing. A, B and C do, C with the original at the counter."""
    return licence.standing is Standing.VALID and verdict.state is SealState.VALID and licence.grade is not Grade.D


def seal_of(settings: Settings, document: bytes, sealed: Sealed) -> SealVerdict:
    """What a platform seal proves. Blocks."""
    return verify(document, sealed, trust_in_use(settings))


def _face(document: bytes) -> bytes:
    """Raises `BadOfd`."""
    return read_ofd(document).attachment(FACE)
