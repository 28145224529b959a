"""Numbers that a citizen types to say who they are, or what they hold: each proves nothing by itself."""

from __future__ import annotations

import re

from drivers import identity_number
from kiosk.contract.identity import EXPIRED, STEP_UP, Session, StepUp
from kiosk.platform import MISFIT, Away
from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Visit
from kiosk.visit.steps.notice import notice
from kiosk.visit.views import QuestionView, WorkingView

NUMBER, PERMIT = "number", "exit_entry_permit"
_PERMIT = re.compile(r"[A-Z][0-9A-Z][0-9]{7}")  # letter, letter or digit, 7 digits: the card form since 2014
_PHONE = re.compile(r"1[3-9][0-9]{9}")


async def ask_number(visit: Visit, problem: Message | None, ways: tuple[type[i.Intent], ...]) -> str | i.Intent:
    """A citizen's number whose check character is right, or the way that was chosen instead."""
    while True:
        view = _question("number", "id_number", problem)
        touched = await visit.stage.ask(view, i.Answer, *ways)
        if not isinstance(touched, i.Answer):
            return touched
        number = str(touched.value).strip().upper()
        if identity_number.is_valid(number):
            return number
        problem = message("identity.number.invalid")


async def ask_phone(visit: Visit) -> str | i.Back:
    problem: Message | None = None
    while True:
        touched = await visit.stage.ask(_question("phone", "phone", problem), i.Answer, i.Back)
        if isinstance(touched, i.Back):
            return touched
        if isinstance(touched, i.Answer) and _PHONE.fullmatch(str(touched.value)):
            return str(touched.value)
        problem = message("identity.phone.invalid")


async def permit(visit: Visit) -> Move:
    """The permit that an item takes beside the card: the platform knows whose it is."""
    visitor, stage, problem = visit.visitor, visit.stage, None
    while True:
        touched = await stage.ask(_question("permit", "code", problem), i.Answer)
        number = str(touched.value).strip().upper()
        if not _PERMIT.fullmatch(number):
            problem = message("identity.permit.invalid")
            continue
        assert visitor.session is not None
        stage.show(WorkingView(message("identity.permit.proving"), message("identity.proof.seconds")))
        proof = StepUp(method="exit_entry_permit", number=number)
        answer = await visit.kit.platform.call(STEP_UP, proof, session=visitor.session.token)
        if isinstance(answer, Session):
            visitor.session, visitor.holds = answer, visitor.holds | {PERMIT}
            return Move.ON
        if isinstance(answer, Away):
            problem = message("identity.proof.away")
        elif answer.type == "permit-mismatch":
            problem = message("identity.permit.mismatch")
        elif answer.type == "too-many-tries":
            await notice(stage, "counter", words="identity", icon="headset")
        elif answer.type == EXPIRED:
            return Move.BACK
        else:
            kind = "misfit" if answer.type.startswith(MISFIT) else "refused"
            problem = message(f"identity.proof.{kind}", number=answer.type)


def _question(name: str, kind: str, problem: Message | None) -> QuestionView:
    title, hint = message(f"identity.{name}.title"), message(f"identity.{name}.hint")
    return QuestionView(name, kind, title, hint, None, error=problem)
