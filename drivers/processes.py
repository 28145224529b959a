"""Which processes another one has started (proc(5): the fourth field of `stat`, which every kernel has)."""

from __future__ import annotations

from pathlib import Path


def children(pid: int) -> set[int]:
    return {child for child, parent in _parents().items() if parent == pid}


def _parents() -> dict[int, int]:
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            head, _, rest = stat.read_text(errors="replace").rpartition(")")  # the name within may hold anything
        except OSError:
            continue  # it has ended
        parents[int(head.split(" ", 1)[0])] = int(rest.split()[1])
    return parents
