"""Signing in for an enterprise by its electronic business licence (电子营业执照), either way round: its app scans the
terminal's code, and the platform is asked until somebody has agreed there (device grant, RFC 8628); or the terminal
scans the code that the app shows of itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from kiosk.contract import device_login as grant
from kiosk.contract.identity import BEGIN, Evidence, Session
from kiosk.platform import MISFIT, Away, Refused
from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.scanning import next_code
from kiosk.visit.views import WorkingView
from kiosk.visit.views.identity import LicenceLoginView

MEANS = "e_business_licence"
SLOWEST_S = 60  # between two questions while the platform is away: it grows, as RFC 8628, 3.5 asks
STILL_S = 0.2  # a code that is still there is looked at again after so long
PROBLEMS = {
    grant.EXPIRED_TOKEN: "expired",
    grant.DENIED: "denied",
    grant.OUT_OF_SCOPE: "out_of_scope",
    "code-expired": "used",
    "not-recognised": "unknown",
}


async def licence_login(visit: Visit, others: tuple[str, ...], ways: tuple[type[i.Intent], ...]) -> Session | i.Intent:
    """A session of the enterprise, or the way that was chosen instead. Codes are made anew as often as one likes."""
    asked = grant.DeviceAsked(item_code=visit.chosen.code if visit.chosen is not None else None)
    while True:
        visit.stage.show(WorkingView(message("identity.licence.asking"), message("identity.proof.seconds")))
        code = await visit.kit.platform.call(grant.ASK, asked)
        if isinstance(code, grant.DeviceCode):
            got = await visit.stage.race(_either(visit, _Shown(code, others)), i.SendAgain, *ways)
        else:
            got = _problem(code)
        if isinstance(got, Message):
            scope = got.key == "identity.licence.out_of_scope"
            view = LicenceLoginView("", "", 0, others, got, out_of_scope=scope)
            got = await visit.stage.ask(view, i.SendAgain, *ways)
        if not isinstance(got, i.SendAgain):
            return got


@dataclass
class _Shown:
    """What is on the page. `problem`: what was wrong with the code that was scanned last."""

    code: grant.DeviceCode
    others: tuple[str, ...]
    problem: Message | None = None


class Rhythm:
    """When the platform may be asked again (RFC 8628, 3.5). Seconds."""

    def __init__(self, interval: int) -> None:
        self.interval = interval

    def after(self, answer: Refused | Away) -> None:
        """Told to slow down: five more, for this and every later question; no answer: twice as many."""
        if isinstance(answer, Away):
            self.interval = min(SLOWEST_S, max(1, self.interval) * 2)
        elif answer.type == grant.SLOW_DOWN:
            self.interval += grant.SLOWER_S


async def _either(visit: Visit, shown: _Shown) -> Session | Message:
    """Whichever comes first: agreed to on the telephone, or scanned here."""
    ways = [asyncio.create_task(_until_agreed(visit, shown)), asyncio.create_task(_until_scanned(visit, shown))]
    try:
        done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        return next(way for way in ways if way in done).result()
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _until_agreed(visit: Visit, shown: _Shown) -> Session | Message:
    """Ask in the platform's own rhythm; the page counts down, so that it is seen to live."""
    code, rhythm = shown.code, Rhythm(shown.code.interval)
    wait = rhythm.interval
    scans = visit.kit.devices.scanner is not None
    for left in range(code.expires_in, 0, -1):
        visit.stage.show(
            LicenceLoginView(
                code.verification_uri_complete, code.user_code, left, shown.others, shown.problem, scans=scans
            )
        )
        await visit.kit.pace.wait(1)
        wait -= 1
        if wait > 0:
            continue
        answer = await visit.kit.platform.call(grant.TOKEN, grant.DeviceTokenAsked(device_code=code.device_code))
        if isinstance(answer, Session):
            return answer
        if not isinstance(answer, Away) and answer.type not in (grant.PENDING, grant.SLOW_DOWN):
            return _problem(answer)
        rhythm.after(answer)
        wait = rhythm.interval
    return message("identity.licence.expired")


async def _until_scanned(visit: Visit, shown: _Shown) -> Session:
    """The licence's own code; any other is said to be one, and never asked about. A code that was refused may still be
    held before the scanner, and is asked about once."""
    scanner, last = visit.kit.devices.scanner, ""
    while scanner is not None:
        text = (await next_code(scanner, visit.kit.pace)).text or ""
        if text == last:
            await visit.kit.pace.wait(STILL_S)
            continue
        last = text
        if not text.startswith(grant.OWN_CODE):
            shown.problem = message("identity.licence.foreign")
            continue
        evidence = {"code": text.removeprefix(grant.OWN_CODE)}
        if visit.chosen is not None:
            evidence["item_code"] = visit.chosen.code
        answer = await visit.kit.platform.call(BEGIN, Evidence(method=MEANS, evidence=evidence))
        if isinstance(answer, Session):
            return answer
        shown.problem = _problem(answer)
        if isinstance(answer, Away):
            last = ""  # it is still good
            await visit.kit.pace.wait(1)
    never: asyncio.Future[Session] = asyncio.get_running_loop().create_future()
    return await never


def _problem(answer: Refused | Away) -> Message:
    if isinstance(answer, Away):
        return message("identity.licence.away")
    if answer.type in PROBLEMS:
        return message(f"identity.licence.{PROBLEMS[answer.type]}")
    if answer.type.startswith(MISFIT):
        return message("identity.proof.misfit", number=answer.type)
    return message("identity.licence.refused", number=answer.type)
