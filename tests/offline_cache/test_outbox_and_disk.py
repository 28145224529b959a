"""The disk under the outbox: its room, its length, its failures, its damage."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest

from offline_cache import clock
from offline_cache.durable_files import System
from offline_cache.faults import DiskFailed, OutboxRefused, Reason
from offline_cache.outbox import Outbox
from offline_cache.records import Refused
from offline_cache.states import IllegalTransition, State
from tests.offline_cache.hands import ROOM, files, hand_in, reserve


def test_no_room_refuses_before_anything_is_begun(folder: Path) -> None:
    outbox = Outbox.open(folder, margin=2**62)
    assert outbox.reserve("submissions", "x", "aa", ROOM) == Refused(Reason.FULL)
    assert list(outbox.records()) == []
    outbox.close()


async def test_the_room_is_really_taken_and_given_back(outbox: Outbox, folder: Path) -> None:
    """For all visits of the process together: what is full then is full for others, not for them."""

    def kept() -> int:
        (mine,) = (folder / "holders").iterdir()
        assert mine.stat().st_blocks * 512 >= mine.stat().st_size
        return mine.stat().st_size

    slot, left = reserve(outbox), reserve(outbox)
    assert kept() == 2 * ROOM
    outbox.attach(slot.key, bytes(10_000))
    outbox._space.fit()
    assert kept() == 2 * ROOM - 10_000
    outbox.commit(slot.key, b"sealed")
    assert kept() == 2 * ROOM - 10_000, "a citizen waited for it"
    await outbox.acknowledgement(slot.key, 0)
    assert kept() == ROOM
    outbox.abandon(left.key)
    assert kept() == 0


def test_the_room_of_a_process_that_died_is_free_at_the_next_start(outbox: Outbox, folder: Path) -> None:
    reserve(outbox)
    os.close(outbox._holders._fd)  # as the kernel does
    Outbox.open(folder).close()
    assert list((folder / "holders").iterdir()) == []
    with contextlib.suppress(OSError):
        outbox._holders._token = None


@pytest.mark.parametrize("left", [None, b""])
def test_pages_without_their_database_are_not_swept_away(folder: Path, left: bytes | None) -> None:
    """Half a copy from another disk: a new outbox beside them would say that nothing was ever handed in."""
    outbox = Outbox.open(folder)
    slot = reserve(outbox)
    outbox.attach(slot.key, b"page")
    outbox.commit(slot.key, b"sealed")
    outbox.close()
    (folder / "outbox.sqlite3").unlink()
    if left is not None:
        (folder / "outbox.sqlite3").write_bytes(left)
    with pytest.raises(OutboxRefused, match="is missing or empty"):
        Outbox.open(folder)
    assert [page.read_bytes() for page in (folder / "pages").iterdir()] == [b"page"]


@pytest.mark.skipif(os.geteuid() != 0, reason="a disk of its own can only be mounted by root")
def test_a_disk_without_any_room_is_called_full(tmp_path: Path) -> None:
    """SQLite calls it an input/output error: a technician would change a good disk."""
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)], check=False)
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        Outbox.open(tmp_path / "outbox").close()
        with contextlib.suppress(OSError):
            (tmp_path / "others").write_bytes(bytes(2**20))
        with pytest.raises(OutboxRefused, match="the disk is full"):
            Outbox.open(tmp_path / "outbox")
        (tmp_path / "others").unlink()
        Outbox.open(tmp_path / "outbox").close()
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_on_a_full_disk_the_room_that_was_kept_is_what_is_used(outbox: Outbox) -> None:
    slot, tries = reserve(outbox), []

    def write() -> str:
        tries.append(outbox._holders._room)
        if len(tries) == 1:
            raise DiskFailed(Reason.FULL, "No space left on device")
        return "written"

    assert outbox._space.used(slot.key, 10_000, write) == "written"
    assert tries == [ROOM, ROOM - 10_000]


def test_a_record_belongs_to_the_process_that_staged_it(outbox: Outbox, folder: Path) -> None:
    """Its pages get their rows with its commit: another process does not know them."""
    slot, other = reserve(outbox), Outbox.open(folder)
    with pytest.raises(IllegalTransition):
        other.attach(slot.key, b"page")
    with pytest.raises(IllegalTransition):
        other.commit(slot.key, b"sealed")
    other.close()
    assert outbox.record(slot.key).state is State.STAGED


def test_what_is_asked_often_looks_at_no_more_than_waits(outbox: Outbox) -> None:
    """Guards against a question that reads all that was ever handed in, or all that waits."""
    asked: list[str] = []
    outbox._database._connection.trace_v2(apsw.SQLITE_TRACE_STMT, lambda event: asked.append(event["sql"]))
    key = hand_in(outbox)
    outbox.lease(clock.boottime(), 60)
    outbox.newest(), outbox.next_due(0), outbox.counts(), outbox.unacknowledged()
    outbox.expire(datetime.now(UTC))
    outbox.acknowledge(key, {"number": "CASE-1", "state": "accepted"})
    outbox.shred()
    outbox._database._connection.trace_v2(0)
    questions = {one for one in asked if one.lstrip("- ").startswith(("SELECT", "UPDATE", "DELETE"))}
    assert len(questions) > 10
    for question in questions:
        values = [None] * question.count("?")
        plan = [row["detail"] for row in outbox._database.rows(f"EXPLAIN QUERY PLAN {question}", *values)]
        assert not [
            step for step in plan if step.startswith(("SCAN record", "SCAN r", "SCAN e")) and "INDEX" not in step
        ], (question, plan)


def test_a_commit_builds_no_b_tree_and_changes_one(outbox: Outbox) -> None:
    """Guards against a rule or an index that says `IN` of many values of `state`: SQLite makes a b-tree each time."""
    asked: list[str] = []
    outbox._database._connection.trace_v2(apsw.SQLITE_TRACE_STMT, lambda event: asked.append(event["sql"]))
    hand_in(outbox)
    outbox._database._connection.trace_v2(0)
    (commit,) = [one for one in asked if "committed_at = ?" in one]
    rows = outbox._database.rows(f"EXPLAIN {commit}", *[None] * commit.count("?"))
    opcodes = [row["opcode"] for row in rows]
    assert "OpenEphemeral" not in opcodes and "Insert" in opcodes
    assert (
        opcodes.count("OpenWrite") <= 2 and opcodes.count("IdxInsert") <= 1
    )  # the row; `record_put_aside`, if it changes


def test_the_file_itself_knows_the_states(outbox: Outbox) -> None:
    hand_in(outbox)
    for state in State:
        if state is not State.REMOVED:
            outbox._database.run("UPDATE record SET state = ?", state)
    with pytest.raises(apsw.ConstraintError):
        outbox._database.run("UPDATE record SET state = 'lost'")


def test_a_commit_writes_over_the_log_and_does_not_make_it_longer(outbox: Outbox, folder: Path) -> None:
    """The file system would have to write down the new length too, which takes as long again."""
    log = folder / "outbox.sqlite3-wal"
    begun = log.stat().st_size
    for _ in range(3):
        hand_in(outbox, sealed=os.urandom(1_200))
    assert log.stat().st_size == begun > 200_000


def test_more_than_was_reserved_is_taken_in_as_long_as_the_disk_has_room(outbox: Outbox) -> None:
    slot = reserve(outbox)
    outbox.attach(slot.key, bytes(2 * ROOM))
    outbox.attach(slot.key, bytes(3 * ROOM))
    outbox.commit(slot.key, b"sealed")
    assert len(outbox.record(slot.key).attachments) == 2 and list(outbox.damage()) == []


@pytest.mark.parametrize(("pragma", "reason"), [("max_page_count=1", Reason.FULL), ("query_only=1", Reason.READ_ONLY)])
def test_a_full_or_read_only_disk_refuses_and_loses_nothing(outbox: Outbox, pragma: str, reason: Reason) -> None:
    """SQLite's own errors of a full and of a read-only disk."""
    kept, staged = hand_in(outbox), reserve(outbox)
    outbox._database.rows(f"PRAGMA {pragma}")
    with pytest.raises(DiskFailed) as failed:
        outbox.commit(staged.key, os.urandom(500_000))
    assert failed.value.reason is reason
    assert [record.state for record in outbox.records()] == [State.READY, State.STAGED]
    refusals = {outbox.reserve("submissions", "x" * 5000, "aa", ROOM) for _ in range(3)}
    assert refusals == {Refused(reason)}
    outbox._database.rows("PRAGMA max_page_count=100000")
    outbox._database.rows("PRAGMA query_only=0")
    lease = outbox.lease(clock.boottime(), 60)
    assert lease and lease.key == kept


def test_a_page_whose_fsync_fails_is_not_kept_and_the_record_can_go_on(outbox: Outbox, folder: Path) -> None:
    class Failing(System):
        def fsync(self, fd: int) -> None:
            raise OSError(errno.EIO, "Input/output error")

    slot = reserve(outbox)
    real, outbox._files._system = outbox._files._system, Failing()
    with pytest.raises(DiskFailed) as failed:
        outbox.attach(slot.key, b"sealed page")
    assert failed.value.reason is Reason.FAILING and outbox.record(slot.key).attachments == ()
    assert files(folder) == []
    outbox._files._system = real
    outbox.attach(slot.key, b"sealed page")
    outbox.commit(slot.key, b"sealed")
    assert list(outbox.damage()) == []


def test_damage_is_found(outbox: Outbox, folder: Path) -> None:
    key = hand_in(outbox, pages=(b"page one", b"page two"))
    one, two = sorted((folder / "pages").iterdir())
    one.write_bytes(b"page 0ne")
    two.unlink()
    assert [found for found, _ in outbox.damage()] == [key, key]
