"""The list of what must be followed up, and its export.

GET /follow-up              the list, the most urgent first; `?done=50` adds what was done last
GET /follow-up/table        its changing part
GET /follow-up.jsonl        what has changed since the cursor `since`, JSON Lines (docs/follow-up.md)
GET /follow-up.csv          the same as a table
GET /follow-up.schema.json  the form of a line
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from kiosk.clock import CHINA
from kiosk.text import Localized
from provisioning.changes import changes_of
from provisioning.fleet.areas import name_of
from provisioning.fleet.follow_up.complaints import Complaints
from provisioning.fleet.follow_up.store import FollowUps, Listed
from provisioning.follow_ups import schema
from provisioning.pages import page

MOST_DONE = 200
SOON_S = 24 * 3600.0
STAGES = {
    "waiting": (Localized("无人处理", "nobody goes yet"), "bad"),
    "taken": (Localized("已有人去", "somebody goes"), "warn"),
    "seen_to": (Localized("已处理", "seen to"), "good"),
    "opened": (Localized("待整改", "to be mended"), "bad"),
    "asked": (Localized("回访核实中", "citizen asked"), "warn"),
    "mended": (Localized("已整改，待反馈", "mended, to be answered"), "idle"),
    "answered": (Localized("已反馈，待办结", "answered, to be closed"), "idle"),
    "closed": (Localized("已办结", "closed"), "good"),
}
KINDS = {"call": Localized("呼叫", "Call"), "complaint": Localized("差评整改", "Complaint")}


class FollowUpPage:
    def __init__(self, follow_ups: FollowUps, complaints: Complaints | None) -> None:
        self._follow_ups = follow_ups
        self._complaints = complaints

    def routes(self) -> list[Route]:
        return [
            Route("/follow-up", self.whole, methods=["GET"]),
            Route("/follow-up/table", self.table, methods=["GET"]),
            Route("/follow-up.jsonl", self.lines, methods=["GET"]),
            Route("/follow-up.csv", self.csv, methods=["GET"]),
            Route("/follow-up.schema.json", self.form, methods=["GET"]),
        ]

    async def whole(self, request: Request) -> Response:
        return HTMLResponse(page("fleet_follow_up.html", **self._shown(request)))

    async def table(self, request: Request) -> Response:
        shown = page("fleet_follow_up_table.html", **self._shown(request))
        return HTMLResponse(shown, headers={"Cache-Control": "no-store"})

    async def lines(self, request: Request) -> Response:
        return changes_of(request, self._follow_ups.feed, self._follow_ups.since)

    async def csv(self, request: Request) -> Response:
        return changes_of(request, self._follow_ups.feed, self._follow_ups.since, table=True)

    async def form(self, _: Request) -> Response:
        return JSONResponse(schema(), media_type="application/schema+json")

    def counts(self, now: float) -> dict[str, int]:
        """`overdue`, `soon` (due within a day), `open` and `settled`; the first three leave out what is settled."""
        listed = self._follow_ups.listed(now)
        unsettled = [one for one in listed if one.problem.settled_at is None]
        return {
            "overdue": sum(one.late_s is not None for one in unsettled),
            "soon": sum(one.late_s is None and one.left_s < SOON_S for one in unsettled),
            "open": sum(one.problem.state == "open" for one in unsettled),
            "settled": len(listed) - len(unsettled),
        }

    def _shown(self, request: Request) -> dict[str, Any]:
        text, now = request.query_params.get("done", "0"), time.time()
        done = min(int(text), MOST_DONE) if text.isascii() and text.isdigit() and len(text) < 6 else 0
        return {
            "listed": self._follow_ups.listed(now, done=done),
            "done": done,
            "counts": self.counts(now),
            "stages": STAGES,
            "kinds": KINDS,
            "name_of": name_of,
            "deadline": deadline,
            "clock": _clock,
            "platform": self._complaints.platform if self._complaints else "",
            "heard": self._complaints is not None and self._complaints.at is not None,
        }


def deadline(one: Listed) -> Localized:
    """How long there is still, or how late it is, in the largest unit that says enough."""
    if one.problem.settled_at is not None:
        return Localized("", "")
    seconds = abs(one.left_s)
    for size, zh, en in ((86400, "天", "d"), (3600, "小时", "h"), (60, "分钟", "min"), (1, "秒", "s")):
        if seconds >= 2 * size or size == 1:
            number = f"{seconds // size:.0f}"
            if one.late_s is not None:
                return Localized(f"超期 {number} {zh}", f"{number} {en} late")
            return Localized(f"还有 {number} {zh}", f"{number} {en} left")
    raise AssertionError


def _clock(moment: str) -> str:
    """Midnight is the end of a day: a deadline is of the day before."""
    at = datetime.fromisoformat(moment).astimezone(CHINA)
    if (at.hour, at.minute, at.second) == (0, 0, 0):
        return (at - timedelta(days=1)).strftime("%m-%d 24:00")
    return at.strftime("%m-%d %H:%M")
