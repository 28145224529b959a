"""Time as the visit counts it; tests count faster."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kiosk import clock


@dataclass(frozen=True)
class Pace:
    second: float = 1.0
    now: Callable[[], datetime] = clock.now

    async def wait(self, seconds: float) -> None:
        """So many of the terminal's seconds."""
        await asyncio.sleep(seconds * self.second)


USUAL = Pace()
