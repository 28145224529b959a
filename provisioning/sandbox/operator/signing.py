"""A citizen's telephone, on which to sign what a terminal shows.

GET  /phone/sign/{link}            what is to be signed, and a field to sign in; opens once
POST /phone/sign/{link}            {"statement_sha256", "strokes": [[[x, y, seconds]…]…]}, or {"declined": true} → 204
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from kiosk.contract.model import Sha256
from kiosk.contract.signed_documents import Point
from kiosk.signing import sha256
from provisioning import clock
from provisioning.callers import read_bytes
from provisioning.pages import page
from provisioning.problem import Problem, malformed

if TYPE_CHECKING:
    from provisioning.sandbox.application import Sandbox


class _Answer(msgspec.Struct):
    declined: bool = False
    statement_sha256: Sha256 = "0" * 64
    strokes: tuple[tuple[Point, ...], ...] = ()


class SigningPhone:
    def __init__(self, sandbox: Sandbox) -> None:
        self._signing = sandbox.phone_signing

    def routes(self) -> list[Route]:
        return [
            Route("/phone/sign/{link}", self.shown, methods=["GET"]),
            Route("/phone/sign/{link}", self.answered, methods=["POST"]),
        ]

    async def shown(self, request: Request) -> Response:
        try:
            one = self._signing.opened(request.path_params["link"], clock.now())
        except Problem as problem:
            return HTMLResponse(page("phone_sign.html", asked=None), problem.status, {"Cache-Control": "no-store"})
        *rows, statement = one.asked.statement.split("\n")
        return HTMLResponse(
            page(
                "phone_sign.html",
                asked=one.asked,
                rows=[row.partition("\t")[::2] for row in rows],
                statement=statement,
                digest=json.dumps(sha256(one.asked.statement)),
            ),
            headers={"Cache-Control": "no-store"},
        )

    async def answered(self, request: Request) -> Response:
        # a page of another site cannot send this type without being asked first, and is refused then
        if request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
            raise malformed("Content-Type is application/json")
        try:
            given = msgspec.json.decode(await read_bytes(request), type=_Answer)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise malformed("an object with statement_sha256 and strokes, or declined") from error
        link, now = request.path_params["link"], clock.now()
        if given.declined:
            self._signing.decline(link, now)
        else:
            self._signing.sign(link, given.statement_sha256, given.strokes, now)
        return Response(status_code=204)
