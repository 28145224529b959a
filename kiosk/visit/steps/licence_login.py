"""Signing in for an enterprise: the app of the electronic business licence (电子营业执照) scans the terminal's code,
and the platform is asked until somebody has agreed there (device grant, RFC 8628)."""

from __future__ import annotations

import asyncio

from kiosk.contract import device_login as grant
from kiosk.contract.identity import Session
from kiosk.platform import MISFIT, Away, Refused
from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.views import WorkingView
from kiosk.visit.views.identity import LicenceLoginView

MEANS = "e_business_licence"
SLOWEST_S = 60  # between two questions while the platform is away: it grows, as RFC 8628, 3.5 asks
PROBLEMS = {
    grant.EXPIRED_TOKEN: "expired",
    grant.DENIED: "denied",
    grant.OUT_OF_SCOPE: "out_of_scope",
}


async def licence_login(visit: Visit, others: tuple[str, ...], ways: tuple[type[i.Intent], ...]) -> Session | i.Intent:
    """A session of the enterprise, or the way that was chosen instead. Codes are made anew as often as one likes."""
    asked = grant.DeviceAsked(item_code=visit.chosen.code if visit.chosen is not None else None)
    while True:
        visit.stage.show(WorkingView(message("identity.licence.asking"), message("identity.proof.seconds")))
        code = await visit.kit.platform.call(grant.ASK, asked)
        if isinstance(code, grant.DeviceCode):
            got = await visit.stage.race(_until_agreed(visit, code, others), i.SendAgain, *ways)
        else:
            got = _problem(code)
        if isinstance(got, Message):
            got = await visit.stage.ask(LicenceLoginView("", "", 0, others, got), i.SendAgain, *ways)
        if not isinstance(got, i.SendAgain):
            return got


async def _until_agreed(visit: Visit, code: grant.DeviceCode, others: tuple[str, ...]) -> Session | Message:
    """Ask in the platform's own rhythm; the page counts down, so that it is seen to live."""
    interval, wait = code.interval, code.interval
    for left in range(code.expires_in, 0, -1):
        visit.stage.show(LicenceLoginView(code.verification_uri_complete, code.user_code, left, others))
        await asyncio.sleep(visit.kit.pace.second)
        wait -= 1
        if wait > 0:
            continue
        answer = await visit.kit.platform.call(grant.TOKEN, grant.DeviceTokenAsked(device_code=code.device_code))
        if isinstance(answer, Session):
            return answer
        if isinstance(answer, Away):
            interval = min(SLOWEST_S, max(1, interval) * 2)
        elif answer.type == grant.SLOW_DOWN:
            interval += grant.SLOWER_S
        elif answer.type != grant.PENDING:
            return _problem(answer)
        wait = interval
    return message("identity.licence.expired")


def _problem(answer: Refused | Away) -> Message:
    if isinstance(answer, Away):
        return message("identity.licence.away")
    if answer.type in PROBLEMS:
        return message(f"identity.licence.{PROBLEMS[answer.type]}")
    if answer.type.startswith(MISFIT):
        return message("identity.proof.misfit", number=answer.type)
    return message("identity.licence.refused", number=answer.type)
