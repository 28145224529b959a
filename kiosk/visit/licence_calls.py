"""Calls about one's own licences, made again where the session ended or the platform was away and the citizen wants."""

from __future__ import annotations

import asyncio
from typing import TypeVar

import msgspec

from kiosk.catalogue.source import content_of
from kiosk.contract.identity import EXPIRED
from kiosk.contract.licences import Face, Grade, Licence, Standing
from kiosk.contract.model import Model
from kiosk.contract.operation import Operation
from kiosk.licences.identifier import fault
from kiosk.licences.seals import SealState, SealVerdict, verify
from kiosk.platform import Away, Refused
from kiosk.settings import Settings
from kiosk.text import message
from kiosk.visit.context import Visit
from kiosk.visit.steps.identify import sign_in_again
from kiosk.visit.steps.notice import notice
from kiosk.visit.views import WorkingView

Asked = TypeVar("Asked", bound=Model | None)
Answered = TypeVar("Answered", bound=Model | None)

UNUSABLE = frozenset({"licence-revoked", "licence-expired", "no-such-licence"})


async def call(
    visit: Visit, operation: Operation[Asked, Answered], asked: Asked | None = None, *, identifier: str = ""
) -> Answered | Refused | None:
    """The answer, or a refusal of the operation's own; None: the citizen gave up."""
    own = {kind for _, kind in operation.problems}
    while True:
        visit.stage.show(WorkingView(message("visit.query.working"), message("visit.query.seconds")))
        token = visit.visitor.session.token if visit.visitor.session is not None else ""
        answer = await visit.kit.platform.call(
            operation, asked, session=token if operation.session else "", identifier=identifier
        )
        if isinstance(answer, Away):
            if not await notice(visit.stage, "away", words="licences", icon="cloud-off", go_on="again", back=True):
                return None
        elif isinstance(answer, Refused) and answer.type == EXPIRED:
            await sign_in_again(visit)
        elif isinstance(answer, Refused) and answer.type not in own:
            await notice(visit.stage, "refused", words="licences", icon="alert-circle", back=True, number=answer.type)
            return None
        else:
            return answer


async def opened(visit: Visit, licence: Licence) -> tuple[Face, SealVerdict] | None:
    """What it says, with the verdict on its seal; None: it says nothing that can be read.

    An identifier whose check character is wrong is no licence's, whatever its seal.
    """
    verdict = await asyncio.to_thread(_verdict, visit.kit.settings, licence)
    try:
        face = msgspec.json.decode(licence.document, type=Face)
    except (msgspec.DecodeError, RecursionError):
        return None
    if fault(face.identifier) is not None:
        verdict = SealVerdict(SealState.NOT_GENUINE)
    return face, verdict


def may_be_used(licence: Licence, verdict: SealVerdict) -> bool:
    """D is what the citizen made: it stands for nothing. A, B and C do, C with the original at the counter."""
    return licence.standing is Standing.VALID and verdict.state is SealState.VALID and licence.grade is not Grade.D


def _verdict(settings: Settings, licence: Licence) -> SealVerdict:
    content = content_of(settings)
    return verify(licence.document, licence.sealed, content.authority if content is not None else None)
