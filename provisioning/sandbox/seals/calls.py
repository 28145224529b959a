"""`/v1/signatures`: the platform's word on a seal."""

from __future__ import annotations

from starlette.routing import Route

from kiosk.contract import signatures as contract
from kiosk.seals.verdict import verify_digest
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.seals.house import SealHouse
from provisioning.sandbox.sessions import Sessions


class SealCalls:
    def __init__(self, house: SealHouse) -> None:
        self._house = house

    def routes(self, sessions: Sessions) -> list[Route]:
        return [route(contract.VERIFY, sessions, self.verified)]

    def verified(self, call: Call[contract.SealToCheck]) -> contract.SealChecked:
        found = verify_digest(bytes.fromhex(call.asked.digest), call.asked.sealed, self._house.trust())
        return contract.SealChecked(state=found.state, organ=found.organ, at=found.at)
