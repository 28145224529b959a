"""The counters on the disk, `KIOSK_HOME/usage`: `open.json` of the day under way, and `told-later/<first>.json` of what
is over, as it will be told.

Only the window's process writes them, at the end of a visit, as a whole and durably; the agent reads, and removes what
the fleet service has. A disk that cannot take a count costs the count and not the visit.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from kiosk.contract.usage import UsagePeriod
from kiosk.settings import Settings
from kiosk.usage.anonymity import enough, following, published
from kiosk.usage.counters import Period, add
from kiosk.usage.ended import Ended
from offline_cache.durable_files import DurableFiles
from offline_cache.faults import DiskFailed

OPEN = "open.json"
OVER = "told-later"
KEPT = 92  # periods; a terminal that was offline for a quarter still tells all of it

_log = logging.getLogger(__name__)


class Books:
    """For the window's process."""

    def __init__(self, settings: Settings, files: DurableFiles | None = None) -> None:
        self._settings = settings
        self._folder = settings.home / "usage"
        self._files = files or DurableFiles()
        self._period: Period | None = None
        self._failing = False

    def note(self, ended: Ended) -> None:
        """Count a visit that has ended. Blocks for some milliseconds of disk."""
        try:
            if self._period is None:
                self._files.make_folder(self._folder / OVER)
                self._period = _read(self._folder)
            period = self._period
            if period is not None and period.last < ended.day and enough(period):
                self._close(period)
                period = following(period, ended.day)
            period = add(period or Period(ended.day, ended.day), ended)
            self._files.write(self._folder / OPEN, msgspec.json.encode(period))
            self._period = period
        except (DiskFailed, OSError) as error:
            if not self._failing:
                _log.error("visits are not counted: %s", type(error).__name__)
            self._failing = True
        else:
            self._failing = False

    def _close(self, period: Period) -> None:
        over = self._folder / OVER
        told = published(period, self._settings.terminal_id, self._settings.district)
        self._files.write(over / f"{period.first}.json", msgspec.json.encode(told))
        self._files.remove(*sorted(over.glob("*.json"))[:-KEPT])


def to_tell(settings: Settings, today: date) -> Iterator[UsagePeriod]:
    """For the agent: what is over before `today`, the oldest first; what cannot be read is left out."""
    folder = settings.home / "usage"
    for path in sorted((folder / OVER).glob("*.json")):
        try:
            told = msgspec.json.decode(path.read_bytes(), type=UsagePeriod)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            continue
        if told.last < today.isoformat():
            yield told
    period = _read(folder)  # no visit came since, so it is still open; nothing will be added to it
    if period is not None and period.last < today.isoformat() and enough(period):
        yield published(period, settings.terminal_id, settings.district)


def was_told(settings: Settings, period: UsagePeriod) -> None:
    """For the agent: the fleet service has it."""
    (settings.home / "usage" / OVER / f"{period.first}.json").unlink(missing_ok=True)


def _read(folder: Path) -> Period | None:
    """None: nothing has been counted, or what was cannot be read."""
    try:
        return msgspec.json.decode((folder / OPEN).read_bytes(), type=Period)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        _log.error("the day's counters could not be read, and begin anew")
        return None
