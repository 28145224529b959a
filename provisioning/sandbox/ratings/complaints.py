"""Complaints (差评整改) as whoever follows up problems takes them: what has changed since a cursor."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from kiosk.text import Localized
from provisioning.clock import CHINA, rfc3339
from provisioning.database import transaction
from provisioning.follow_ups import MOST, FollowUp, Words
from provisioning.sandbox.ratings.tickets import MENDED, Ticket, Tickets

UNRATED_ITEM = Localized("对办件的差评", "A bad rating of a matter")
TITLES = {
    "terminal": Localized("对终端的差评", "A bad rating of a terminal"),
    "system": Localized("对平台系统的差评", "A bad rating of the platform"),
}


class Complaints:
    def __init__(self, tickets: Tickets) -> None:
        self._tickets = tickets

    @property
    def feed(self) -> str:
        """The name of this count of changes: another database begins another."""
        database = self._tickets.database
        with transaction(database):
            database.execute("INSERT OR IGNORE INTO rating_settings VALUES ('feed', ?)", (secrets.randbits(62),))
            row = database.execute("SELECT value FROM rating_settings WHERE name = 'feed'").fetchone()
        return f"{row['value']:x}"

    def since(self, cursor: int, most: int = MOST) -> list[FollowUp]:
        """In the order of their last changes."""
        rows = self._tickets.database.execute(
            "SELECT number, max(id) AS seq FROM rating_steps GROUP BY number HAVING seq > ? ORDER BY seq LIMIT ?",
            (cursor, most),
        ).fetchall()
        known = {one.number: one for one in self._tickets.every()} if rows else {}
        return [self._told(known[row["number"]], row["seq"]) for row in rows if row["number"] in known]

    def _told(self, ticket: Ticket, seq: int) -> FollowUp:
        settled = next((step.at for step in ticket.steps if step.state in MENDED), None)
        ends = datetime.combine(ticket.due + timedelta(days=1), datetime.min.time(), CHINA)
        title = TITLES.get(ticket.rating.rated.value) or self._item(ticket)
        return FollowUp(
            id=f"complaint:{ticket.number}",
            seq=seq,
            kind="complaint",
            title=Words(title.zh, title.en),
            state="done" if ticket.state == "closed" else "open" if ticket.state == "opened" else "in_hand",
            stage=ticket.state,
            terminal=ticket.rating.terminal,
            district="",
            owner=Words(ticket.owner.zh, ticket.owner.en),
            opened_at=ticket.opened_at,
            due_at=rfc3339(ends),
            settled_at=settled,
            changed_at=ticket.steps[-1].at,
        )

    def _item(self, ticket: Ticket) -> Localized:
        item = self._tickets.catalogue.find(ticket.rating.item)
        if item is None:
            return UNRATED_ITEM
        return Localized(f"差评：{item.name.zh}", f"Bad rating: {item.name.en}")
