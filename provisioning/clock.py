"""Times as the services write them: RFC 3339 in UTC; days as China counts them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))  # one zone, no summer time since 1991


def now() -> datetime:
    return datetime.now(UTC)


def rfc3339(moment: datetime) -> str:
    """`2026-11-22T02:24:05.123Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def china_day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()
