"""The locker: a person puts results in as the office, and types codes as the citizen before it.

GET  /locker          the boxes, and what waits to be put in
GET  /locker/table    their changing part
POST /locker          {"do": "load", "number", "minutes"?}, {"do": "take_out", "number"}, {"do": "open", "code"}
                      → {"box"}
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kiosk.clock import on_the_wall
from provisioning import clock
from provisioning.problem import malformed
from provisioning.sandbox.cases.seen import seen
from provisioning.sandbox.lockers import BOXES, Lockers, title_of
from provisioning.sandbox.operator.live import live_page
from provisioning.sandbox.operator.order import read_json

if TYPE_CHECKING:
    from provisioning.sandbox.application import Sandbox

NEWEST = 200
MOST_MINUTES = 60 * 24 * 30  # that a result may lie in a box


class Locker:
    def __init__(self, sandbox: Sandbox) -> None:
        self._cases = sandbox.desk.cases
        self._lockers = Lockers(self._cases)

    def routes(self) -> list[Route]:
        return [
            *live_page("/locker", "locker", lambda _: self._listed()),
            Route("/locker", self.act, methods=["POST"]),
        ]

    async def act(self, request: Request) -> Response:
        match await read_json(request):
            case {"do": "load", "number": str(number), "minutes": int(minutes)} if 0 <= minutes <= MOST_MINUTES:
                return JSONResponse({"box": self._lockers.load(number, clock.now(), timedelta(minutes=minutes))})
            case {"do": "load", "number": str(number), **more} if not more:
                return JSONResponse({"box": self._lockers.load(number, clock.now())})
            case {"do": "take_out", "number": str(number)}:
                return JSONResponse({"box": self._lockers.take_out(number, clock.now())})
            case {"do": "open", "code": str(code)}:
                return JSONResponse({"box": self._lockers.open(code, clock.now())})
        raise malformed("do is load or take_out with a number, or open with a code")

    def _listed(self) -> dict[str, Any]:
        taken = {row["box"]: row for row in self._lockers.boxes()}
        inside = {row["number"] for row in taken.values()}
        boxes = [self._box(box, taken[box]["number"] if box in taken else None) for box in BOXES]
        waits = [
            {"number": row["number"], "title": title_of(self._cases, row["number"])}
            for row in self._cases.newest(NEWEST)
            if row["state"] == "decided" and _wants_locker(row["delivery"]) and row["number"] not in inside
        ]
        return {"boxes": boxes, "waits": waits}

    def _box(self, box: str, number: str | None) -> dict[str, Any]:
        if number is None:
            return {"box": box, "number": None, "until": "", "overdue": False}
        row = self._cases.row(number)
        delivery = seen(self._cases, row).delivery if row is not None else None
        until = on_the_wall(delivery.until) if delivery is not None and delivery.until is not None else ""
        overdue = self._lockers.overdue(number, clock.now())
        return {
            "box": box,
            "number": number,
            "title": title_of(self._cases, number),
            "until": until,
            "overdue": overdue,
        }


def _wants_locker(delivery: str | None) -> bool:
    return delivery is not None and json.loads(delivery).get("way") == "locker"
