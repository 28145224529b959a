"""Takes records in, each once, whichever way they came: over the network or on a stick."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from kiosk.contract.ratings import Channel
from offline_cache.sealing import Unreadable
from provisioning import clock
from provisioning.problem import Problem, malformed
from provisioning.sandbox.contents import (
    check_context,
    check_licences,
    check_marks,
    check_page,
    check_rating,
    check_submission,
    unreadable,
)
from provisioning.sandbox.desk import Desk
from provisioning.sandbox.keys import OpeningKeys
from provisioning.sandbox.sessions import Sessions
from provisioning.sandbox.signed_documents import SignedDocuments
from provisioning.sandbox.store import KeyReused, Record, Store, Then
from provisioning.sandbox.uploads import Uploads

PHONE = "phone"  # stands in the place of a terminal where a telephone rated by a slip's code


class Intake:
    """`sessions` None: none is open, as for a record that comes on a stick."""

    def __init__(
        self,
        store: Store,
        uploads: Uploads,
        keys: OpeningKeys,
        desk: Desk,
        sessions: Sessions | None = None,
        *,
        signed: SignedDocuments | None = None,
        usage: Callable[[str], tuple[str, str] | None] = lambda name: None,
    ) -> None:
        """`signed`: makes documents of what was signed; `usage`: identifier and item of a recorded use of a licence."""
        self._signed = signed
        self._store = store
        self._uploads = uploads
        self._keys = keys
        self._desk = desk
        self._sessions = sessions
        self._usage = usage

    def replay(self, key: str, digest: str, terminal: str) -> bytes | None:
        """The acknowledgement that this record had before; None: it is new. Raises `Problem`."""
        try:
            return self._store.replay(key, digest, terminal, clock.now())
        except KeyReused as error:
            raise Problem(422, "key-reused", "the key came before with another record") from error

    def checked(self, record: Record) -> Record:
        """The record with what its envelope says, when that opens and fits. Raises `Problem`."""
        try:
            context, plaintext = self._keys.open_envelope(record.envelope)
        except Unreadable as error:
            if error.reason == "not-an-envelope":
                raise malformed("the body is not a KSE1 envelope") from error
            raise unreadable(f"the envelope does not open: {error.reason}") from error
        item = check_context(context, record.kind, record.key, record.terminal)
        if missing := self._uploads.missing(record.attachments, record.terminal):
            raise Problem(409, "attachments-missing", "pages are to be uploaded first", missing=missing)
        for attachment in record.attachments:
            self._check_page(attachment, record.key, record.terminal)
        if record.kind == "rating":
            rating = check_rating(plaintext, context)
            if (rating.channel == Channel.QR_CODE) is not (record.terminal == PHONE):
                raise unreadable("a terminal rates as a terminal, and a slip's code as a code")
            return replace(record, item=item, rating=rating)
        content = check_submission(plaintext, context, record.attachments)
        check_licences(content, self._usage)
        check_marks(content, self._desk.catalogue.find(item))
        signed = self._signed.check(content) if self._signed is not None else None
        filing = self._desk.filing(content, clock.now(), self._sessions)
        if signed is not None and not signed.agrees:
            filing = replace(filing, findings=None)  # no rule decides what is not quite what was signed
        return replace(record, item=item, filing=filing, signed=signed)

    def add(self, record: Record) -> tuple[bytes, bool]:
        """The acknowledgement of a checked record, and whether it is new. Raises `Problem`."""
        now = clock.now()
        try:
            return self._store.add(record, now, self._then(record, now)), True
        except sqlite3.IntegrityError:  # the database has the last word on what is single
            if (before := self.replay(record.key, record.digest, record.terminal)) is None:
                raise
            return before, False

    def _then(self, record: Record, now: datetime) -> Then:
        """What becomes of a record in the moment in which it is stored."""

        def take(number: str | None, next_number: Callable[[str], str]) -> None:
            if record.filing is not None and number is not None:
                self._desk.take(record.filing, number, now, next_number)
                if record.signed is not None and self._signed is not None:
                    self._signed.keep(record.signed, number, now)
            if record.rating is not None:
                self._desk.ratings.take(record.key, record.item, record.rating, now)

        return take

    def _check_page(self, digest: str, key: str, terminal: str) -> None:
        try:
            context, _ = self._keys.open_envelope(self._uploads.page(digest).read_bytes())
        except Unreadable as error:
            raise unreadable(f"a page does not open: {error.reason}") from error
        check_page(context, key, terminal)
