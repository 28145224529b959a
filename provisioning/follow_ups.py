"""What must be followed up until it is solved (问题跟踪督办), in the one form in which services tell one another and a
supervision system (电子监察) of it: calls for a person and complaints.

A line is a problem as it is now. `seq` rises with every change of any problem, so whoever keeps the largest one that
was seen asks for `since` that, and gets what has changed and nothing else; a problem that changed twice comes once, as
it is last. Nothing in it is about a citizen, and no person of the staff is named. docs/follow-up.md.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from kiosk.contract.model import Moment, check_moment

MOST = 1000  # in one answer; there is more where so many came
LARGEST = 2**62  # of `seq`: what a database takes
FEED = "Kiosk-Feed"
"""Header: which count of changes this is. Another than before: begin again with `since` 0."""
CURSOR = "Kiosk-Cursor"
"""Header: the `since` to ask with next time."""


class Words(msgspec.Struct, frozen=True):
    zh: str
    en: str


class FollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """It is overdue when `settled_at` is null and `due_at` is past; done when `state` is."""

    schema: Annotated[
        Literal[1], msgspec.Meta(description="of this form; a field may be added without another one")
    ] = 1
    id: Annotated[str, msgspec.Meta(max_length=100, description="kind:number; stays the same for ever")]
    seq: Annotated[int, msgspec.Meta(ge=0, lt=LARGEST, description="of the last change; rises over all problems")]
    kind: Annotated[
        Literal["call", "complaint"],
        msgspec.Meta(
            description="call: somebody at a terminal asks for a person; complaint: one of the two lowest ratings"
        ),
    ]
    title: Annotated[Words, msgspec.Meta(description="what it is about, in fixed words or an item's name")]
    state: Annotated[
        Literal["open", "in_hand", "done"],
        msgspec.Meta(description="nobody has it yet; somebody has it; nothing is left to do"),
    ]
    stage: Annotated[
        Literal["waiting", "taken", "seen_to", "opened", "asked", "mended", "answered", "closed"],
        msgspec.Meta(description="the first three of a call, the others of a complaint (差评整改)"),
    ]
    terminal: Annotated[str, msgspec.Meta(max_length=64, description="where; empty: at none")]
    district: Annotated[str, msgspec.Meta(max_length=64, description="GB/T 2260; empty: not known")]
    owner: Annotated[Words, msgspec.Meta(description="the organ or unit that answers for it, no person")]
    opened_at: Moment
    due_at: Moment
    settled_at: Annotated[
        Moment | None, msgspec.Meta(description="when what the deadline is about was done: somebody was there; mended")
    ]
    changed_at: Moment

    def __post_init__(self) -> None:
        for moment in filter(None, (self.opened_at, self.due_at, self.settled_at, self.changed_at)):
            check_moment(moment)

    def is_overdue(self, now: datetime) -> bool:
        return self.settled_at is None and datetime.fromisoformat(self.due_at) < now


def schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of a line."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(FollowUp)}


def json_lines(some: Iterable[FollowUp]) -> bytes:
    return b"".join(msgspec.json.encode(one) + b"\n" for one in some)


def read_lines(raw: bytes) -> list[FollowUp]:
    """Raises `msgspec.DecodeError` (`ValidationError`), `UnicodeDecodeError`."""
    return [msgspec.json.decode(line, type=FollowUp) for line in raw.splitlines() if line.strip()]


def as_csv(some: Iterable[FollowUp]) -> str:
    """RFC 4180, with a header; words in both languages in columns of their own, null as nothing."""
    text = io.StringIO()
    writer = csv.writer(text)
    names = FollowUp.__struct_fields__
    writer.writerow([column for name in names for column in _columns(name)])
    for one in some:
        cells: list[object] = []
        for name in names:
            value = getattr(one, name)
            cells += [value.zh, value.en] if isinstance(value, Words) else ["" if value is None else value]
        writer.writerow(map(_plain, cells))
    return text.getvalue()


def _columns(name: str) -> list[str]:
    return [f"{name}_zh", f"{name}_en"] if name in ("title", "owner") else [name]


def _plain(cell: object) -> object:
    """A spreadsheet takes what begins so for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
