"""`/v1/drafts`: kept, changed by whoever knows the newest version, handed over by a code that is good once."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.routing import Route

from kiosk.catalogue.model import Catalogue
from kiosk.contract import drafts as contract
from provisioning.clock import rfc3339
from provisioning.database import transaction
from provisioning.problem import Problem
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.cases.filing import Holders
from provisioning.sandbox.sessions import Sessions

SCHEMA = (Path(__file__).parent / "drafts.sql").read_text(encoding="utf-8")
CODE_LIFE = timedelta(minutes=5)  # to take the telephone out and to scan
KEPT = timedelta(days=30)  # a draft that nobody touches is forgotten
TRIES, WITHIN = 20, timedelta(minutes=10)  # wrong codes from one terminal
MOST = 50  # drafts of one person; the oldest goes first


@dataclass(frozen=True)
class _Code:
    draft: str
    expires_at: datetime


@dataclass
class Drafts:
    """The rows, and the codes that are under way (in memory: a restart voids them). `phone` is where a telephone's
    page stands; the operator's address in the sandbox."""

    database: sqlite3.Connection
    catalogue: Catalogue
    phone: str = ""
    _codes: dict[str, _Code] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.database.executescript(SCHEMA)

    def save(self, holder: str, item: str, answers: dict[str, Any], channel: str, now: datetime) -> contract.Draft:
        """Raises `Problem` 404 `no-such-item`."""
        if self.catalogue.find(item) is None:
            raise Problem(404, "no-such-item", "the item is not in the catalogue")
        draft = secrets.token_urlsafe(12)
        with transaction(self.database):
            self.database.execute("DELETE FROM drafts WHERE updated_at < ?", (rfc3339(now - KEPT),))
            self.database.execute(
                "INSERT INTO drafts VALUES (?, ?, ?, ?, 1, ?, ?)",
                (draft, holder, item, json.dumps(answers), channel, rfc3339(now)),
            )
            if holder:
                self.database.execute(
                    "DELETE FROM drafts WHERE holder = ? AND id NOT IN"
                    " (SELECT id FROM drafts WHERE holder = ? ORDER BY updated_at DESC, rowid DESC LIMIT ?)",
                    (holder, holder, MOST),
                )
        return self.see(draft)

    def see(self, draft: str, holder: str | None = None) -> contract.Draft:
        """`holder` None: whoever asks came with a code. Raises `Problem` 404."""
        row = self.database.execute("SELECT * FROM drafts WHERE id = ?", (draft,)).fetchone()
        if row is None or (holder is not None and row["holder"] != holder):
            raise Problem(404, "no-such-draft", "there is no such draft")
        return self._shown(row)

    def of(self, holder: str) -> tuple[contract.Draft, ...]:
        rows = self.database.execute(
            "SELECT * FROM drafts WHERE holder = ? AND holder <> '' ORDER BY updated_at DESC, rowid DESC", (holder,)
        ).fetchall()
        return tuple(map(self._shown, rows))

    def change(self, draft: str, version: str, answers: dict[str, Any], channel: str, now: datetime) -> contract.Draft:
        """Raises `Problem` 412 where another end was faster: nothing of either is lost."""
        with transaction(self.database):
            changed = self.database.execute(
                "UPDATE drafts SET answers = ?, version = version + 1, channel = ?, updated_at = ?"
                " WHERE id = ? AND CAST(version AS TEXT) = ?",
                (json.dumps(answers), channel, rfc3339(now), draft, version),
            ).rowcount
        if not changed:
            self.see(draft)
            raise Problem(412, "changed-meanwhile", "another end has changed the draft")
        return self.see(draft)

    def drop(self, draft: str, holder: str) -> None:
        self.database.execute("DELETE FROM drafts WHERE id = ? AND holder = ?", (draft, holder))

    def hand_over(self, draft: str, now: datetime) -> contract.HandOver:
        for old in [code for code, one in self._codes.items() if one.expires_at <= now or one.draft == draft]:
            del self._codes[old]
        code = f"{secrets.randbelow(10**contract.CODE_DIGITS):0{contract.CODE_DIGITS}d}"
        self._codes[code] = _Code(draft, now + CODE_LIFE)
        return contract.HandOver(code=code, url=f"{self.phone}/phone/{code}", expires_at=rfc3339(now + CODE_LIFE))

    def claim(self, code: str, now: datetime) -> contract.Draft:
        """The draft of a code, once. Raises `Problem` 404 `no-such-code`."""
        found = self._codes.pop(code, None)
        if found is None or found.expires_at <= now:
            raise Problem(404, "no-such-code", "the code was used, is too old, or never was")
        return self.see(found.draft)

    def adopt(self, draft: str, holder: str) -> contract.Draft:
        """What was begun without a card belongs to whoever goes on with it. Raises `Problem` 404: it is another's."""
        self.database.execute("UPDATE drafts SET holder = ? WHERE id = ? AND holder = ''", (holder, draft))
        return self.see(draft, holder)

    def _shown(self, row: sqlite3.Row) -> contract.Draft:
        item = self.catalogue.find(row["item"])
        assert item is not None
        return contract.Draft(
            id=row["id"],
            item_code=row["item"],
            title=item.title,
            answers=json.loads(row["answers"]),
            version=str(row["version"]),
            channel=row["channel"],
            updated_at=row["updated_at"],
        )


