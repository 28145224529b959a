"""The agent's side of the outbox: lease, send, and say how it ended.

A lease is for a time and for a process; when the time is over, or the process or the boot, the record is
ready again. Nothing is taken out before the platform has acknowledged it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from offline_cache import clock, lifetime
from offline_cache.database import Database, Row
from offline_cache.durable_files import DurableFiles
from offline_cache.faults import named
from offline_cache.holders import Holders
from offline_cache.reading import Reading
from offline_cache.records import LANES, Lease, page_path
from offline_cache.rows import ASIDE, HELD, OPEN, UnknownKey, attachments, move, step
from offline_cache.states import Event, IllegalTransition, State, after

STANDS_S = 15.0  # a citizen who has just handed something in waits so long for the case number


class Sending(Reading):
    def __init__(self, folder: Path, database: Database, files: DurableFiles) -> None:
        super().__init__(folder, database)
        self._files = files
        self._holders = Holders(folder / "holders")
        self._let_go: set[str] = set()  # leased by this process, and given up where the disk could not be told
        self._log_told = False  # the log may hold what was shredded
        self._look_at = 0.0  # the next time at which a record may have waited for as long as it may

    def lease(self, now: float, seconds: float, lanes: Sequence[str] = LANES) -> Lease | None:
        """The next record to send, for `seconds` this process's own; None: none is due. As `lease_several`."""
        return next(iter(self.lease_several(1, now, seconds, lanes)), None)

    def lease_several(
        self, most: int, now: float, seconds: float, lanes: Sequence[str] = LANES, *, since: float | None = None
    ) -> list[Lease]:
        """The next records to send, in one commit and no two of an order, for `seconds` this process's own.

        `now`: `clock.boottime()`; `lanes`: one or two, of which they may be. First in, first out within an order; a
        record that waits or is parked holds up its own order only. `since`: only what was handed in after it
        (`clock.boottime()`), and by somebody who may have stood there then.
        """
        with named():
            mine = self._holders.mine
        let_go = set(self._let_go)
        with self._database.transaction() as database:
            self._lapse(now, mine, let_go)
            rows = database.rows(
                f"SELECT * FROM {OPEN} AND state = 'ready' AND NOT (wait_boot = ? AND wait_until > ?)"  # noqa: S608
                " AND lane IN (?, ?) AND (? OR (boot = ? AND committed_tick > ?)) AND NOT EXISTS"
                " (SELECT 1 FROM record AS e INDEXED BY record_turn"
                "  WHERE e.order_key <> '' AND e.order_key = record.order_key AND e.number < record.number"
                "  AND e.state IN ('ready', 'leased', 'parked')) ORDER BY number LIMIT ?",
                *(self._boot, now, lanes[0], lanes[-1], since is None, self._boot, (since or 0.0) - STANDS_S, most),
            )
            for row in rows:
                database.run(
                    "UPDATE record SET state = ?, holder = ?, wait_boot = ?, wait_until = ? WHERE key = ?",
                    *(after(State.READY, Event.LEASE), mine, self._boot, now + seconds, row["key"]),
                )
            leased = [self._lease_of(row) for row in rows]
        self._let_go -= let_go
        return leased

    def _lease_of(self, row: Row) -> Lease:
        resumable = self._database.row("SELECT upload_url FROM resumable WHERE key = ?", row["key"])
        return Lease(
            key=row["key"],
            lane=row["lane"],
            digest=row["digest"],
            attempts=row["attempts"],
            reason=row["reason"],
            not_after=row["not_after"],
            sealed=row["sealed"],
            attachments=attachments(self._database, row["key"]),
            folder=self._pages,
            resumable=resumable is not None,
            upload_url=resumable["upload_url"] if resumable else None,
        )

    def holds(self, key: str, until: float) -> bool:
        """Whether a record that was leased is still this process's own, and will be `until` (`clock.boottime()`)."""
        found = "SELECT 1 FROM record WHERE key = ? AND state = 'leased' AND holder = ? AND wait_until >= ?"
        with named():
            mine = self._holders.mine
        return self._database.row(found, key, mine, until) is not None

    def give_back(self, keys: Sequence[str]) -> None:
        """Leased and not begun: ready again, as before, in one commit. What is not this process's own is left alone."""
        with self._database.transaction() as database:
            for key in keys:
                if self.holds(key, 0.0):
                    step(database, key, Event.POSTPONE)
                    database.run("UPDATE record SET holder = NULL, wait_until = 0 WHERE key = ?", key)

    def let_go(self, keys: Iterable[str]) -> None:
        """Leased, and nobody works on them any more, which a failing disk could not take down. The next lease does."""
        self._let_go.update(keys)

    def _lapse(self, now: float, mine: str, let_go: set[str]) -> None:
        for row in self._database.rows(f"SELECT * FROM {HELD} AND state = 'leased'"):  # noqa: S608
            holds = row["wait_boot"] == self._boot and row["wait_until"] > now and self._holders.alive(row["holder"])
            if not holds or (row["holder"] == mine and row["key"] in let_go):
                self._database.run(
                    "UPDATE record SET state = ?, holder = NULL, wait_until = 0 WHERE key = ?",
                    *(after(State.LEASED, Event.LAPSE), row["key"]),
                )

    def next_due(self, now: float) -> float | None:
        """Seconds until the first of the delays that run at `now` is over; None: none runs."""
        row = self._database.row(
            f"SELECT min(wait_until) AS due FROM {OPEN} AND state = 'ready' AND wait_boot = ? AND wait_until > ?",  # noqa: S608
            *(self._boot, now),
        )
        return None if row is None or row["due"] is None else float(row["due"]) - now

    def newest(self) -> int:
        """The highest number that is ready; 0: none is."""
        found = f"SELECT number FROM {OPEN} AND state = 'ready' ORDER BY number DESC LIMIT 1"  # noqa: S608
        row = self._database.row(found)
        return int(row["number"]) if row else 0

    def upload_begun(self, key: str, digest: str, url: str | None) -> None:
        """Remember where a page's upload goes on; None: it must begin anew."""
        self._set_upload(key, digest, url, uploaded=False)

    def upload_done(self, key: str, digest: str) -> None:
        self._set_upload(key, digest, None, uploaded=True)

    def _set_upload(self, key: str, digest: str, url: str | None, *, uploaded: bool) -> None:
        with self._database.transaction() as database:
            database.run(
                "UPDATE attachment SET upload_url = ?, uploaded = ? WHERE key = ? AND digest = ?",
                *(url, uploaded, key, digest),
            )

    def acknowledge(self, key: str, body: Mapping[str, Any]) -> None:
        """The platform has it. `body`: its acknowledgement, already judged to be this record's (`verdict.py`)."""
        with self._database.transaction():
            self._acknowledge(key, body)

    def acknowledge_several(self, several: Sequence[tuple[str, Mapping[str, Any]]]) -> list[str]:
        """Keys and acknowledgements, in one commit; gives the keys to which that cannot happen."""
        refused = []
        with self._database.transaction():
            for key, body in several:
                try:
                    self._acknowledge(key, body)
                except (IllegalTransition, UnknownKey):
                    refused.append(key)
        return refused

    def _acknowledge(self, key: str, body: Mapping[str, Any]) -> None:
        step(self._database, key, Event.ACKNOWLEDGE)
        self._database.run(
            "UPDATE record SET holder = NULL, reason = NULL, acknowledged_at = coalesce(acknowledged_at, ?),"
            " case_number = ?, platform_state = ?, received_at = ? WHERE key = ?",
            *(clock.utc_text(), *(_text(body.get(name)) for name in ("number", "state", "received_at")), key),
        )

    def postpone(self, key: str, until: float, reason: str | None = None, *, counts: bool = True) -> None:
        """Not before `until` (`clock.boottime()`). `reason`: the refusal, if it was one; `counts`: as a try."""
        with move(self._database, key, Event.POSTPONE):
            self._database.run(
                "UPDATE record SET holder = NULL, wait_boot = ?, wait_until = ?, reason = ?, attempts = attempts + ?"
                " WHERE key = ?",
                *(self._boot, until, reason, int(counts), key),
            )

    def hasten(self, spare: Iterable[str] = ()) -> None:
        """The platform is back: what is ready waits for no delay any longer, but for these keys."""
        with self._database.transaction() as database:
            database.run(
                "UPDATE record SET wait_until = 0 WHERE order_key <> '' AND state = 'ready' AND wait_until > 0"
                " AND key NOT IN (SELECT value FROM json_each(?))",
                json.dumps(list(spare)),
            )

    def park(self, key: str, reason: str) -> None:
        """Set a record aside until a person decides; its content stays, sealed."""
        with move(self._database, key, Event.PARK):
            self._database.run("UPDATE record SET holder = NULL, reason = ? WHERE key = ?", reason, key)

    def expire(self, time: datetime | None, now: float | None = None) -> list[str]:
        """Give up what may not be sent any more; gives the keys. `time`: a time that is certainly over
        (`expiry.py`), None: none is known; `now`: `clock.boottime()`."""
        now = clock.boottime() if now is None else now
        keys: list[str] = []
        if now >= self._look_at:
            keys, self._look_at = lifetime.over(self._database, self._boot, now)
        if time is not None:
            due = "SELECT key FROM record INDEXED BY record_last_day WHERE not_after < ? AND state = 'ready'"
            keys += [row["key"] for row in self._database.rows(due, clock.utc_text(time))]
        expired = []
        for key in dict.fromkeys(keys):
            with suppress(IllegalTransition, UnknownKey), move(self._database, key, Event.EXPIRE):
                expired.append(key)
        return expired

    def note_ages(self, now: float) -> None:
        """Write down how long records have waited, so that a start of the machine does not forget it."""
        lifetime.note(self._database, self._boot, now)

    def begun_uploads(self, keys: Sequence[str]) -> list[str]:
        """Addresses of uploads that these records have begun at the platform and not finished."""
        found = "SELECT upload_url FROM {} WHERE key = ? AND upload_url IS NOT NULL"
        return [
            row["upload_url"]
            for key in keys
            for table in ("attachment", "resumable")
            for row in self._database.rows(found.format(table), key)
        ]

    def send_resumably(self, key: str, url: str | None) -> None:
        """The record itself is too large for one request. `url`: where its upload goes on; None: it begins anew."""
        with self._database.transaction() as database:
            database.run(
                "INSERT INTO resumable VALUES (?, ?) ON CONFLICT DO UPDATE SET upload_url = excluded.upload_url",
                *(key, url),
            )

    def shred(self) -> bool:
        """Destroy the content of what is acknowledged or expired.

        False: another process is reading, so that the log still holds some of it; to be called again.
        """
        done = self._database.rows(
            # without content, but to be called by its last state: acknowledged after it had expired and was shredded
            f"SELECT key FROM {ASIDE} AND state <> 'parked' AND (order_key <> '' OR state = 'acknowledged')"  # noqa: S608
        )
        if not done and not self._log_told:
            return True
        keys = [row["key"] for row in done]
        pages = [page_path(self._pages, key, a.digest) for key in keys for a in attachments(self._database, key)]
        self._files.remove(*pages)  # before their rows: what is interrupted here is done again
        with self._database.transaction() as database:
            for key in keys:
                row = database.row("SELECT state FROM record WHERE key = ?", key)
                if row is None or row["state"] not in (State.ACKNOWLEDGED, State.EXPIRED):
                    continue  # another process was faster
                for table in ("attachment", "lifetime", "resumable"):
                    database.run(f"DELETE FROM {table} WHERE key = ?", key)  # noqa: S608
                database.run(
                    "UPDATE record SET state = ?, sealed = NULL, item = '', order_key = '', not_after = NULL"
                    " WHERE key = ?",
                    *(after(State(row["state"]), Event.SHRED), key),
                )
        self._log_told = True  # it holds what the pages of the database held
        self._log_told = not self._database.checkpoint()
        return not self._log_told


def _text(value: object) -> str | None:
    """Whatever it is, something that can be written: one odd answer must not hold up those written with it."""
    return str(value).encode(errors="replace").decode() if isinstance(value, str | int | float) else None
