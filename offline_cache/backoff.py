"""When to try again: delays with full jitter, and a circuit that stops asking a platform that is away."""

from __future__ import annotations

from collections.abc import Callable

BASE_S = 2.0
CAP_S = 15 * 60.0
RETRY_AFTER_CAP_S = 60 * 60.0  # a slip of the platform must not silence a terminal for days
OPEN_AFTER = 5  # straight transport failures
PROBE_CAP_S = 60.0  # a probe is as cheap as a heartbeat and may come as often
NUDGE_S = 5.0  # a citizen's new record is a reason to look again, but not more often than this


def delay(attempt: int, random: Callable[[], float], retry_after: float | None = None, cap: float = CAP_S) -> float:
    """Seconds before the next try, `attempt` (from 0) tries having failed.

    Full jitter: anything up to the exponential limit, so that 100,000 terminals do not return together. What the
    platform asks for goes first, with some of that spread behind it.
    """
    if retry_after is not None:
        asked = min(retry_after, RETRY_AFTER_CAP_S)
        return asked + random() * max(1.0, asked / 10)
    return random() * min(cap, BASE_S * 2.0 ** min(attempt, 30))


class Circuit:
    """Whether the platform may be asked now. Closed: yes; open: only by a probe, when `wait()` is 0."""

    def __init__(self, clock: Callable[[], float], random: Callable[[], float], probe_cap: float = PROBE_CAP_S) -> None:
        self._clock = clock
        self._random = random
        self._probe_cap = probe_cap
        self._failures = 0
        self._overloads = 0
        self._since = 0.0
        self._until = 0.0
        self._asked_until = 0.0  # by the platform, in so many words: nothing that we think shortens it
        self._failed_at = 0.0

    @property
    def is_open(self) -> bool:
        return self._failures >= OPEN_AFTER

    @property
    def healthy(self) -> bool:
        return not self._failures and not self._overloads

    @property
    def away_s(self) -> float:
        """For how long nothing of the platform was heard, from its first failure on; 0 while it answers."""
        return self._clock() - self._since if self._failures else 0.0

    def wait(self) -> float:
        """Seconds until the next request, or the next probe."""
        return max(0.0, max(self._until, self._asked_until) - self._clock())

    def failed(self) -> None:
        """No answer, or none of the platform's."""
        self._failed_at = self._clock()
        self._since = self._since if self._failures else self._failed_at
        self._failures += 1
        self._until = self._failed_at + delay(self._failures - 1, self._random, cap=self._probe_cap)

    def overloaded(self, retry_after: float | None) -> None:
        """The platform is there and asks for time."""
        self._failures = 0
        until = self._clock() + delay(self._overloads, self._random, retry_after)
        if retry_after is None:
            self._until = until
        else:
            self._asked_until = max(self._asked_until, until)
        self._overloads += 1

    def succeeded(self) -> None:
        """An answer of the platform; perhaps to what was asked before it wanted time, and that wish stands."""
        self._failures = self._overloads = 0
        self._until = 0.0

    def nudge(self) -> None:
        """Somebody waits: look soon whether the platform is back."""
        if self._failures:
            self._until = min(self._until, max(self._clock(), self._failed_at + NUDGE_S))
