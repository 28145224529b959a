"""Seals on the operator's address: who sealed so far; a seal is taken back, or is good again.

GET  /seals            a page; /seals/table is its changing part
GET  /seals.json       [{"number", "name", "revoked_at"}…]
POST /seals/{number}   {"revoked": true or false} → 200; 404 for a seal that was never used
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from provisioning import clock
from provisioning.pages import page
from provisioning.problem import Problem, malformed
from provisioning.sandbox.operator.order import read_json

if TYPE_CHECKING:
    from provisioning.sandbox.application import Sandbox


class SealDesk:
    def __init__(self, sandbox: Sandbox) -> None:
        self._house = sandbox.house

    def routes(self) -> list[Route]:
        return [
            Route("/seals", self.shown, methods=["GET"]),
            Route("/seals/table", self.table, methods=["GET"]),
            Route("/seals.json", self.listed, methods=["GET"]),
            Route("/seals/{number}", self.set, methods=["POST"]),
        ]

    async def shown(self, _: Request) -> Response:
        return HTMLResponse(page("seals.html", seals=self._house.seals()), headers={"Cache-Control": "no-store"})

    async def table(self, _: Request) -> Response:
        return HTMLResponse(page("seals_table.html", seals=self._house.seals()), headers={"Cache-Control": "no-store"})

    async def listed(self, _: Request) -> Response:
        return JSONResponse([dict(one) for one in self._house.seals()])

    async def set(self, request: Request) -> Response:
        order = await read_json(request)
        revoked = order.get("revoked") if isinstance(order, dict) else None
        if not isinstance(revoked, bool):
            raise malformed("an object with revoked, true or false")
        if not self._house.revoke(request.path_params["number"], not revoked, clock.now()):
            raise Problem(404, "no-such-seal", "no document bears this seal")
        return await self.listed(request)
