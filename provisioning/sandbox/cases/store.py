"""The platform's cases: opened when a submission arrives, moved by the back office, by rules and by the citizen."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from kiosk.contract import cases as contract
from kiosk.text import Localized
from kiosk.working_days import WorkingDays
from provisioning.clock import china_day, rfc3339
from provisioning.database import transaction
from provisioning.problem import Problem
from provisioning.sandbox.cases.deciding import Finding, verdict
from provisioning.sandbox.cases.filing import Filing, Part
from provisioning.sandbox.cases.moves import MOVES, may, reached, summed_up
from provisioning.sandbox.cases.rows import CaseRows, Row

SLOW = "slow"  # the desk's setting: nothing is decided by rules until it is taken away
FELL_WITH = Localized(
    "它要等的另一项没有办成，本项没有受理；可以另行单独申请",
    "Something that it waits for did not succeed; this part was not taken up and can be applied for on its own",
)
UNDER_WAY = Localized("同一件事里还有别的事项在办", "Other parts of the package are under way")
LACKING = Localized("容缺受理：先办理，材料后补", "Taken up though a paper is to follow")
CAME_ALONG = Localized("材料已随同一件事的另一项收到", "The paper came with another part of the package")
FOLLOWS = Localized("等待补交材料", "Waits for the paper that follows")

_INSERT = """
INSERT INTO cases (number, key, own_number, item, title, holder, parent, part, waits_for, state, days, due,
    version, submitted_at, machine, ways)
