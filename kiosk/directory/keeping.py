"""Makes the index anew when the platform published another directory: a process of its own, at the lowest priority."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from kiosk.directory.index import DirectoryIndex, index_of

LIMIT_S = 900.0  # some ten seconds of work; on a busy terminal it waits for everything else


class NotBuilt(Exception):
    """The index that is there stays. One short reason for the log."""


def is_current(home: Path, document: str) -> bool:
    """An index of the newest document that a release of before made is found in and not browsed: it is made anew."""
    index = DirectoryIndex(index_of(home), "")
    try:
        return index.document() == document and index.can_be_browsed
    finally:
        index.close()


def make(home: Path, folder: Path, document: str) -> None:
    """Index the parts in `folder`, which have been verified. Blocks. Raises `NotBuilt`."""
    command = [sys.executable, "-m", "kiosk.directory.build", str(folder), str(index_of(home)), document]
    try:
        done = subprocess.run(["nice", "-n", "15", *command], capture_output=True, timeout=LIMIT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotBuilt(f"the directory was not indexed: {type(error).__name__}") from error
    if done.returncode != 0:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise NotBuilt(f"the directory was not indexed: {' '.join(last)[:200]}")
