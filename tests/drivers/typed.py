"""`kiosk device …` as a technician types it."""

from __future__ import annotations

import subprocess
import sys

from tests.limits import LIMIT_S


def kiosk(*words: str) -> subprocess.CompletedProcess[str]:
    program = "import sys; from kiosk.__main__ import OneLineParser; from drivers.command import register\n"
    program += "p = OneLineParser(prog='kiosk'); register(p.add_subparsers(required=True)); a = p.parse_args()\n"
    program += "sys.exit(a.run(a))"
    return subprocess.run(
        [sys.executable, "-c", program, "device", *words], capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
