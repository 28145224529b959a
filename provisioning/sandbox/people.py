"""Identity sessions: who is recognised, how surely, and until when."""

from __future__ import annotations

from collections.abc import Callable

from starlette.routing import Route

from kiosk.catalogue.model import Catalogue
from kiosk.contract import device_login
from kiosk.contract import identity as contract
from provisioning import clock
from provisioning.problem import Problem
from provisioning.sandbox import codes
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.codes import Codes
from provisioning.sandbox.device_logins import METHOD, DeviceLogins
from provisioning.sandbox.enterprise_codes import EnterpriseCodes
from provisioning.sandbox.faces import Faces
from provisioning.sandbox.identity import ASSERTED, masked, permit_of, phone_of, recognise
from provisioning.sandbox.messages import AGAIN_AFTER, Messages, masked_phone
from provisioning.sandbox.sessions import Session, Sessions

LICENCE_APP = "https://licence.test.invalid/kiosk"  # opened by the licence's own app; nobody answers there


class People:
    def __init__(
        self,
        issued: Codes,
        messages: Messages,
        faces: Faces,
        *,
        registered: Callable[[str], bool],
        logins: DeviceLogins,
        enterprise: EnterpriseCodes,
        catalogue: Catalogue,
    ) -> None:
        self._codes = issued
        self._messages = messages
        self._faces = faces
        self._registered = registered
        self._logins = logins
        self._enterprise = enterprise
        self._catalogue = catalogue

    def routes(self, sessions: Sessions) -> list[Route]:
        return [
            route(contract.BEGIN, sessions, self.begin),
            route(contract.STEP_UP, sessions, self.step_up),
            route(contract.SEND_CODE, sessions, self.send_code),
            route(contract.END, sessions, self.end),
            route(device_login.ASK, sessions, self.device_code),
            route(device_login.TOKEN, sessions, self.device_token),
        ]

    def begin(self, call: Call[contract.Evidence]) -> contract.Session:
        given = call.asked
        if given.method == codes.METHOD:
            person = self._codes.redeem(given.evidence, call.now)
        elif given.method == METHOD:
            wanted = given.evidence.get("item_code")
            person = self._enterprise.redeem(given.evidence, self._short(wanted), call.now)
            return described(call.sessions.begin(person, METHOD, call.terminal, call.now), call.sessions)
        else:
            person = recognise(given.method, given.evidence, clock.china_day(call.now))
        if not self._registered(person.number):
            raise Problem(403, "not-registered", "the person has not registered yet")
        proof = None if given.method == ASSERTED else given.method
        session = call.sessions.begin(person, proof, call.terminal, call.now)
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
        return described(call.sessions.prove(session, given.method, call.now), call.sessions)

    def _prove(self, session: Session, given: contract.StepUp, call: Call[contract.StepUp]) -> None:
        if given.picture is not None:
            self._faces.compare(given.picture)
        elif given.number is not None:
            if given.number != permit_of(session.person.number):
                raise Problem(403, "permit-mismatch", "the permit is none of this person's")
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

    def device_code(self, call: Call[device_login.DeviceAsked]) -> device_login.DeviceCode:
        one = self._logins.ask(call.terminal, self._short(call.asked.item_code), call.now)
        return device_login.DeviceCode(
            device_code=one.device_code,
            user_code=one.user_code,
            verification_uri=LICENCE_APP,
            verification_uri_complete=f"{LICENCE_APP}?user_code={one.user_code}",
            expires_in=int((one.expires_at - call.now).total_seconds()),
            interval=one.interval,
        )

    def device_token(self, call: Call[device_login.DeviceTokenAsked]) -> contract.Session:
        person = self._logins.token(call.asked.device_code, call.terminal, call.now)
        return described(call.sessions.begin(person, METHOD, call.terminal, call.now), call.sessions)

    def _short(self, code: str | None) -> str | None:
        item = self._catalogue.find(code) if code else None
        return item.short if item else code

    def end(self, call: Call[None]) -> None:
        call.sessions.end(call.token, call.terminal)


def described(session: Session, sessions: Sessions) -> contract.Session:
    """The session as the terminal sees it. An asserted number is told no name: anybody can type one."""
    person = session.person
    return contract.Session(
        token=session.token,
        level=session.level,
        subject=contract.Subject(
            name=masked(person.name) if session.proofs else "",
            kind="legal_person" if person.uscc else "natural_person",
            reference=sessions.reference(session),
            organisation=person.organisation,
            role=person.role,  # type: ignore[arg-type]  # one of the contract's, from the sandbox's own data
        ),
        expires_at=clock.rfc3339(session.expires_at),
    )
