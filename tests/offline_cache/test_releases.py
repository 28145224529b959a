"""An update may be taken back: the release before goes on with the outbox that the new one has used, and the other way.

`releases/schema_N.zip` is the room `offline_cache/` as the last release with schema N had it, unchanged
(`git archive --format=zip <release> offline_cache`). With each new schema the last release of the one before is added.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from offline_cache import clock
from offline_cache.outbox import Outbox
from offline_cache.records import Slot
from offline_cache.states import State
from tests.faults.disk import Disk, SyncFolder
from tests.faults.lives import watched_outbox
from tests.faults.power_cuts import in_memory, lay_out
from tests.faults.recorder import Recorder
from tests.limits import LIMIT_S
from tests.offline_cache.hands import ROOM, hand_in

RELEASES = Path(__file__).parent / "releases"

# Run by the release before: tells what it finds, sends the first record, and hands one in itself.
BEFORE = """
import json, sys
from pathlib import Path
from offline_cache import clock
from offline_cache.outbox import Outbox
outbox = Outbox.open(Path(sys.argv[1]))
told = {"waiting": outbox.counts().waiting, "damage": list(outbox.damage()), "file": Outbox.open.__code__.co_filename}
if lease := outbox.lease(clock.boottime(), 60):
    outbox.acknowledge(lease.key, {"number": "1", "state": "accepted"})
    outbox.shred()
    told["sent"] = lease.key
slot = outbox.reserve("submissions", "TEST-ITEM", "ee", 1000)
outbox.attach(slot.key, b"sealed page")
outbox.commit(slot.key, b"sealed by the release before")
told["handed_in"] = slot.key
outbox.close()
print(json.dumps(told))
"""


@pytest.fixture(params=["schema_1", "schema_2", "schema_3"])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    with zipfile.ZipFile(RELEASES / f"{request.param}.zip") as release:
        release.extractall(tmp_path / "release")
    return tmp_path / "release"


def run(before: Path, folder: Path) -> dict[str, object]:
    command = [sys.executable, "-c", BEFORE, str(folder)]
    done = subprocess.run(command, cwd=before, capture_output=True, text=True, timeout=LIMIT_S, check=True)
    told: dict[str, object] = json.loads(done.stdout)
    assert str(before) in str(told["file"]), "the wrong release ran"
    return told


def test_the_release_before_goes_on_with_what_this_one_has_written(before: Path, outbox: Outbox, folder: Path) -> None:
    slot = outbox.reserve("submissions", "TEST-ITEM", "aa", ROOM, keep=timedelta(days=3))
    assert isinstance(slot, Slot)
    outbox.commit(slot.key, b"sealed")
    outbox.send_resumably(slot.key, "/v1/uploads/1")
    behind = hand_in(outbox, "aa")
    told = run(before, folder)  # while this release has the outbox open
    assert (told["waiting"], told["damage"], told["sent"]) == (2, [], slot.key)
    assert outbox.record(slot.key).state is State.SHREDDED
    outbox.note_ages(clock.boottime())
    assert outbox.expire(None, clock.boottime() + 1e9) == []
    assert [lease.key for lease in iter(lambda: outbox.lease(clock.boottime(), 60), None)] == [
        behind,
        told["handed_in"],
    ]


def test_this_release_goes_on_with_what_the_one_before_has_made(before: Path, folder: Path) -> None:
    key = str(run(before, folder)["handed_in"])
    opened = Outbox.open(folder)
    lease = opened.lease(clock.boottime(), 60)
    assert lease is not None and lease.key == key and lease.sealed == b"sealed by the release before"
    assert lease.path(lease.attachments[0]).read_bytes() == b"sealed page"
    opened.send_resumably(key, None)
    opened.close()
    assert run(before, folder)["waiting"] == 1  # and back again


def test_the_power_goes_while_this_release_takes_the_outbox_over(before: Path, folder: Path) -> None:
    """Guards against a change of the schema that is there in part: everything that waited is still whole and sent."""
    keys = [str(run(before, folder)["handed_in"])]
    found = {f"outbox/{path.relative_to(folder)}": path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found |= {f"outbox/{path.relative_to(folder)}/": b"" for path in folder.rglob("*") if path.is_dir()}
    with in_memory() as memory:
        lived, cut = Path(memory) / "lived", Path(memory) / "cut"
        lay_out(lived, {"outbox/": b"", **found})
        recorder = Recorder(lived, {"outbox/": b"", **found})
        taken_over_from = len(recorder.log)
        watched_outbox(lived / "outbox", recorder).close()
        disk, dice = Disk(), random.Random(1)
        assert len(recorder.log) - taken_over_from > 20
        for tick, operation in enumerate([*recorder.log, SyncFolder("outside")]):
            if tick >= taken_over_from:
                lay_out(cut, disk.cut(dice, dice.choice((0.0, 0.5, 1.0))))
                opened = Outbox.open(cut / "outbox", margin=0)
                assert (opened.unacknowledged(), list(opened.damage())) == (keys, [])
                opened.close()
            disk.do(operation)
