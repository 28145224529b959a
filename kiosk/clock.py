"""The wall clock as people here read it, whatever the machine's own time zone is set to."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from kiosk.text import Message, message

CHINA = timezone(timedelta(hours=8), "CST")
"""One zone for the whole country and no summer time since 1991: no time zone database is needed."""


def now() -> datetime:
    return datetime.now(CHINA)


def behind(moment: str, now: datetime) -> float:
    """Seconds by which this machine's clock lies behind a time of the platform's; negative: it is ahead."""
    return (datetime.fromisoformat(moment) - now).total_seconds()


def hours_and_minutes() -> str:
    """`08:30`, for the corner of the screen."""
    return now().strftime("%H:%M")


def still(seconds: int) -> Message:
    """So long yet, as people say it: "45 s", "4 min 43 s"."""
    if seconds <= 60:
        return message("time.seconds", seconds=seconds)
    return message("time.minutes", minutes=seconds // 60, seconds=seconds % 60)


def on_the_wall(moment: str) -> str:
    """A time of the platform's interface (RFC 3339, UTC) as the clock on the wall says it: `2026-11-22 10:24`."""
    return datetime.fromisoformat(moment).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
