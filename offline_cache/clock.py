"""Two clocks: one that measures, and one that is only written down.

A terminal's wall clock may be years wrong, or jump. Leases and delays are therefore measured by
CLOCK_BOOTTIME, which only goes forward, also while the machine sleeps; a value of it means something
only together with the boot that it belongs to. Wall-clock times are kept for people to read.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def boottime() -> float:
    """Seconds since this machine was started."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def boot_id() -> str:
    """Another one with each start of the machine."""
    return BOOT_ID.read_text(encoding="ascii").strip()


def utc_text(moment: datetime | None = None) -> str:
    """RFC 3339 in UTC, whole seconds: of equal length, so that texts compare as times do."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", moment.astimezone(UTC).timetuple() if moment else time.gmtime())


def seconds_since(text: str) -> float:
    """Age of a time written by `utc_text`, by the wall clock; never below 0."""
    return max(0.0, (datetime.now(UTC) - datetime.fromisoformat(text)).total_seconds())
