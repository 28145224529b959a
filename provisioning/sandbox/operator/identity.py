"""The citizen's telephone, as far as it proves who somebody is: a person plays it.

GET  /identity                         text messages, codes on terminals' screens, the comparing service
GET  /identity/table                   its changing part; as JSON: /identity/state
POST /identity/licences/{user_code}    play the business licence's app (JSON): {"do": "scan", "actor": "owner", …},
                                       {"do": "approve" | "deny" | "expire"}
PUT  /identity/faces                   what a clear picture is judged to be: {"verdict": "match" | "mismatch"}
POST /identity/time                    let codes grow old, or every session end: {"do": "age-codes" | "end-sessions"}
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from provisioning import clock
from provisioning.clock import CHINA
from provisioning.problem import malformed
from provisioning.sandbox.device_logins import Waiting, actors
from provisioning.sandbox.faces import VERDICTS
from provisioning.sandbox.identity import masked
from provisioning.sandbox.operator.live import live_page
from provisioning.sandbox.operator.order import read_json

if TYPE_CHECKING:
    from provisioning.sandbox.application import Sandbox

AGE = timedelta(minutes=6)  # longer than a code lives
ROLES = {
    "legal_representative": ("法定代表人", "legal representative"),
    "licence_manager": ("证照管理员", "licence manager"),
    "agent": ("办事人", "agent"),
}
STATES = {
    "shown": ("等扫码", "waits to be scanned", "idle"),
    "scanned": ("已扫码，等同意", "scanned, waits for consent", "warn"),
    "approved": ("已同意", "agreed", "good"),
    "denied": ("已拒绝", "denied", "bad"),
}


class Telephone:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def routes(self) -> list[Route]:
        return [
            *live_page("/identity", "identity", lambda _: self._shown()),
            Route("/identity/state", self.state, methods=["GET"]),
            Route("/identity/licences/{user_code}", self.act, methods=["POST"]),
            Route("/identity/faces", self.judge, methods=["PUT", "POST"]),
            Route("/identity/time", self.time, methods=["POST"]),
        ]

    async def state(self, _: Request) -> Response:
        sandbox, now = self._sandbox, clock.now()
        return JSONResponse(
            {
                "messages": [
                    {"phone": one.phone, "code": one.code, "at": clock.rfc3339(one.at)}
                    for one in sandbox.messages.shown
                ],
                "licences": [_described(one) for one in sandbox.device_logins.shown(now)],
                "verdict": sandbox.faces.verdict,
                "consents": [
                    {"version": version, "at": at, "terminal": terminal}
                    for version, at, terminal in sandbox.registered.consents()
                ],
            },
            headers={"Cache-Control": "no-store"},
        )

    async def act(self, request: Request) -> Response:
        order, code, now = await read_json(request), request.path_params["user_code"], clock.now()
        act = order.get("do") if isinstance(order, dict) else None
        logins = self._sandbox.device_logins
        if act == "scan":
            return JSONResponse(_described(logins.scan(code, order.get("actor"), now)))
        if act in ("approve", "deny"):
            return JSONResponse(_described(logins.decide(code, act == "approve", now)))
        if act == "expire":
            return JSONResponse(_described(logins.age(code, now)))
        raise malformed("an object with do: scan (and actor), approve, deny or expire")

    async def judge(self, request: Request) -> Response:
        order = await read_json(request)
        verdict = order.get("verdict") if isinstance(order, dict) else None
        if verdict not in VERDICTS:
            raise malformed(f"an object with verdict: {', '.join(VERDICTS)}")
        self._sandbox.faces.verdict = verdict
        return JSONResponse({"verdict": verdict})

    async def time(self, request: Request) -> Response:
        order = await read_json(request)
        act = order.get("do") if isinstance(order, dict) else None
        if act == "age-codes":
            self._sandbox.messages.age(AGE)
            return JSONResponse({"done": act})
        if act == "end-sessions":
            return JSONResponse({"done": act, "sessions": self._sandbox.sessions.expire_all()})
        raise malformed("an object with do: age-codes or end-sessions")

    def _shown(self) -> dict[str, Any]:
        sandbox, now = self._sandbox, clock.now()
        return {
            "messages": [
                {
                    "phone": one.phone,
                    "code": one.code,
                    "purpose": one.purpose,
                    "at": one.at.astimezone(CHINA).strftime("%H:%M:%S"),
                }
                for one in sandbox.messages.shown
            ],
            "licences": [_described(one) | {"words": STATES[one.state]} for one in sandbox.device_logins.shown(now)],
            "actors": [
                (key, masked(one.person.name), *ROLES[one.person.role], one.scope, one.revoked)
                for key, one in actors().items()
            ],
            "verdict": sandbox.faces.verdict,
            "consents": sandbox.registered.consents()[:10],
        }


def _described(one: Waiting) -> dict[str, Any]:
    return {
        "user_code": one.user_code,
        "terminal": one.terminal,
        "item": one.item,
        "state": one.state,
        "actor": one.actor.key if one.actor else None,
    }
