"""Numbers that a person reads out, copies or compares."""

from __future__ import annotations

import textwrap

LONG = 8  # characters that are taken in at a glance


def grouped(number: str) -> str:
    """A long number in groups of four; one with hyphens of its own stays as it is."""
    return " ".join(textwrap.wrap(number, 4)) if "-" not in number and len(number) > LONG else number
