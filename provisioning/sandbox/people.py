"""Identity sessions: who is recognised, how surely, and until when."""

from __future__ import annotations

from starlette.routing import Route

from kiosk.contract import identity as contract
from provisioning import clock
from provisioning.problem import Problem
from provisioning.sandbox import codes
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.codes import Codes
from provisioning.sandbox.faces import Faces
from provisioning.sandbox.identity import masked, phone_of, recognise
from provisioning.sandbox.messages import AGAIN_AFTER, Messages, masked_phone
from provisioning.sandbox.sessions import Session, Sessions


class People:
    def __init__(self, issued: Codes, messages: Messages, faces: Faces) -> None:
        self._codes = issued
        self._messages = messages
        self._faces = faces

    def routes(self, sessions: Sessions) -> list[Route]:
        return [
            route(contract.BEGIN, sessions, self.begin),
            route(contract.STEP_UP, sessions, self.step_up),
            route(contract.SEND_CODE, sessions, self.send_code),
            route(contract.END, sessions, self.end),
        ]

    def begin(self, call: Call[contract.Evidence]) -> contract.Session:
        given = call.asked
        if given.method == codes.METHOD:
            person = self._codes.redeem(given.evidence, call.now)
        else:
            person = recognise(given.method, given.evidence, clock.china_day(call.now))
        session = call.sessions.begin(person, given.method, call.terminal, call.now)
        return described(session, call.sessions)

    def step_up(self, call: Call[contract.StepUp]) -> contract.Session:
        session, given = call.session, call.asked
        call.sessions.check_tries(session)
        try:
            self._prove(session, given, call)
        except Problem as problem:
            if problem.status == 403:
                call.sessions.fail(session)
            raise
        return described(call.sessions.prove(session, given.method), call.sessions)

    def _prove(self, session: Session, given: contract.StepUp, call: Call[contract.StepUp]) -> None:
        if given.picture is not None:
            self._faces.compare(given.picture)
        elif given.challenge is not None and given.code is not None:
            self._messages.check(given.challenge, phone_of(session.person.number) or "", given.code, call.now)

    def send_code(self, call: Call[None]) -> contract.CodeSent:
        session = call.session
        phone = phone_of(session.person.number)
        if phone is None:
            raise Problem(404, "no-phone", "no telephone is registered for this person")
        sent = self._messages.send(phone, "核验身份", call.now)
        return contract.CodeSent(
            challenge=sent.challenge,
            sent_to=masked_phone(phone, known=bool(session.proofs)),
            expires_at=clock.rfc3339(sent.expires_at),
            again_after_s=int(AGAIN_AFTER.total_seconds()),
        )

    def end(self, call: Call[None]) -> None:
        call.sessions.end(call.token, call.terminal)


def described(session: Session, sessions: Sessions) -> contract.Session:
    """The session as the terminal sees it. An asserted number is told no name: anybody can type one."""
    return contract.Session(
        token=session.token,
        level=session.level,
        subject=contract.Subject(
            name=masked(session.person.name) if session.proofs else "",
            reference=sessions.reference(session),
        ),
        expires_at=clock.rfc3339(session.expires_at),
    )
