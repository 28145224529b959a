"""How this process takes memory: so that what a screen needed is given back when the next one is drawn.

Lines of text and pictures are freed by the hundred at each visit's end. glibc raises the size from which it maps memory
by itself (mallopt(3), M_MMAP_THRESHOLD) after the first of them is freed; from then on they lie between small objects,
and the heap grows by a megabyte a screen. A fixed size keeps them apart.
"""

from __future__ import annotations

import ctypes

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # malloc.h

MAPPED_FROM = 64 * 1024  # bytes: a line of body text as a texture; smaller ones are reused in the heap
TRIMMED_AT = 1024 * 1024
ARENAS = 2  # the window's thread and everybody else's; eight a core otherwise, each with its own gaps


def steady() -> None:
    """Before the first large allocation. Where the C library is another one there is nothing to set."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return
    for option, value in ((_M_MMAP_THRESHOLD, MAPPED_FROM), (_M_TRIM_THRESHOLD, TRIMMED_AT), (_M_ARENA_MAX, ARENAS)):
        mallopt(option, value)
