"""What an answer of the platform means for a record: one pure function over one table.

| answer | verdict |
|---|---|
| 2xx that echoes key and digest | `Acknowledged` |
| any other 2xx, 1xx, 3xx, 407, 421, 511 | `NotOurs`: a captive portal or a proxy has answered, not the platform |
| 401, 403, 495, 496 | `StopLane`: the terminal is not accepted; keep everything, ask for re-enrolment |
| 409 `attachments-missing` | `AttachmentsMissing` |
| 408, 409, 425, 429, 5xx | `Again`, after `Retry-After` or our own delay |
| 413 | `TooLarge` |
| any other 4xx | `ParkAfterConfirmation`: refused; asked once more, then set aside for a person |
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any


@dataclass(frozen=True)
class Acknowledged:
    body: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Again:
    reason: str
    after: float | None = None  # seconds that the platform asked for
    overloaded: bool = False  # the platform as a whole, and not only this record


@dataclass(frozen=True)
class ParkAfterConfirmation:
    reason: str  # "422 unreadable"


@dataclass(frozen=True)
class StopLane:
    reason: str  # "403 terminal-blocked"


@dataclass(frozen=True)
class AttachmentsMissing:
    digests: tuple[str, ...]


@dataclass(frozen=True)
class TooLarge:
    reason: str


@dataclass(frozen=True)
class NotOurs:
    reason: str


Refusal = Again | ParkAfterConfirmation | StopLane | AttachmentsMissing | TooLarge | NotOurs
Verdict = Acknowledged | Refusal

NOT_ACCEPTED = {401, 403, 495, 496}  # 495 and 496: nginx, for a client certificate that is bad or missing
IN_BETWEEN = {407, 421, 511}  # said by a proxy or a captive portal
LATER = {408, 409, 425, 429}
OVERLOADED = {429, 502, 503, 504}
PROBLEM = re.compile(r"[a-z0-9-]{1,60}")
DIGEST = re.compile(r"[0-9a-f]{64}")


def judge(status: int, headers: Mapping[str, str], body: bytes, key: str, digest: str) -> Verdict:
    """`headers`: names in any case; `digest`: SHA-256 of what was sent, hex."""
    if not 200 <= status <= 299:
        return judge_refusal(status, headers, body)
    fields = _json(body)
    if fields.get("key") == key and fields.get("digest") == digest:
        return Acknowledged(fields)
    return NotOurs(f"{status} without this record's key and digest")


def judge_refusal(status: int, headers: Mapping[str, str], body: bytes) -> Refusal:
    """An answer that is no success, whatever was asked."""
    if status < 400 or status > 599 or status in IN_BETWEEN:
        return NotOurs(str(status))
    problem = _json(body)
    kind = str(problem.get("type", "")).rsplit("/", 1)[-1]
    reason = f"{status} {kind}" if PROBLEM.fullmatch(kind) else str(status)
    if status in NOT_ACCEPTED:
        return StopLane(reason)
    if status == 409 and kind == "attachments-missing":
        named = problem.get("missing")
        digests = (
            tuple(d for d in named if isinstance(d, str) and DIGEST.fullmatch(d)) if isinstance(named, list) else ()
        )
        return AttachmentsMissing(digests)
    if status in LATER or status >= 500:
        return Again(reason, retry_after(headers), overloaded=status in OVERLOADED)
    if status == 413:
        return TooLarge(reason)
    return ParkAfterConfirmation(reason)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds (RFC 9110 §10.2.3). A date counts from the answer's own `Date`: our clock may be wrong."""
    found = {name.lower(): value.strip() for name, value in headers.items() if name.lower() in ("retry-after", "date")}
    value = found.get("retry-after", "")
    if value.isascii() and value.isdigit():
        return float(value[:9])
    then, now = _date(value), _date(found.get("date", ""))
    return max(0.0, (then - now).total_seconds()) if then and now else None


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else None


def _json(body: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return fields if isinstance(fields, dict) else {}
