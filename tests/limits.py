"""How long a test waits for what must come.

A wait ends with its event; the limit only ends a wait for what never comes. It is therefore far beyond what a slow and
busy machine takes, and nothing is measured with it.
"""

from __future__ import annotations

LIMIT_S = 60.0
PROGRAM_S = 280.0  # of a program that draws pages for a while; pytest's own limit for a test is 300 s