class DraftCalls:
    def __init__(self, drafts: Drafts, holders: Holders) -> None:
        self._drafts = drafts
        self._holders = holders
        self._misses: dict[str, deque[datetime]] = {}

    def routes(self, sessions: Sessions) -> list[Route]:
        return [
            route(contract.CLAIM, sessions, self.claim),  # before those with a name in the path
            route(contract.SAVE, sessions, self.save),
            route(contract.LIST, sessions, self.list),
            route(contract.SEE, sessions, self.see),
            route(contract.CHANGE, sessions, self.change),
            route(contract.DROP, sessions, self.drop),
            route(contract.HAND_OVER, sessions, self.hand_over),
        ]

    def save(self, call: Call[contract.DraftContent]) -> contract.Draft:
        return self._drafts.save(self._holder(call), call.asked.item_code, call.asked.answers, "self_service", call.now)

    def list(self, call: Call[None]) -> contract.Drafts:
        return contract.Drafts(drafts=self._drafts.of(self._holder(call)))

    def see(self, call: Call[None]) -> contract.Draft:
        return self._drafts.see(call.path["id"], self._holder(call))

    def change(self, call: Call[contract.DraftContent]) -> contract.Draft:
        self._drafts.see(call.path["id"], self._holder(call))
        return self._drafts.change(call.path["id"], call.version, call.asked.answers, "self_service", call.now)

    def drop(self, call: Call[None]) -> None:
        self._drafts.drop(call.path["id"], self._holder(call))

    def hand_over(self, call: Call[None]) -> contract.HandOver:
        self._drafts.see(call.path["id"], self._holder(call))
        return self._drafts.hand_over(call.path["id"], call.now)

    def claim(self, call: Call[contract.Claim]) -> contract.Draft:
        missed = self._misses.setdefault(call.terminal, deque(maxlen=TRIES))
        while missed and missed[0] <= call.now - WITHIN:
            missed.popleft()
        if len(missed) == TRIES:
            raise Problem(429, "too-many-tries", "too many unknown codes", {"Retry-After": "600"})
        holder = self._holder(call)
        try:
            return self._drafts.adopt(self._drafts.claim(call.asked.code, call.now).id, holder)
        except Problem as problem:
            missed.append(call.now)
            raise Problem(404, "no-such-code", problem.args[0]) from problem

    def _holder(self, call: Call[Any]) -> str:
        call.session.need("single")  # a number that somebody merely typed opens nobody's drafts
        return self._holders.digest(call.session.person.number)
