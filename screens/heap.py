"""How this process takes memory: large pieces are mapped one by one, and given back one by one.

glibc raises the size from which it does that (mallopt(3), M_MMAP_THRESHOLD) after the first large piece is freed. Lines
of text, freed by the hundred at a visit's end, then leave gaps in the heap: some ten megabytes that nobody uses.
"""

from __future__ import annotations

import ctypes

_M_MMAP_THRESHOLD = -3  # malloc.h

MAPPED_FROM = 64 * 1024  # bytes: a line of body text as a texture


def steady() -> None:
    """Before the first large allocation. Where the C library is another one there is nothing to set."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, MAPPED_FROM)
