"""What a store has lost of 200 records that it had acknowledged, when the power goes with all that was not synced.

On a mounted file system that forgets (`tests/faults/forgetful.py`), with the store's own defaults, in a folder that was
there before: a store that makes one and does not sync the folder above would lose all with its name.
"""

from __future__ import annotations

import importlib.util
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.faults.power_cuts_outside import mounted

RECORDS = 200
FOLDERS = ("pq", "dc")  # of persist-queue and diskcache
Way = Callable[[Path], Callable[[], object]]


def lost(way: Way, count: Callable[[Path], int]) -> str:
    """`count`: how many records a store in a folder holds. "-": nothing can be mounted here."""
    if not Path("/dev/fuse").exists() or importlib.util.find_spec("mfusepy") is None:
        return "-"
    with tempfile.TemporaryDirectory() as name:
        folder, left, mountpoint = (Path(name) / each for each in ("folder", "left", "mountpoint"))
        for each in (folder, left, mountpoint):
            each.mkdir()
        for each in FOLDERS:
            (folder / "store" / each).mkdir(parents=True)
        with mounted(folder, mountpoint, lies=False) as disk:
            enqueue = way(mountpoint / "store")
            for _ in range(RECORDS):
                enqueue()
            disk.cut("lost", 0.0, left)
            with suppress(Exception):  # of a store that notices when it is closed
                del enqueue
        try:
            return str(RECORDS - count(left / "store"))
        except Exception as error:
            return f"{RECORDS} ({type(error).__name__})"
