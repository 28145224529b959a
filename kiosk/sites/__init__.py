"""What differs between places (mall, bank, station, store, hall), as data: `profiles.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path

LEAST_IDLE_S = 20  # WCAG 2.2.1: whoever is asked has at least so long, wherever the terminal stands
ALWAYS = ("00:00", "24:00")


class BadProfile(Exception):
    """One sentence that says what is wrong with a profile's name or hours."""


@dataclass(frozen=True)
class SiteProfile:
    """`opens` and `closes` as `HH:MM` in China; a place that closes before it opens is open over midnight."""

    name: str = "hall"
    opens: str = "00:00"
    closes: str = "24:00"
    idle: float = 1.0
    cover_s: int = 60
    reveal_s: int = 10
    volume: int = 2
    guest: bool = False  # beside another program, which gets the screen back when the visit ends

    def open_at(self, now: datetime) -> bool:
        """`now`: as the clock on the wall."""
        if self.opens == self.closes or (self.opens, self.closes) == ALWAYS:
            return True
        at = now.strftime("%H:%M")
        if self.opens < self.closes:
            return self.opens <= at < self.closes
        return at >= self.opens or at < self.closes

    def turns_in(self, now: datetime) -> float | None:
        """Seconds until it opens or closes; None: it never does."""
        if self.opens == self.closes or (self.opens, self.closes) == ALWAYS:
            return None
        turns = (_next(now, text) for text in (self.opens, self.closes))
        return min((turn - now).total_seconds() for turn in turns)

    def seconds(self, usual: int) -> int:
        """A waiting time here."""
        return max(LEAST_IDLE_S, round(usual * self.idle))


HALL = SiteProfile()
"""Where nothing is said about the place."""


def _next(now: datetime, text: str) -> datetime:
    hour, minute = divmod(int(text[:2]) * 60 + int(text[3:]), 60)
    at = datetime.combine(now.date(), time(hour % 24, minute), now.tzinfo)
    return at if at > now else at + timedelta(days=1)


@cache
def profiles() -> dict[str, SiteProfile]:
    raw = tomllib.loads(Path(__file__).with_name("profiles.toml").read_text(encoding="utf-8"))
    return {name: SiteProfile(name=name, **values) for name, values in raw.items()}


def profile(name: str, hours: str = "") -> SiteProfile:
    """The profile of this name; `hours` (`10:00-21:30`) are this place's own. Raises `BadProfile`."""
    found = profiles().get(name)
    if found is None:
        raise BadProfile(f"{name!r} is not one of {', '.join(profiles())}")
    if not hours:
        return found
    opens, sign, closes = hours.partition("-")
    if not sign or not all(_is_time(text) for text in (opens, closes)):
        raise BadProfile(f"{hours!r} are no hours such as 10:00-22:00")
    return replace(found, opens=opens, closes=closes)


def _is_time(text: str) -> bool:
    hour, sign, minute = text.partition(":")
    if not (sign and len(text) == 5 and text.isascii() and (hour + minute).isdigit()):
        return False
    return int(hour) * 60 + int(minute) <= 24 * 60 and int(minute) < 60
