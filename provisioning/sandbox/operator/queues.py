"""The halls' queues: a person plays the counter that calls, and sees what a ticket's code shows a telephone.

GET  /queues                    the halls that somebody asked about today, and their tickets
GET  /queues/table              its changing part
POST /queues                    {"hall", "do": "call" | "shut" | "open"} → {"called": number, or empty}
GET  /queues/tickets/{ticket}   where the queue stands, for whoever has the ticket
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from provisioning import clock
from provisioning.pages import page
from provisioning.problem import Problem, malformed
from provisioning.sandbox.operator.live import live_page
from provisioning.sandbox.operator.order import read_json
from provisioning.sandbox.queues import Queues, counter_of, number_of

if TYPE_CHECKING:
    from provisioning.sandbox.application import Sandbox

STATES = {
    "waiting": ("等候", "waits", "idle"),
    "called": ("叫到", "called", "good"),
    "served": ("已办", "served", "good"),
    "cancelled": ("已退号", "given back", "bad"),
}


class Counters:
    def __init__(self, sandbox: Sandbox) -> None:
        self._queues: Queues = sandbox.queues

    def routes(self) -> list[Route]:
        return [
            *live_page("/queues", "queues", lambda _: self._listed()),
            Route("/queues", self.act, methods=["POST"]),
            Route("/queues/tickets/{ticket}", self.ticket, methods=["GET"]),
        ]

    async def act(self, request: Request) -> Response:
        order = await read_json(request)
        hall, what = (order.get("hall"), order.get("do")) if isinstance(order, dict) else (None, None)
        if not isinstance(hall, str) or what not in ("call", "shut", "open"):
            raise malformed("an object with hall and do: call, shut or open")
        if hall not in {row["hall"] for row in self._queues.halls(clock.now())}:
            raise Problem(404, "no-such-queue", "nobody asked about this hall today")
        called = ""
        if what == "call":
            called = self._queues.call_next(hall, clock.now())
        else:
            self._queues.shut(hall, clock.now(), shut=what == "shut")
        return JSONResponse({"called": called})

    async def ticket(self, request: Request) -> Response:
        row = self._queues.row(request.path_params["ticket"])
        if row is None:
            raise Problem(404, "no-such-ticket", "there is no such ticket")
        return HTMLResponse(page("queue_ticket.html", one=self._queues.seen(row), states=STATES))

    def _listed(self) -> dict[str, Any]:
        now = clock.now()
        tickets: dict[str, list[dict[str, Any]]] = {}
        for row in self._queues.waiting(now):
            tickets.setdefault(row["hall"], []).append({"number": number_of(row["hall"], row["place"]), "row": row})
        halls = [
            {
                "hall": row["hall"],
                "counter": counter_of(row["hall"]),
                "called": number_of(row["hall"], row["called"]) if row["called"] else "—",
                "queue": self._queues.look(row["hall"], now),
                "tickets": tickets.get(row["hall"], []),
            }
            for row in self._queues.halls(now)
        ]
        return {"halls": halls, "states": STATES}
