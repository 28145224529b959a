"""`/v1/cases` and `/v1/progress`: what a citizen, or whoever holds the receipt, may know and choose."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from math import ceil
from sqlite3 import Row

import msgspec
from starlette.routing import Route

from kiosk.contract import cases as contract
from kiosk.contract.ratings import Reply
from provisioning.problem import Problem
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.cases.filing import Holders
from provisioning.sandbox.cases.seen import new_delivery, public, seen, summary
from provisioning.sandbox.cases.store import Cases
from provisioning.sandbox.lockers import Lockers
from provisioning.sandbox.ratings.tickets import Tickets
from provisioning.sandbox.sessions import Sessions

TRIES = 20  # wrong codes from one terminal before it has to wait: enough for a morning of typing errors
WITHIN = timedelta(minutes=10)


Seal = Callable[[bytes, Mapping[str, str]], bytes]
"""To the platform's own key: what a citizen wrote lies open in no file."""


class CaseCalls:
    def __init__(self, cases: Cases, holders: Holders, ratings: Tickets, seal: Seal) -> None:
        self._cases = cases
        self._ratings = ratings
        self._lockers = Lockers(cases)
        self._seal = seal
        self._holders = holders
        self._misses: dict[str, deque[datetime]] = {}

    def routes(self, sessions: Sessions) -> list[Route]:
        return [
            route(contract.LIST, sessions, self.list),
            route(contract.SEE, sessions, self.see),
            route(contract.PROGRESS, sessions, self.progress),
            route(contract.DELIVER, sessions, self.deliver),
            route(contract.OPEN_LOCKER, sessions, self.open_locker),
            route(contract.REVIEW, sessions, self.review),
            route(contract.REPLY, sessions, self.reply),
        ]

    def list(self, call: Call[contract.Which]) -> contract.Cases:
        rows = self._cases.of_holder(self._holder(call))
        return contract.Cases(cases=tuple(map(summary, rows)))

    def see(self, call: Call[None]) -> contract.Case:
        row = self._own(call)
        return msgspec.structs.replace(seen(self._cases, row), rating=self._ratings.of_case(row["number"]))

    def progress(self, call: Call[contract.Code]) -> contract.PublicCase:
        missed = self._misses.setdefault(call.terminal, deque(maxlen=TRIES))
        while missed and missed[0] <= call.now - WITHIN:
            missed.popleft()
        if len(missed) == TRIES:
            wait = ceil((missed[0] + WITHIN - call.now).total_seconds())
            raise Problem(429, "too-many-tries", "too many unknown codes", {"Retry-After": str(wait)})
        row = self._cases.by_code(call.asked.code)
        if row is None:
            missed.append(call.now)
            raise Problem(404, "no-such-case", "no receipt bears this code")
        return public(self._cases, row)

    def deliver(self, call: Call[contract.DeliveryWish]) -> contract.Case:
        row, wish = self._own(call), call.asked
        if call.version != str(row["version"]):
            raise Problem(412, "changed-meanwhile", "the case is no longer as it was seen")
        whole = seen(self._cases, row)
        if wish.way not in whole.ways or (wish.way == "post") != (wish.address is not None):
            raise Problem(422, "way-not-offered", "the result cannot be had in this way")
        way = whole.delivery
        handed_over = way is not None and (way.done or way.tracking is not None or way.box is not None)
        if handed_over or row["state"] in ("refused", "delivered") or (whole.decision and not whole.decision.approved):
            raise Problem(409, "not-in-this-state", "there is no result to deliver, or it is on its way")
        self._cases.choose(row, new_delivery(wish.way, wish.address))
        return self.see(call)  # type: ignore[arg-type]

    def open_locker(self, call: Call[None]) -> contract.LockerCode:
        return self._lockers.issue(self._own(call)["number"], call.now)

    def review(self, call: Call[None]) -> contract.Case:
        row = self._own(call)
        decision = seen(self._cases, row).decision
        if decision is None or not decision.reviewable:
            raise Problem(409, "not-in-this-state", "there is no decision of a machine to look at again")
        self._cases.act(row["number"], "review", call.now, decision=None, result=None)
        return self.see(call)

    def reply(self, call: Call[Reply]) -> contract.Case:
        number = self._own(call)["number"]
        sealed = self._seal(call.asked.words.encode(), {"kind": "rating-reply", "case": number})
        self._ratings.reply(number, sealed, call.now)
        return self.see(call)  # type: ignore[arg-type]

    def _holder(self, call: Call[contract.Which] | Call[None] | Call[contract.DeliveryWish] | Call[Reply]) -> str:
        call.session.need("single")  # a number that somebody merely typed shows nobody's cases
        return self._holders.digest(call.session.person.number)

    def _own(self, call: Call[None] | Call[contract.DeliveryWish] | Call[Reply]) -> Row:
        row = self._cases.find(call.path["number"], self._holder(call))
        if row is None:
            raise Problem(404, "no-such-case", "the citizen has no such case")
        return row
