"""How long a test waits for what must come.

A wait ends with its event; the limit only ends a wait for what never comes. It is therefore far beyond what a slow and
busy machine takes, and nothing is measured with it.
"""

from __future__ import annotations

LIMIT_S = 60.0
