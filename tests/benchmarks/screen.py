"""What the window's benchmarks share: a screen without glass, and what a tree of processes costs."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.processes import descendants

SIZE = (1080, 1920)


@contextlib.contextmanager
def virtual_screen(size: tuple[int, int] = SIZE) -> Iterator[str]:
    """An X server of the terminal's size with nothing on it; gives its DISPLAY."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as said:
            yield f":{said.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="kiosk-bench-", dir="/tmp"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def tree(pid: int) -> list[int]:
    """The process and everything that it started."""
    return [pid, *descendants(pid)]


def pss_mb(pids: list[int], kind: str = "Pss") -> float:
    """Proportional set size (shared pages counted by their share), in MB.

    `kind`: "Pss_Anon" leaves out what is mapped from files, whose share changes with every process that maps them.
    """
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith(f"{kind}:"):
                    total += int(line.split()[1])
    return total / 1024


def cpu_s(pids: list[int]) -> float:
    """Processor seconds used so far, user and system."""
    tick = os.sysconf("SC_CLK_TCK")
    total = 0.0
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / tick
    return total
