"""Licences by hand: the office revokes one or lets it be good again; a citizen's telephone presents one, and gets one.

GET  /licences?person=jia        what somebody holds, with the newest looks and uses
GET  /licences/table?person=jia  its changing part
POST /licences/{identifier}      {"do": "revoke" | "restore"}
POST /licences/codes             what a telephone shows: {"person": "jia", "kind": "marriage_certificate"} (one that is
                                 presented) or {"actor": "owner"} (the electronic business licence) → 201 {"code"}
GET  /phone/licences             the telephone: one's licences, each to be presented; the business licence's own code
POST /phone/licences             the page with the code (form fields as above)
GET  /phone/licences/{code}      what a terminal sent to this telephone, once
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import qrcode
from qrcode.image.svg import SvgPathImage
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from kiosk.contract.licences import Standing
from kiosk.visit.services.licences import PREFIX
from provisioning import clock
from provisioning.callers import read_bytes
from provisioning.clock import CHINA
from provisioning.pages import page
from provisioning.problem import Problem, malformed
from provisioning.sandbox.codes import people
from provisioning.sandbox.device_logins import actors
from provisioning.sandbox.identity import masked
from provisioning.sandbox.licence_holdings import Held
from provisioning.sandbox.operator.identity import ROLES
from provisioning.sandbox.operator.live import live_page
from provisioning.sandbox.operator.order import read_json

if TYPE_CHECKING:
    from provisioning.sandbox.application import Sandbox

USUAL = "jia"
NEWEST = 20  # looks and uses on the page
STANDINGS = {
    Standing.VALID: ("有效", "valid", "good"),
    Standing.REVOKED: ("已注销", "revoked", "bad"),
    Standing.EXPIRED: ("已过期", "expired", "warn"),
}
USES = {
    "seen": ("查看", "seen"),
    "presented": ("出示", "presented"),
    "verified": ("核验", "verified"),
    "used": ("用作材料", "used as material"),
    "extracted": ("填表", "filled in a form"),
    "copied": ("打印复印件", "copied on paper"),
    "sent": ("发到手机", "sent to a telephone"),
    "opened": ("手机打开", "opened on a telephone"),
}
NO_STORE = {"Cache-Control": "no-store"}


class LicencePages:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def routes(self) -> list[Route]:
        return [
            *live_page("/licences", "licences", self._shown),
            Route("/licences/codes", self.new_code, methods=["POST"]),
            Route("/licences/{identifier}", self.act, methods=["POST"]),
            Route("/phone/licences", self.wallet, methods=["GET"]),
            Route("/phone/licences", self.show, methods=["POST"]),
            Route("/phone/licences/{code}", self.open, methods=["GET"]),
        ]

    # ---- the office ----------------------------------------------------------------------------
    async def act(self, request: Request) -> Response:
        order, identifier = await read_json(request), request.path_params["identifier"]
        becomes = {"revoke": Standing.REVOKED, "restore": Standing.VALID}
        act = order.get("do") if isinstance(order, dict) else None
        if act not in becomes:
            raise malformed("an object with do: revoke or restore")
        held = next(
            (one for name in people() for one in self._held(name) if one.summary.identifier == identifier), None
        )
        if held is None:
            raise Problem(404, "no-such-licence", "nobody of the sandbox holds a licence of this identifier")
        if held.summary.standing is Standing.EXPIRED:
            raise Problem(409, "licence-expired", "what has expired is not made good by restoring it")
        self._sandbox.licences.set_standing(identifier, becomes[act], clock.now())
        return JSONResponse({"identifier": identifier, "standing": becomes[act]})

    # ---- the telephone -------------------------------------------------------------------------
    async def new_code(self, request: Request) -> Response:
        order = await read_json(request)
        return JSONResponse({"code": self._code(order if isinstance(order, dict) else {})[1]}, 201, NO_STORE)

    async def wallet(self, request: Request) -> Response:
        return self._phone(request.query_params.get("person", USUAL))

    async def show(self, request: Request) -> Response:
        raw = parse_qs((await read_bytes(request)).decode(errors="replace"))
        given = {name: values[0] for name, values in raw.items()}
        title, code = self._code(given)
        picture = io.BytesIO()
        qrcode.make(code, image_factory=SvgPathImage, box_size=24).save(picture)
        shown = {"title": title, "code": code, "svg": picture.getvalue().decode()}
        return self._phone(given.get("person", USUAL), shown=shown)

    async def open(self, request: Request) -> Response:
        held = self._sandbox.copies.open(request.path_params["code"], clock.now())
        return self._phone(USUAL, opened=held, status=200 if held is not None else 410)

    # ---- inside --------------------------------------------------------------------------------
    def _code(self, order: dict[str, Any]) -> tuple[str, str]:
        """What stands on the telephone, and its code. Raises `Problem`."""
        now = clock.now()
        if "actor" in order:
            return "电子营业执照", self._sandbox.enterprise_codes.issue(order["actor"], now).text
        held = {one.summary.kind: one for one in self._held(order.get("person"))}.get(str(order.get("kind")))
        if held is None:
            raise malformed("an object with person and a kind that the person holds, or with actor")
        if held.summary.standing is not Standing.VALID:
            raise Problem(409, f"licence-{held.summary.standing}", "the licence no longer stands")
        return held.summary.title.zh, PREFIX + self._sandbox.licences.present(held, "", now)[0]

    def _held(self, name: Any) -> list[Held]:
        person = people().get(name) if isinstance(name, str) else None
        return self._sandbox.licences.of(person, clock.now()) if person is not None else []

    def _phone(
        self, name: str, *, shown: dict[str, str] | None = None, opened: Held | None = None, status: int = 200
    ) -> Response:
        valid = [one.summary for one in self._held(name) if one.summary.standing is Standing.VALID]
        acting = [
            (key, masked(one.person.name), ROLES[one.person.role][0], one.revoked) for key, one in actors().items()
        ]
        values = {
            "person": name,
            "licences": valid,
            "actors": acting,
            "shown": shown,
            "opened": opened,
            "status": status,
        }
        return HTMLResponse(page("phone_licences.html", **values), status, NO_STORE)

    def _shown(self, request: Request) -> dict[str, Any]:
        name = request.query_params.get("person", USUAL)
        uses = [
            dict(row) | {"words": USES[row["what"]], "when": _wall(row["at"])}
            for row in self._sandbox.licences.uses(NEWEST)
        ]
        return {
            "person": name,
            "people": [(key, masked(one.name)) for key, one in people().items()],
            "rows": [(one.summary, STANDINGS[one.summary.standing]) for one in self._held(name)],
            "uses": uses,
        }


def _wall(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(CHINA).strftime("%m-%d %H:%M:%S")
