"""Signing on a telephone, for who cannot or will not sign on the glass: handed over by a square code, as drafts are.

The telephone shows the same words; what it gives back is a signature like any other, tied to them here, seen on the
check page, and handed in on the one road. Whoever scans the code could sign: the citizen sees the ink before it goes.
"""

from __future__ import annotations

import asyncio

from kiosk.clock import on_the_wall
from kiosk.contract.identity import EXPIRED
from kiosk.contract.signed_documents import DROP, HAND_OVER, LOOK, HandedOver, OnPhone, ToSign
from kiosk.platform import Away, Refused
from kiosk.signing import Means, Signed, is_signature, sha256
from kiosk.text import message
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.steps.identify import sign_in_again
from kiosk.visit.steps.notice import notice
from kiosk.visit.views import WorkingView
from kiosk.visit.views.signed import PhoneSignView

PHONE = "phone"  # the button's name
PAUSE_S = 2.0  # between two questions: a telephone that is signed on is looked at by its citizen


def may_sign_on_phone(visit: Visit) -> bool:
    return visit.visitor.session is not None and visit.kit.health.conditions.platform


async def sign_on_phone(visit: Visit, shown: str, language: str) -> Signed | None:
    """None: it is signed here after all, or not at all."""
    while True:
        handed = await _hand_over(visit, shown, language)
        if handed is None:
            return None
        given: OnPhone | Refused | i.Back | None = None
        try:
            given = await visit.stage.race(_wait(visit, handed), i.Back)
        finally:
            if not isinstance(given, OnPhone):
                _drop_later(visit, handed.id)
        if isinstance(given, i.Back):
            return None
        if isinstance(given, OnPhone) and given.state == "signed" and given.signed_at is not None:
            if given.statement_sha256 == sha256(shown) and is_signature(given.strokes):
                return Signed(shown, language, given.strokes, given.signed_at, Means.PHONE)
            subject = "unfit"
        else:
            subject = "declined" if isinstance(given, OnPhone) else "ended"
        if not await notice(visit.stage, subject, words="phone_sign", icon="device-mobile", go_on="again", back=True):
            return None


async def _wait(visit: Visit, handed: HandedOver) -> OnPhone | Refused:
    """Until it was signed or declined there, or the code has grown old."""
    until, opened = on_the_wall(handed.expires_at)[11:16], False
    while True:
        visit.stage.show(PhoneSignView(handed.url, until, opened))
        await asyncio.sleep(PAUSE_S * visit.kit.pace.second)
        assert visit.visitor.session is not None
        answer = await visit.kit.platform.call(LOOK, session=visit.visitor.session.token, id=handed.id)
        if isinstance(answer, Refused) or (isinstance(answer, OnPhone) and answer.state in ("signed", "declined")):
            return answer
        opened = opened or (isinstance(answer, OnPhone) and answer.state == "opened")


async def _hand_over(visit: Visit, shown: str, language: str) -> HandedOver | None:
    wanted = ToSign(
        title=visit.item.name,
        statement=shown,
        language=language,
        statement_sha256=sha256(shown),
    )
    while True:
        visit.stage.show(WorkingView(message("phone_sign.asking"), message("visit.query.seconds")))
        assert visit.visitor.session is not None
        answer = await visit.kit.platform.call(HAND_OVER, wanted, session=visit.visitor.session.token)
        if isinstance(answer, HandedOver):
            return answer
        if isinstance(answer, Refused) and answer.type == EXPIRED:
            await sign_in_again(visit)
            continue
        subject = "away" if isinstance(answer, Away) else "ended"
        if not await notice(visit.stage, subject, words="phone_sign", icon="cloud-off", go_on="again", back=True):
            return None


def _drop_later(visit: Visit, identifier: str) -> None:
    """Nothing of it stays at the platform, or can be signed any more."""
    session = visit.visitor.session
    if session is not None:
        platform, token = visit.kit.platform, session.token
        visit.kit.errands.add("drop a signature", lambda: platform.call(DROP, session=token, id=identifier))
