"""Identity sessions: who is recognised, and until when."""

from __future__ import annotations

from starlette.routing import Route

from kiosk.contract import identity as contract
from provisioning import clock
from provisioning.sandbox import codes
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.codes import Codes
from provisioning.sandbox.identity import masked, recognise
from provisioning.sandbox.sessions import Sessions


class People:
    def __init__(self, issued: Codes) -> None:
        self._codes = issued

    def routes(self, sessions: Sessions) -> list[Route]:
        return [route(contract.BEGIN, sessions, self.begin), route(contract.END, sessions, self.end)]

    def begin(self, call: Call[contract.Evidence]) -> contract.Session:
        given = call.asked
        if given.method == codes.METHOD:
            person = self._codes.redeem(given.evidence, call.now)
        else:
            person = recognise(given.method, given.evidence, clock.china_day(call.now))
        session = call.sessions.begin(person, call.terminal, call.now)
        return contract.Session(
            token=session.token,
            level=person.level,
            subject=contract.Subject(name=masked(person.name)),
            expires_at=clock.rfc3339(session.expires_at),
        )

    def end(self, call: Call[None]) -> None:
        call.sessions.end(call.token, call.terminal)
