"""A one-time code: sent to a telephone, typed here, sent again when it does not come."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Never

from kiosk.contract.identity import EXPIRED, CodeSent
from kiosk.platform import Away, Refused
from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.views import WorkingView
from kiosk.visit.views.identity import OtpView

DIGITS = 6
PATIENCE_S = 60  # where a platform refuses to send for now: carriers let one message a minute pass

Send = Callable[[], Awaitable[CodeSent | Refused | Away]]


@dataclass(frozen=True)
class Typed:
    challenge: str = field(repr=False)
    code: str = field(repr=False)


@dataclass
class Texting:
    """What was sent so far."""

    sent: CodeSent | None = field(default=None, repr=False)
    again_in: int = 0  # seconds
    attempt: int = 0

    def forget(self) -> None:
        """The code that was sent is void; another one may be sent at once."""
        self.sent, self.again_in = None, 0


async def ask_code(
    visit: Visit,
    texting: Texting,
    send: Send,
    *,
    others: tuple[str, ...],
    back: tuple[type[i.Back], ...],
    problem: Message | None = None,
) -> Typed | Refused | i.Intent:
    """A code as it was typed; a refusal that no other code helps against; or the way that was chosen instead."""
    texting.attempt += 1
    wanted = texting.sent is None and problem is None
    while True:
        if wanted:
            wanted = False
            visit.stage.show(WorkingView(message("identity.otp.sending"), message("identity.proof.seconds")))
            answer = await send()
            if isinstance(answer, CodeSent):
                texting.sent, texting.again_in, problem = answer, answer.again_after_s, None
                texting.attempt += 1
            elif isinstance(answer, Away):
                problem = message("identity.otp.away")
            elif answer.type == "too-many-codes":
                texting.again_in, problem = PATIENCE_S, message("identity.otp.wait")
            elif answer.type in (EXPIRED, "no-phone"):
                return answer
            else:
                problem = message("identity.proof.refused", number=answer.type)
        touched = await visit.stage.race(
            _count(visit, texting, others, problem), i.Answer, i.SendAgain, i.ChooseMeans, *back
        )
        match touched:
            case i.SendAgain():
                wanted = texting.again_in == 0
            case i.Answer(value) if texting.sent is not None and isinstance(value, str):
                if len(value) == DIGITS and value.isdigit() and value.isascii():
                    return Typed(texting.sent.challenge, value)
                problem = message("identity.otp.short")
            case i.ChooseMeans() | i.Back():
                return touched


async def _count(visit: Visit, texting: Texting, others: tuple[str, ...], problem: Message | None) -> Never:
    """The page, with the seconds until another code may be sent."""
    while True:
        sent_to = texting.sent.sent_to if texting.sent else ""
        visit.stage.show(OtpView(sent_to, texting.again_in, others, texting.attempt, problem))
        if texting.again_in == 0:
            await asyncio.Event().wait()
        await asyncio.sleep(visit.kit.pace.second)
        texting.again_in -= 1
