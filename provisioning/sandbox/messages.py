"""One-time codes and the telephones that they are sent to. Test telephones are reached by nobody: what was sent is
shown on the operator's page, in memory only."""

from __future__ import annotations

import secrets
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from provisioning.problem import Problem

LIFE = timedelta(minutes=5)
AGAIN_AFTER = timedelta(seconds=60)  # what carriers ask for
TRIES = 3  # of one code; a million codes, so a guess succeeds once in 300,000 codes
MOST_AN_HOUR = 5  # codes to one telephone: messages cost, and somebody is woken by each
KEPT = 50  # messages that the operator's page shows
MOST = 10_000  # challenges that are open; the oldest goes first


@dataclass
class _Challenge:
    phone: str = field(repr=False)
    code: str = field(repr=False)
    expires_at: datetime
    failures: int = 0


@dataclass(frozen=True)
class Sent:
    challenge: str
    expires_at: datetime


@dataclass(frozen=True)
class Message:
    """As it lies on the telephone."""

    phone: str
    code: str
    purpose: str
    at: datetime
    expires_at: datetime


class Messages:
    def __init__(self) -> None:
        self._open: dict[str, _Challenge] = {}
        self._times: dict[str, deque[datetime]] = {}
        self.shown: deque[Message] = deque(maxlen=KEPT)

    def send(self, phone: str, purpose: str, now: datetime) -> Sent:
        """Raises `Problem` 429 `too-many-codes`, with `Retry-After`."""
        times = self._times.setdefault(phone, deque())
        while times and times[0] <= now - timedelta(hours=1):
            times.popleft()
        if len(times) >= MOST_AN_HOUR:
            raise _wait(times[0] + timedelta(hours=1) - now)
        if times and now - times[-1] < AGAIN_AFTER:
            raise _wait(times[-1] + AGAIN_AFTER - now)
        times.append(now)
        while len(self._open) >= MOST:
            del self._open[next(iter(self._open))]
        challenge, code = secrets.token_urlsafe(16), f"{secrets.randbelow(10**6):06d}"
        self._open[challenge] = _Challenge(phone, code, now + LIFE)
        self.shown.appendleft(Message(phone, code, purpose, now, now + LIFE))
        return Sent(challenge, now + LIFE)

    def check(self, challenge: str, phone: str, code: str, now: datetime) -> None:
        """Whether this is the code that was sent to that telephone; it is good once.

        Raises `Problem`: 403 `code-wrong`, 410 `code-expired`, 429 `too-many-tries`.
        """
        one = self._open.get(challenge)
        if one is None or one.phone != phone or one.expires_at <= now:
            raise Problem(410, "code-expired", "the code is too old, was used, or never was sent")
        if one.failures >= TRIES:
            raise Problem(429, "too-many-tries", "the code was typed wrongly too often")
        if not secrets.compare_digest(one.code, code):
            one.failures += 1
            if one.failures >= TRIES:
                raise Problem(429, "too-many-tries", "the code was typed wrongly too often")
            raise Problem(403, "code-wrong", "another code was sent")
        del self._open[challenge]

    def age(self, by: timedelta) -> None:
        """Let time pass for what was sent: the operator need not wait for a code to grow old."""
        for one in self._open.values():
            one.expires_at -= by
        for times in self._times.values():
            times.extend([times.popleft() - by for _ in range(len(times))])


def masked_phone(phone: str, known: bool = True) -> str:
    """`138****5678`; to somebody who has proved nothing yet only the last two digits."""
    return f"{phone[:3]}****{phone[-4:]}" if known else "*" * 9 + phone[-2:]


def _wait(left: timedelta) -> Problem:
    seconds = max(1, int(left.total_seconds()))
    return Problem(429, "too-many-codes", "a code was sent a moment ago", {"Retry-After": str(seconds)})
