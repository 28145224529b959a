"""The fleet service: heartbeats over HTTPS from terminals, the board over plain HTTP on loopback."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kiosk.catalogue.model import Catalogue
from kiosk.clock import CHINA
from kiosk.contract.usage import TELL
from kiosk.text import Localized
from provisioning import clock
from provisioning.callers import KnownTerminals, read_bytes, read_object
from provisioning.fleet.calls import Calls
from provisioning.fleet.follow_up.complaints import Complaints
from provisioning.fleet.follow_up.page import FollowUpPage
from provisioning.fleet.follow_up.store import DUE_S, FollowUps
from provisioning.fleet.gathering import Gathering
from provisioning.fleet.grouping import grouped, hidden
from provisioning.fleet.heartbeat import read
from provisioning.fleet.reports.behind import NothingBehind
from provisioning.fleet.reports.make import behind, edition, make
from provisioning.fleet.reports.periods import BadPeriod, name_of, neighbours
from provisioning.fleet.reports.report import KINDS, TITLES, english, shown
from provisioning.fleet.standing import STATE_WORDS, State
from provisioning.fleet.store import FleetStore
from provisioning.fleet.usage import UsageStore, read_usage
from provisioning.pages import page
from provisioning.problem import Problem, answer_http_error, answer_problem, malformed

COLOURS = {
    State.OFFLINE: "bad",
    State.ATTENTION: "warn",
    State.STALE: "idle",
    State.CLOSED: "idle",
    State.ONLINE: "good",
}
_HANDLERS: dict[Any, Any] = {Problem: answer_problem, HTTPException: answer_http_error}


class Intake:
    """`POST /v1/heartbeats`, `POST /v1/help` and `POST /v1/usage`."""

    def __init__(self, store: FleetStore) -> None:
        self._gathering = Gathering(store, time.time)
        self._calls = Calls(store.database)
        self._usage = UsageStore(store.database)
        self._interval_s = store.interval_s()

    def application(self) -> ASGIApp:
        return Starlette(
            routes=[
                Route("/v1/heartbeats", self.take, methods=["POST"]),
                Route("/v1/help", self.call, methods=["POST"]),
                Route(TELL.path, self.used, methods=[TELL.verb]),
            ],
            middleware=[Middleware(KnownTerminals)],
            exception_handlers=_HANDLERS,
        )

    async def take(self, request: Request) -> Response:
        heartbeat = read(await read_object(request))
        if heartbeat.terminal != request.scope["terminal"]:
            raise Problem(403, "terminal-unknown", "the certificate belongs to another terminal")
        await self._gathering.take(heartbeat)
        return JSONResponse({"server_time": clock.rfc3339(clock.now()), "next_interval_s": self._interval_s})

    async def call(self, request: Request) -> Response:
        raw = await read_object(request)
        if raw.get("terminal") != request.scope["terminal"]:
            raise Problem(403, "terminal-unknown", "the certificate belongs to another terminal")
        key = self._calls.take(raw, request.scope["terminal"], time.time())
        return JSONResponse({"id": key}, 201)

    async def used(self, request: Request) -> Response:
        period = read_usage(await read_bytes(request))
        if period.terminal != request.scope["terminal"]:
            raise Problem(403, "terminal-unknown", "the certificate belongs to another terminal")
        visits = self._usage.take(period, time.time())
        return JSONResponse({"first": period.first, "visits": visits})


class Board:
    """`GET /`: the page; `GET /table`: its changing part; `GET /reports/<kind>`; `GET /follow-up…`;
    `PUT /calls/<id>/owner` `{"owner"}`: somebody goes there; `POST /calls/<id>/seen-to`: somebody was there."""

    def __init__(self, store: FleetStore, catalogue: Catalogue, complaints: Complaints | None = None) -> None:
        """`complaints`: where the platform's are heard; None: nobody tells of them here."""
        self._store = store
        self._calls = Calls(store.database)
        self._calls.catch_up()
        self._follow_up = FollowUpPage(FollowUps(store.database), complaints)
        self._catalogue = catalogue

    def application(self) -> ASGIApp:
        return Starlette(
            routes=[
                Route("/", self.whole, methods=["GET"]),
                Route("/table", self.table, methods=["GET"]),
                Route("/reports/{kind}", self.report, methods=["GET"]),
                Route("/calls/{key}/seen-to", self.seen_to, methods=["POST"]),
                Route("/calls/{key}/owner", self.take_over, methods=["PUT"]),
                *self._follow_up.routes(),
            ],
            exception_handlers=_HANDLERS,
        )

    async def whole(self, _: Request) -> Response:
        return HTMLResponse(page("fleet.html", catalogue=self._catalogue, **self._shown()))

    async def table(self, _: Request) -> Response:
        return HTMLResponse(page("fleet_table.html", **self._shown()), headers={"Cache-Control": "no-store"})

    async def report(self, request: Request) -> Response:
        kind = request.path_params["kind"]
        if kind not in KINDS:
            raise HTTPException(404)
        now = time.time()
        asked = request.query_params
        to = next((name for name in ("terminal", "district") if asked.get(name)), None)
        try:
            if to is not None:
                made = behind(self._store, kind, asked.get("of"), (to, asked[to]), now)
            else:
                made = make(self._store, kind, asked.get("of"), self._catalogue, now)
        except BadPeriod as error:
            raise malformed(str(error)) from error
        except NothingBehind as error:
            raise HTTPException(404) from error
        today = datetime.fromtimestamp(now, CHINA).date()
        others = neighbours(made.kind, date.fromisoformat(made.first), today)
        number = 0 if made.about else edition(self._store.database, made, now)
        values = {"report": made, "edition": number, "kinds": TITLES, "shown": shown, "english": english}
        values["period"] = name_of(kind, date.fromisoformat(made.last))
        values["part"] = f"&{to}={quote(asked[to])}" if to else ""
        return HTMLResponse(page("fleet_report.html", others=others, **values))

    async def take_over(self, request: Request) -> Response:
        order = await read_object(request)
        self._calls.take_over(request.path_params["key"], order.get("owner"), time.time())
        return Response(status_code=204)

    async def seen_to(self, request: Request) -> Response:
        self._calls.seen_to(request.path_params["key"], time.time())
        return RedirectResponse("/follow-up" if request.query_params.get("back") == "follow-up" else "/", 303)

    def _shown(self) -> dict[str, Any]:
        terminals = self._store.terminals(time.time())
        counts = {state: sum(one.standing.state is state for one in terminals) for state in State}
        return {
            "terminals": terminals,
            "areas": grouped(terminals),
            "hidden": hidden(terminals),
            "reports": TITLES,
            "calls": self._calls.waiting(time.time()),
            "follow_up": self._follow_up.counts(time.time()),
            "call_due_min": round(DUE_S / 60),
            "counts": counts,
            "words": STATE_WORDS,
            "colours": COLOURS,
            "ago": ago,
            "interval_s": self._store.interval_s(),
            "order": (State.ONLINE, State.ATTENTION, State.STALE, State.OFFLINE, State.CLOSED),
        }


def ago(seconds: float) -> Localized:
    """How long ago, in the largest unit that says enough."""
    for size, zh, en in ((86400, "天", "d"), (3600, "小时", "h"), (60, "分钟", "min")):
        if seconds >= 2 * size:
            return Localized(f"{seconds // size:.0f} {zh}前", f"{seconds // size:.0f} {en} ago")
    return Localized(f"{seconds:.0f} 秒前", f"{seconds:.0f} s ago")