VALUES (:number, :key, :own_number, :item, :title, :holder, :parent, :part, :waits_for, 'received', :days, :due,
    1, :submitted_at, :machine, :ways)"""
_UPDATE = """
UPDATE cases SET version = version + 1, state = :state, due = :due, before = :before, correction = :correction,
    decision = :decision, result = :result, delivery = :delivery WHERE number = :number"""


class Cases(CaseRows):
    """Shares the store's connection; each public method that changes something is one transaction or part of one."""

    def __init__(self, database: sqlite3.Connection, calendar: WorkingDays | None = None) -> None:
        """`calendar` is that in which promises run."""
        super().__init__(database)
        self.calendar = calendar or WorkingDays()

    # ---- what arrives (within the transaction that stores the record) --------------------------------------------
    def open(self, filing: Filing, number: str, now: datetime, next_number: Callable[[str], str]) -> None:
        """`next_number` gives the number of a child from its item's code."""
        self._insert(filing, filing.part, number, None, now)
        for child in filing.children:
            own = next_number(child.item)
            self._insert(filing, child, own, number, now)
            if child.later is not None:
                self._take_up(own, child.later, now)
        if filing.part.later is not None:
            self._take_up(number, filing.part.later, now)
        elif filing.findings is not None and not self.is_slow:
            self._decide_by_rules(number, filing.findings, now)

    def _take_up(self, number: str, later: contract.Correction, now: datetime) -> None:
        """Accepted though a paper is to follow (容缺受理); it is asked for at once, and nothing is decided before."""
        self._move(self.must(number), "accept", now, LACKING)
        self._move(self.must(number), "ask", now, FOLLOWS, correction=_json(later), before="accepted")

    def corrects(self, number: str, holder: str) -> Row:
        """The case that a correction completes. Raises `Problem` 422: there is none of this citizen's."""
        row = self.row(number)
        if row is None or not holder or row["holder"] != holder:
            raise Problem(422, "unreadable", "the submission completes a case that is not there")
        return row

    def correct(self, number: str, key: str, now: datetime, given: frozenset[str] = frozenset()) -> None:
        """What was asked for has arrived. After the case has gone on it is only noted: nothing is lost. Papers that
        other parts of the package wait for too, by the same notice, have come for them as well."""
        row = self.must(number)
        self._coded(key, number)
        if may("correct", row["state"]):
            self._move(row, "correct", now, correction=None, before=None)
            if row["parent"] is not None:
                self._give_others(row, given, now)
        else:
            note = Localized("收到补充内容，已转交办理人员", "More has arrived and was passed on")
            self._step(number, row["state"], now, note)

    def _give_others(self, row: Row, given: frozenset[str], now: datetime) -> None:
        asked = msgspec.json.decode(row["correction"], type=contract.Correction)
        for other in self.children(row["parent"]):
            if other["correction"] is None or not may("correct", other["state"]):
                continue
            own = msgspec.json.decode(other["correction"], type=contract.Correction)
            left = tuple(one for one in own.wanted if one.name not in given)
            if own.notice != asked.notice or left == own.wanted:
                continue
            if left:
                self._change(other["number"], correction=_json(msgspec.structs.replace(own, wanted=left)))
            else:
                self._move(other, "correct", now, CAME_ALONG, correction=None, before=None)

    # ---- the back office -------------------------------------------------------------------------------------------
    @property
    def is_slow(self) -> bool:
        found = self.database.execute("SELECT value FROM desk WHERE name = ?", (SLOW,)).fetchone()
        return found is not None and found["value"] == "yes"

    def set_slow(self, slow: bool, now: datetime) -> None:
        """When it is no longer slow, everything that waits for the rules is decided."""
        with transaction(self.database):
            self.database.execute("INSERT OR REPLACE INTO desk VALUES (?, ?)", (SLOW, "yes" if slow else "no"))
            waiting = [] if slow else self.database.execute("SELECT * FROM cases WHERE machine IS NOT NULL").fetchall()
            for row in waiting:
                if row["state"] == "received" and row["decision"] is None:
                    found = tuple(msgspec.json.decode(row["machine"], type=list[Finding]))
                    self._decide_by_rules(row["number"], found, now)

    def act(self, number: str, move: str, now: datetime, note: Localized | None = None, **changes: Any) -> None:
        """Raises `Problem`: 404 `no-such-case`, 409 `not-in-this-state`."""
        with transaction(self.database):
            row = self.must(number)
            self._check(row, move)
            self._move(row, move, now, note, **changes)

    def ask(self, number: str, correction: contract.Correction, now: datetime) -> None:
        """One complete notice (一次性告知). Raises `Problem`."""
        row = self.must(number)
        self.act(number, "ask", now, correction=_json(correction), before=row["state"])

    def decide(self, number: str, decision: contract.Decision, now: datetime) -> None:
        """Raises `Problem`; also 409 where a part of the package must be decided before."""
        with transaction(self.database):
            row = self.must(number)
            self._check(row, "approve" if decision.approved else "decline")
            self._decide(row, decision, now)

    def deliver(self, number: str, now: datetime, delivery: contract.Delivery) -> None:
        """Everything that has been decided is handed over; of a package, all its parts at once (统一出件)."""
        with transaction(self.database):
            row = self.must(number)
            self._check(row, "deliver")
            for child in self.children(number):
                if may("deliver", child["state"]):
                    self._move(child, "deliver", now)
            self._change(number, delivery=_json(delivery))
            if self.must(number)["state"] != "delivered":
                self._move(row, "deliver", now)

    def moved(self, row: Row, delivery: contract.Delivery, note: Localized, now: datetime) -> None:
        """Where the result waits has changed without the citizen's doing: the case says so. Part of a transaction."""
        self._change(row["number"], delivery=_json(delivery))
        self._step(row["number"], row["state"], now, note)

    def choose(self, row: Row, delivery: contract.Delivery) -> None:
        with transaction(self.database):
            self._change(row["number"], delivery=_json(delivery))

    # ---- inside ----------------------------------------------------------------------------------------------------
    def _insert(self, filing: Filing, part: Part, number: str, parent: str | None, now: datetime) -> None:
        due = self.calendar.after(china_day(now), part.days).isoformat()
        machine = _json(filing.findings) if filing.findings is not None and parent is None else None
        values = {
            "number": number, "key": filing.key, "own_number": filing.own_number if parent is None else "",
            "item": part.item, "title": _json(part.title),
            "holder": filing.holder, "parent": parent, "part": part.name, "waits_for": json.dumps(part.waits_for),
            "days": part.days, "due": due, "submitted_at": rfc3339(now),
            "machine": machine, "ways": json.dumps(part.ways),
        }  # fmt: skip
        self.database.execute(_INSERT, values)
        self._coded(filing.key if parent is None else f"{filing.key}/{part.name}", number)
        self._step(number, "received", now, part.note)

    def _coded(self, key: str, number: str) -> None:
        """The receipt of this submission finds the case."""
        self.database.execute("INSERT OR REPLACE INTO case_codes VALUES (?, ?)", (contract.progress_code(key), number))

    def _decide_by_rules(self, number: str, found: tuple[Finding, ...], now: datetime) -> None:
        row, approved = self.must(number), verdict(found)
        if approved is None:
            note = next(one.reason for one in found if one.approved is None)
            self._move(row, "accept", now, note)
            return
        reasons = tuple(one.reason for one in found if one.approved is approved)
        self._decide(row, contract.Decision(approved=approved, by="machine", reasons=reasons, reviewable=True), now)

    def _decide(self, row: Row, decision: contract.Decision, now: datetime) -> None:
        waits = [one for one in self._waited_for(row) if one["state"] not in contract.ENDED]
        if waits:
            raise Problem(409, "not-in-this-state", "another part of the package must be decided before")
        move = "approve" if decision.approved else "decline"
        result = _json(self._result(row)) if decision.approved else None
        self._move(row, move, now, None, decision=_json(decision), result=result)

    def _result(self, row: Row) -> contract.Result:
        title = msgspec.json.decode(row["title"], type=Localized)
        certificate = row["number"] if "print" in json.loads(row["ways"]) else None
        return contract.Result(title=title, certificate=certificate)

    def _move(self, row: Row, move: str, now: datetime, note: Localized | None = None, **changes: Any) -> None:
        state = reached(move, row["before"])
        self._change(row["number"], state=state, **changes)
        self._step(row["number"], state, now, note or MOVES[move].note)
        if row["parent"] is not None:
            failed = state == "refused" or move == "decline"
            if failed:
                self._let_fall(row, now)
            self._sum_up(row["parent"], now)

    def _let_fall(self, failed: Row, now: datetime) -> None:
        """Parts that wait for one that failed are not taken up; all others go on untouched."""
        for other in self.children(failed["parent"]):
            if failed["part"] in json.loads(other["waits_for"]) and other["state"] not in contract.ENDED:
                self._change(other["number"], state="refused", due=None)
                self._step(other["number"], "refused", now, FELL_WITH)
                self._let_fall(other, now)

    def _waited_for(self, row: Row) -> list[Row]:
        names = json.loads(row["waits_for"])
        return [one for one in self.children(row["parent"]) if one["part"] in names] if names else []

    def _sum_up(self, parent: str, now: datetime) -> None:
        row = self.must(parent)
        state = summed_up([child["state"] for child in self.children(parent)])
        if state != row["state"]:
            self._change(parent, state=state)
            self._step(parent, state, now, UNDER_WAY if state == "deciding" else None)
        else:
            self._change(parent)

    def _check(self, row: Row, move: str) -> None:
        if not may(move, row["state"]) or (self.children(row["number"]) and move != "deliver"):
            raise Problem(409, "not-in-this-state", f"a case that is {row['state']} takes no {move}")

    def _change(self, number: str, **changes: Any) -> None:
        self.database.execute(_UPDATE, dict(self.must(number)) | changes)

    def _step(self, number: str, state: str, now: datetime, note: Localized | None) -> None:
        self.database.execute(
            "INSERT INTO case_steps (number, state, at, note) VALUES (?, ?, ?, ?)",
            (number, state, rfc3339(now), _json(note) if note else None),
        )


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
