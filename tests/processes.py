"""All the processes that one has started."""

from __future__ import annotations

from drivers.processes import children


def descendants(pid: int) -> set[int]:
    """Children, theirs, and so on; without those whose own parent has ended, which are nobody's."""
    found: set[int] = set()
    fresh = {pid}
    while fresh:
        fresh = set().union(*map(children, fresh)) - found
        found |= fresh
    return found
