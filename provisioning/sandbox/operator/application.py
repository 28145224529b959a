"""The sandbox's own page on loopback: what is stored, without content, and the fault switches.

GET /            the page
GET /table       its changing part, which the page fetches again and again
GET /faults      the switch that is set, as JSON: {"fault": null} or {"fault", "path", "times", "seconds"}
PUT /faults      set it (JSON of the same form)
POST /codes      a code as the electronic social security card's app shows it: {"person": "jia"} and, if wanted,
                 "seconds" that it lives (0 to 600) → 201 {"code", "expires_at"}
/office          the back office: `cases.py`
/identity        the citizen's telephone, as far as it proves who somebody is: `identity.py`
/phone           a citizen's telephone: `drafts.py`; /phone/sign: `signing.py`
/licences        licences are revoked; a telephone presents and gets them: `licences.py`
/seals           seals that organs used, and which of them are taken back: `seals.py`
/ratings, /rate  bad ratings and the ratios; a telephone that rates: `ratings.py`
/bank            payers, and who checks certificates: `money.py`
/queues          the halls' queues: `queues.py`
/locker          the locker that results come out of: `locker.py`
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from provisioning import clock
from provisioning.clock import CHINA
from provisioning.problem import Problem, answer_http_error, answer_problem, malformed
from provisioning.sandbox.codes import LIFE
from provisioning.sandbox.faults import FAULTS, BadFault, Fault
from provisioning.sandbox.operator.cases import Office
from provisioning.sandbox.operator.drafts import Phone
from provisioning.sandbox.operator.identity import Telephone
from provisioning.sandbox.operator.licences import LicencePages
from provisioning.sandbox.operator.live import live_page
from provisioning.sandbox.operator.locker import Locker
from provisioning.sandbox.operator.money import Bank
from provisioning.sandbox.operator.order import read_json
from provisioning.sandbox.operator.queues import Counters
from provisioning.sandbox.operator.ratings import RatingPages
from provisioning.sandbox.operator.seals import SealDesk
from provisioning.sandbox.operator.signing import SigningPhone
from provisioning.sandbox.store import stored_rows

if TYPE_CHECKING:
    from provisioning.sandbox.application import Sandbox

NEWEST = 50  # rows of a page
LONGEST_LIFE_S = 600  # of a code: no trial takes longer, and a code is to grow old


def operator_application(sandbox: Sandbox) -> ASGIApp:
    pages = Pages(sandbox)
    return Starlette(
        routes=[
            *live_page("/", "sandbox", lambda _: pages.shown()),
            Route("/faults", pages.fault, methods=["GET"]),
            Route("/faults", pages.set_fault, methods=["PUT", "POST"]),
            Route("/codes", pages.new_code, methods=["POST"]),
            *Office(sandbox).routes(),
            *LicencePages(sandbox).routes(),  # before the telephone's, which takes any code
            *SigningPhone(sandbox).routes(),
            *Phone(sandbox).routes(),
            *Bank(sandbox).routes(),
            *Counters(sandbox).routes(),
            *Locker(sandbox).routes(),
            *Telephone(sandbox).routes(),
            *SealDesk(sandbox).routes(),
            *RatingPages(sandbox).routes(),
        ],
        exception_handlers={Problem: answer_problem, HTTPException: answer_http_error},
    )


class Pages:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def fault(self, _: Request) -> Response:
        fault = self._sandbox.switches.now()
        return JSONResponse(asdict(fault) if fault else {"fault": None})

    async def set_fault(self, request: Request) -> Response:
        order = await read_json(request)
        try:
            self._sandbox.switches.set(Fault.read(order))
        except BadFault as error:
            raise malformed(str(error)) from error
        return await self.fault(request)

    async def new_code(self, request: Request) -> Response:
        order = await read_json(request)
        seconds = order.get("seconds", int(LIFE.total_seconds())) if isinstance(order, dict) else None
        if type(seconds) is not int or not 0 <= seconds <= LONGEST_LIFE_S:
            raise malformed(f"an object with person and, if wanted, seconds (0 to {LONGEST_LIFE_S})")
        code = self._sandbox.codes.issue(order.get("person"), clock.now(), timedelta(seconds=seconds))
        answer = {"code": code.text, "expires_at": clock.rfc3339(code.expires_at)}
        return JSONResponse(answer, 201, {"Cache-Control": "no-store"})

    def shown(self) -> dict[str, Any]:
        catalogue, database = self._sandbox.catalogue, self._sandbox.store.database
        submissions = []
        for row in stored_rows(database, "submission", NEWEST):
            item = catalogue.find(row["item"])
            number = row["number"] or ""  # what completes a case has no number of its own
            received = datetime.fromisoformat(row["received_at"]).astimezone(CHINA)
            submissions.append(
                row
                | {
                    "name": item.name if item else None,
                    "received": received.strftime("%m-%d %H:%M:%S"),
                    "number_parts": (number[:31], number[31:39], number[39:]),
                }
            )
        counts = dict(database.execute("SELECT kind, count(*) FROM records GROUP BY kind").fetchall())
        repeats = database.execute("SELECT count(*) FROM arrivals WHERE outcome = 'replayed'").fetchone()[0]
        fault = self._sandbox.switches.now()
        return {
            "submissions": submissions,
            "count": counts.get("submission", 0),
            "ratings": counts.get("rating", 0),
            "pages": database.execute("SELECT count(*) FROM pages").fetchone()[0],
            "repeats": repeats,
            "fault": fault,
            "fault_means": FAULTS[fault.fault] if fault else "",
            "catalogue": catalogue,
            "newest": NEWEST,
        }
