"""The wall clock as people here read it, whatever the machine's own time zone is set to."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")
"""One zone for the whole country and no summer time since 1991: no time zone database is needed."""


def now() -> datetime:
    return datetime.now(CHINA)


def hours_and_minutes() -> str:
    """`08:30`, for the corner of the screen."""
    return now().strftime("%H:%M")
