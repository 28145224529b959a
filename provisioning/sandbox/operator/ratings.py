"""What is done about bad ratings, the five ratios, and the page behind a slip's code.

GET  /ratings            the ratios, what is overdue, and all tickets
GET  /ratings/table      its changing part
PUT  /ratings            {"days": 5}: working days for tickets that are opened from now on
GET  /ratings/changes    what changed since the cursor `since`, JSON Lines (docs/follow-up.md), for a program
GET  /ratings/{number}   one ticket, with what the citizen wrote; whose case it is stands nowhere
POST /ratings/{number}   {"do": "ask" | "mend" | "answer", "said": text} or {"do": "close"}
GET  /rate?number=…      a citizen's telephone: rate the case or query of this slip
POST /rate               the rating (form fields: number, level, tag…, words)
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import uuid_utils
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from kiosk.contract.ratings import Channel, Rated
from kiosk.rating_tags import LEVELS, tags
from offline_cache.sealing import Unreadable
from provisioning import clock
from provisioning.callers import read_bytes
from provisioning.changes import changes_of
from provisioning.clock import CHINA, china_day
from provisioning.pages import page
from provisioning.problem import malformed
from provisioning.sandbox.intake import PHONE
from provisioning.sandbox.operator.live import live_page
from provisioning.sandbox.operator.order import read_json
from provisioning.sandbox.ratings.complaints import Complaints
from provisioning.sandbox.ratings.ratios import MEANS, TITLES, report
from provisioning.sandbox.ratings.store import NUMBERS, seen
from provisioning.sandbox.ratings.tickets import STATES, Ticket
from provisioning.sandbox.store import Record

if TYPE_CHECKING:
    from provisioning.sandbox.application import Sandbox

STATE_WORDS = {
    "opened": ("待整改", "to be mended", "warn"),
    "asked": ("回访核实中", "citizen asked", "warn"),
    "mended": ("已整改", "mended", "idle"),
    "answered": ("已反馈", "answered", "good"),
    "closed": ("已办结", "closed", "good"),
}
MOVE_WORDS = {
    "ask": ("回访核实", "ask the citizen", "想向办件人核实的问题"),
    "mend": ("整改完成", "mended", "做了什么整改"),
    "answer": ("反馈办件人", "answer the citizen", "给办件人的答复"),
    "close": ("办结", "close", ""),
}
LEVEL_WORDS = {
    "very_satisfied": ("非常满意", "very satisfied"),
    "satisfied": ("满意", "satisfied"),
    "fairly_satisfied": ("基本满意", "fairly satisfied"),
    "dissatisfied": ("不满意", "dissatisfied"),
    "very_dissatisfied": ("非常不满意", "very dissatisfied"),
}
RATED_WORDS = {
    Rated.ITEM: ("事项", "matter"),
    Rated.TERMINAL: ("终端", "terminal"),
    Rated.SYSTEM: ("平台系统", "the platform"),
}


class RatingPages:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._tickets = sandbox.desk.ratings

    def routes(self) -> list[Route]:
        return [
            *live_page("/ratings", "ratings", lambda _: self._listed()),
            Route("/ratings", self.set_days, methods=["PUT"]),
            Route("/ratings/changes", self.changes, methods=["GET"]),
            Route("/ratings/{number}", self.ticket, methods=["GET"]),
            Route("/ratings/{number}", self.act, methods=["POST"]),
            Route("/rate", self.rate, methods=["GET"]),
            Route("/rate", self.take, methods=["POST"]),
        ]

    # ---- what is done about them -----------------------------------------------------------------------------------
    async def changes(self, request: Request) -> Response:
        complaints = Complaints(self._tickets)
        return changes_of(request, complaints.feed, complaints.since)

    async def set_days(self, request: Request) -> Response:
        order = await read_json(request)
        if not isinstance(order, dict) or type(order.get("days")) is not int:
            raise malformed("an object with days, a whole number")
        self._tickets.set_days(order["days"])
        return JSONResponse({"days": self._tickets.days})

    async def ticket(self, request: Request) -> Response:
        one = self._tickets.find(request.path_params["number"])
        level = one.rating.level.value
        given = [title for code, title in tags().of[level] if code in one.rating.tags]
        steps = [(STATE_WORDS[step.state], _wall(step.at), step.said) for step in one.steps]
        values = {
            "one": self._shown(one), "ticket": one, "tags": given, "words": self._words(one), "steps": steps,
            "reply": self._opened(one.reply).decode() if one.reply is not None else "",
            "moves": [(name, MOVE_WORDS[name]) for name in one.moves()], "given": _wall(one.rating.rated_at),
        }  # fmt: skip
        return HTMLResponse(page("rating_ticket.html", **values), headers={"Cache-Control": "no-store"})

    async def act(self, request: Request) -> Response:
        number, order = request.path_params["number"], await read_json(request)
        if not isinstance(order, dict) or not isinstance(order.get("said", ""), str):
            raise malformed("an object with do and, where the citizen is told something, said")
        self._tickets.act(number, str(order.get("do")), clock.now(), order.get("said", ""))
        return JSONResponse({"number": number, "state": self._tickets.find(number).state})

    def _words(self, ticket: Ticket) -> str:
        """What the citizen wrote, opened for this page alone; empty: nothing."""
        if not ticket.rating.words:
            return ""
        store = self._sandbox.store.database
        row = store.execute("SELECT envelope FROM records WHERE key = ?", (ticket.rating.key,)).fetchone()
        return str(json.loads(self._opened(bytes(row["envelope"]))).get("words", ""))

    def _opened(self, envelope: bytes) -> bytes:
        try:
            return self._sandbox.keys.open_envelope(envelope)[1]
        except Unreadable:
            return b"{}"  # a key that is gone: nothing to read

    def _listed(self) -> dict[str, Any]:
        now = clock.now()
        told = report(self._sandbox.store.database, self._sandbox.catalogue, china_day(now))
        calendar = self._tickets.calendar
        return {
            "report": told, "titles": TITLES, "means": MEANS, "days": self._tickets.days, "states": STATES,
            "state_words": STATE_WORDS, "overdue": [self._shown(one) for one in told.overdue],
            "tickets": [self._shown(one) for one in reversed(self._tickets.every())],
            "unannounced": [
                year for year in (china_day(now).year, china_day(now).year + 1) if not calendar.is_announced(year)
            ],
        }  # fmt: skip

    def _shown(self, one: Ticket) -> dict[str, Any]:
        today, calendar = china_day(clock.now()), self._tickets.calendar
        item = self._sandbox.catalogue.find(one.rating.item)
        late = one.is_overdue(today)
        return {
            "number": one.number,
            "rated": RATED_WORDS[one.rating.rated],
            "name": item.name if item is not None else None,
            "subject": one.rating.terminal if one.rating.rated is Rated.TERMINAL else "",
            "owner": one.owner,
            "level": LEVEL_WORDS[one.rating.level.value],
            "second": one.rating.number == NUMBERS,
            "opened": _wall(one.opened_at),
            "due": one.due.isoformat(),
            "late": calendar.between(one.due, today) if late else 0,
            "is_late": late,
            "left": calendar.between(today, one.due),
            "state": STATE_WORDS[one.state],
            "running": one.state in ("opened", "asked"),
        }

    # ---- a citizen's telephone -------------------------------------------------------------------------------------
    async def rate(self, request: Request) -> Response:
        number, level = (request.query_params.get(name, "") for name in ("number", "level"))
        return self._phone(number, level if level in LEVELS else "")

    async def take(self, request: Request) -> Response:
        """A rating like any other: sealed, stored once, and opened by nobody who does not need to."""
        raw = await _form(request)
        number, level = (raw.get(name, [""])[0] for name in ("number", "level"))
        known = self._known(number)
        if known is None or level not in LEVELS or known[1] >= NUMBERS:
            return self._phone(number, "")
        key = str(uuid_utils.uuid7())
        words = " ".join(raw.get("words", [""])[0].split())
        content = {
            "schema": 1, "key": key, "terminal": PHONE, "object": "item", "about": number, "item_code": known[0],
            "level": level, "tags": raw.get("tag", []), "tag_version": tags().version,
            "rated_at": clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"), "channel": Channel.QR_CODE.value,
            "anonymous": True,
        } | ({"words": words} if words else {})  # fmt: skip
        context = {"kind": "rating", "key": key, "terminal": PHONE, "item": known[0], "schema": "1"}
        envelope = self._sandbox.keys.seal(json.dumps(content, ensure_ascii=False).encode(), context)
        intake = self._sandbox.intake
        digest = hashlib.sha256(envelope).hexdigest()
        intake.add(intake.checked(Record(key, "rating", digest, PHONE, "", (), envelope)))
        return HTMLResponse(page("rate.html", number=number, step="thanks", level="", levels=LEVEL_WORDS, tags=[]))

    def _phone(self, number: str, level: str) -> Response:
        known = self._known(number)
        step = "unknown" if known is None else "twice" if known[1] >= NUMBERS else "tags" if level else "level"
        offered = tags().of[level] if level else ()
        status = 404 if step == "unknown" else 200
        return HTMLResponse(
            page("rate.html", number=number, step=step, level=level, levels=LEVEL_WORDS, tags=offered), status
        )

    def _known(self, number: str) -> tuple[str, int] | None:
        """Item and how often it was rated, of the case or the query whose slip bears this number."""
        database = self._sandbox.store.database
        row = database.execute(
            "SELECT number, item FROM cases WHERE number = :it OR (own_number = :it AND own_number <> '')"
            " ORDER BY parent IS NOT NULL LIMIT 1",
            {"it": number},
        ).fetchone()
        if row is not None:
            return row["item"], sum(1 for one in seen(database, row["number"]) if one.number)
        slip = database.execute(
            "SELECT about, item FROM rating_slips JOIN ratings USING (about) JOIN records USING (key) WHERE slip = ?",
            (number,),
        ).fetchone()
        if slip is None:
            return None
        given = database.execute(
            "SELECT count(*) FROM ratings WHERE about IN (?, ?) AND level <> 'not_rated'", (slip["about"], number)
        ).fetchone()
        return slip["item"], given[0]


async def _form(request: Request) -> dict[str, list[str]]:
    """Raises `Problem` 400."""
    # a page of another site must not rate in this one's name
    origin = request.headers.get("Origin")
    if origin is not None and origin.split("//", 1)[-1] != request.headers.get("Host"):
        raise malformed("another site's page")
    try:
        return parse_qs((await read_bytes(request)).decode(), max_num_fields=30)
    except ValueError as error:
        raise malformed("no form") from error


def _wall(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
