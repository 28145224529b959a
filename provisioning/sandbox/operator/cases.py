"""The back office (后台): a person plays the organ that decides.

GET  /office                  the newest cases, and how the office works now
GET  /office/table            its changing part
GET  /office/{number}         one case, with what may be done about it
POST /office/{number}         do it (JSON): {"do": "accept" | "examine" | "approve" | "deliver"},
                              {"do": "refuse" | "decline", "reasons": [text…]},
                              {"do": "ask", "days": 5, "wanted": [{"kind", "name", "why": text}…]}
PUT  /office                  {"slow": true}: nothing is decided by rules until it is false again
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from secrets import randbelow, token_hex
from sqlite3 import Row
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from kiosk.catalogue.fields import questions
from kiosk.catalogue.packages import child_item
from kiosk.contract import cases as contract
from kiosk.text import Localized
from provisioning import clock
from provisioning.clock import CHINA, china_day
from provisioning.pages import page
from provisioning.problem import Problem, malformed
from provisioning.sandbox.cases.moves import MOVES, may
from provisioning.sandbox.cases.seen import new_delivery, seen
from provisioning.sandbox.operator.live import live_page
from provisioning.sandbox.operator.order import read_json

if TYPE_CHECKING:
    from provisioning.sandbox.application import Sandbox

NEWEST = 50
CORRECTION_DAYS = 5  # to answer a notice
MOST_REASONS = 10
STATES = {
    "received": ("已收到", "received", "idle"),
    "accepted": ("已受理", "accepted", "good"),
    "correction": ("待补正", "to be corrected", "warn"),
    "refused": ("不予受理", "not accepted", "bad"),
    "deciding": ("审查中", "being examined", "idle"),
    "decided": ("已办结", "decided", "good"),
    "delivered": ("已送达", "delivered", "good"),
}
WAYS = {
    "pickup": ("窗口自取", "pickup"),
    "locker": ("取件柜", "locker"),
    "post": ("邮寄", "post"),
    "print": ("自助打印", "printed"),
}


class Office:
    def __init__(self, sandbox: Sandbox) -> None:
        self._catalogue = sandbox.catalogue
        self._desk = sandbox.desk
        self._cases = sandbox.desk.cases

    def routes(self) -> list[Route]:
        return [
            *live_page("/office", "office", lambda _: self._listed()),
            Route("/office", self.set_pace, methods=["PUT"]),
            Route("/office/{number}", self.case, methods=["GET"]),
            Route("/office/{number}", self.act, methods=["POST"]),
        ]

    async def set_pace(self, request: Request) -> Response:
        order = await read_json(request)
        if not isinstance(order, dict) or type(order.get("slow")) is not bool:
            raise malformed("an object with slow, true or false")
        self._cases.set_slow(order["slow"], clock.now())
        return JSONResponse({"slow": self._cases.is_slow})

    async def case(self, request: Request) -> Response:
        row = self._row(request)
        case = seen(self._cases, row)
        item = self._catalogue.find(row["item"]) or child_item(self._catalogue, row["item"])
        asked = [("answer", one.name, one.label) for one in questions(item)] if item else []
        asked += [("material", one.name, one.title) for one in item.asked_materials] if item else []
        parts = [self._shown(child) for child in self._cases.children(row["number"])]
        moves = [] if parts else [move for move in MOVES if may(move, row["state"])]
        if parts and may("deliver", row["state"]):
            moves = ["deliver"]
        shown = self._shown(row) | {"timeline": [self._step(one) for one in case.timeline], "case": case}
        values = {"one": shown, "asked": asked, "parts": parts, "moves": moves, "states": STATES, "ways": WAYS}
        return HTMLResponse(page("office_case.html", **values), headers={"Cache-Control": "no-store"})

    async def act(self, request: Request) -> Response:
        row, order = self._row(request), await read_json(request)
        what = order.get("do") if isinstance(order, dict) else None
        now, number = clock.now(), row["number"]
        match what:
            case "accept" | "examine":
                self._cases.act(number, what, now)
            case "approve":
                decision = contract.Decision(approved=True, by="person", reasons=())
                self._cases.decide(number, decision, now)
            case "decline":
                self._cases.decide(number, _against(order), now)
            case "refuse":
                decision = _against(order)
                encoded = msgspec.json.encode(decision).decode()
                self._cases.act(number, "refuse", now, decision.reasons[0], decision=encoded, correction=None)
            case "ask":
                self._cases.ask(number, _notice(order, now), now)
            case "deliver":
                self._cases.deliver(number, now, _handed_over(seen(self._cases, row)))
            case _:
                raise malformed("do is accept, examine, ask, refuse, approve, decline or deliver")
        return JSONResponse(msgspec.to_builtins(seen(self._cases, self._row(request))))

    def _row(self, request: Request) -> Row:
        row = self._cases.row(request.path_params["number"])
        if row is None:
            raise Problem(404, "no-such-case", "there is no such case")
        return row

    def _listed(self) -> dict[str, Any]:
        rows = [self._shown(row) for row in self._cases.newest(NEWEST)]
        return {"rows": rows, "slow": self._cases.is_slow, "states": STATES, "catalogue": self._catalogue}

    def _shown(self, row: Row) -> dict[str, Any]:
        number = row["number"]
        return {
            "number": number,
            "number_parts": (number[:31], number[31:39], number[39:]),
            "own_number": row["own_number"],
            "title": msgspec.json.decode(row["title"], type=Localized),
            "state": row["state"],
            "due": row["due"],
            "part": row["part"],
            "parent": row["parent"],
            "submitted": _wall(row["submitted_at"]),
            "parts": len(self._cases.children(number)),
            "machine": row["machine"] is not None,
            "waits_for": json.loads(row["waits_for"]),
        }

    @staticmethod
    def _step(one: contract.Reached) -> dict[str, Any]:
        return {"state": one.state, "at": _wall(one.at), "note": one.note}


def _wall(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(CHINA).strftime("%m-%d %H:%M:%S")


def _against(order: dict[str, Any]) -> contract.Decision:
    """A decision against the citizen gives its reasons. Raises `Problem` 400."""
    reasons = order.get("reasons")
    words = reasons if isinstance(reasons, list) and 0 < len(reasons) <= MOST_REASONS else None
    if words is None or not all(isinstance(one, str) and one.strip() for one in words):
        raise malformed(f"reasons is a list of 1 to {MOST_REASONS} texts: whoever is refused is told why")
    return contract.Decision(approved=False, by="person", reasons=tuple(Localized(one, one) for one in words))


def _notice(order: dict[str, Any], now: datetime) -> contract.Correction:
    """Raises `Problem` 400."""
    try:
        wanted = tuple(
            contract.Wanted(kind=one["kind"], name=one["name"], why=Localized(one["why"], one["why"]))
            for one in order["wanted"]
        )
        days = order.get("days", CORRECTION_DAYS)
        until = (china_day(now) + timedelta(days=days)).isoformat()
        notice = contract.Correction(notice=token_hex(6), wanted=wanted, until=until)
        msgspec.convert(msgspec.to_builtins(notice), contract.Correction)
    except (KeyError, TypeError, OverflowError, msgspec.ValidationError) as error:
        raise malformed("wanted is a list of {kind, name, why}") from error
    if not wanted:
        raise malformed("a notice asks for something")
    return notice


def _handed_over(case: contract.Case) -> contract.Delivery:
    """The delivery at its end; the post has given a number."""
    chosen = case.delivery or new_delivery("pickup", None)
    tracking = f"TEST{randbelow(10**10):010d}" if chosen.way == "post" else None
    return msgspec.structs.replace(chosen, done=True, tracking=tracking)
