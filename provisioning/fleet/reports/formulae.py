"""Every formula of the reports, in one place: pure, and tested with numbers by hand.

| figure | formula |
|---|---|
| availability | seconds with a working screen / seconds since it was first heard, both while its place was open |
| completion | ended as done or held / all that were begun; who only read began nothing |
| good ratings (好评率) | very satisfied, satisfied and fairly satisfied / all levels given; "not rated" is no level |
| papers spared | papers that a licence stood for / papers asked for |
| answered in time | calls for a person seen to within half an hour / calls |
| score | weighted mean of the percentages that are known; a part that is not known gives its weight to the others |
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from provisioning.fleet.hours import Hours, open_s

DAY_S = 86400.0
FINISHED = ("done", "held")
BEGUN = (*FINISHED, "unsettled", "left", "timed-out", "fault")
GOOD = ("very_satisfied", "satisfied", "fairly_satisfied")
IN_TIME_S = 1800.0  # who called waits no longer than that
WEIGHTS = {"availability": 35.0, "completion": 30.0, "good_ratings": 20.0, "answered": 15.0}
"""Of the yearly score. A terminal that is off serves nobody, so that counts most; ratings come from few."""


def percent(part: float, whole: float) -> float | None:
    """With one decimal; None where there is nothing to divide by."""
    return round(100 * part / whole, 1) if whole > 0 else None


def availability(serving_s: float, expected_s: float) -> float | None:
    """Percent, never above 100: clocks of two services may differ by seconds."""
    return percent(min(serving_s, expected_s), expected_s)


def expected_s(first_heard: float, start: float, end: float, opening: Sequence[tuple[float, Hours]] = ()) -> float:
    """Seconds of a period in which a terminal should have served; all in seconds since 1970.

    `opening`: from when on its place had which hours; always open before, and where nothing was told.
    """
    return open_s(opening, max(start, first_heard), end)


def completion(ends: Mapping[str, int]) -> float | None:
    return percent(sum(ends.get(end, 0) for end in FINISHED), sum(ends.get(end, 0) for end in BEGUN))


def good_ratings(ratings: Mapping[str, int]) -> float | None:
    return percent(sum(ratings.get(level, 0) for level in GOOD), sum(ratings.values()))


def answered(waits: Sequence[float | None]) -> float | None:
    """`waits`: seconds until each call was seen to; None: nobody ever said so."""
    return percent(sum(wait is not None and wait <= IN_TIME_S for wait in waits), len(waits))


def mean(total: float, number: float) -> float | None:
    return round(total / number, 1) if number else None


def change(before: float | None, after: float | None) -> float | None:
    """Points (of percentages) or units from one period to the next."""
    return None if before is None or after is None else round(after - before, 1)


def score(parts: Mapping[str, float | None]) -> float | None:
    """0 to 100, with one decimal. `parts`: percentages by the names of `WEIGHTS`."""
    known = {name: value for name, value in parts.items() if value is not None}
    weight = sum(WEIGHTS[name] for name in known)
    return round(sum(WEIGHTS[name] * value for name, value in known.items()) / weight, 1) if weight else None
