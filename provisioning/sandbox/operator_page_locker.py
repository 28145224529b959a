"""The locker: a person puts results in as the office, and types codes as the citizen before it.

GET  /locker          the boxes, and what waits to be put in
GET  /locker/table    their changing part
POST /locker          {"do": "load", "number"} → {"box"}; {"do": "open", "code"} → {"box"}
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from provisioning import clock
from provisioning.pages import page
from provisioning.problem import malformed
from provisioning.sandbox.lockers import BOXES, Lockers, title_of
from provisioning.sandbox.operator_page_cases import read_json

if TYPE_CHECKING:
    from provisioning.sandbox.application import Sandbox

NEWEST = 200


class Locker:
    def __init__(self, sandbox: Sandbox) -> None:
        self._cases = sandbox.desk.cases
        self._lockers = Lockers(self._cases)

    def routes(self) -> list[Route]:
        return [
            Route("/locker", self.whole, methods=["GET"]),
            Route("/locker", self.act, methods=["POST"]),
            Route("/locker/table", self.table, methods=["GET"]),
        ]

    async def whole(self, _: Request) -> Response:
        return HTMLResponse(page("locker.html", **self._listed()))

    async def table(self, _: Request) -> Response:
        return HTMLResponse(page("locker_table.html", **self._listed()), headers={"Cache-Control": "no-store"})

    async def act(self, request: Request) -> Response:
        match await read_json(request):
            case {"do": "load", "number": str(number)}:
                return JSONResponse({"box": self._lockers.load(number, clock.now())})
            case {"do": "open", "code": str(code)}:
                return JSONResponse({"box": self._lockers.open(code, clock.now())})
        raise malformed("do is load with a number, or open with a code")

    def _listed(self) -> dict[str, Any]:
        taken = {row["box"]: row for row in self._lockers.boxes()}
        inside = {row["number"] for row in taken.values()}
        boxes = [
            {"box": box, "number": taken[box]["number"], "title": title_of(self._cases, taken[box]["number"])}
            if box in taken
            else {"box": box, "number": None, "title": None}
            for box in BOXES
        ]
        waits = [
            {"number": row["number"], "title": title_of(self._cases, row["number"])}
            for row in self._cases.newest(NEWEST)
            if row["state"] == "decided" and _wants_locker(row["delivery"]) and row["number"] not in inside
        ]
        return {"boxes": boxes, "waits": waits}


def _wants_locker(delivery: str | None) -> bool:
    return delivery is not None and json.loads(delivery).get("way") == "locker"
