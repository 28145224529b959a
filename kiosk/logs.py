"""What the terminal's processes write to their log: plain lines on standard error, for systemd's journal."""

from __future__ import annotations

import logging
import sys

QUIET = ("httpx", "httpcore", "asyncio", "PIL", "kivy")
"""Libraries whose own notes name addresses and sessions, or fill the log."""


def begin() -> None:
    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s", stream=sys.stderr)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
