"""What a citizen hands in, and what becomes of it, through real files."""

from __future__ import annotations

import asyncio
import base64
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from offline_cache import clock
from offline_cache.order import order_key
from offline_cache.outbox import Outbox
from offline_cache.records import Slot
from offline_cache.sealing import OpeningKey
from offline_cache.states import IllegalTransition, State
from tests.limits import LIMIT_S
from tests.offline_cache.hands import ROOM, files, hand_in, reserve

ACK = {"number": "CASE-1", "state": "accepted", "received_at": "2026-11-22T02:24:05Z"}


def test_from_reservation_to_shredding(outbox: Outbox, folder: Path) -> None:
    slot = reserve(outbox)
    assert outbox.record(slot.key).state is State.STAGED and outbox.counts().waiting == 0
    digest = outbox.attach(slot.key, b"sealed page")
    outbox.commit(slot.key, b"sealed record")
    assert files(folder) == [f"{slot.key}.{digest}"]
    lease = outbox.lease(clock.boottime(), 60)
    assert lease is not None and lease.sealed == b"sealed record"
    assert lease.path(lease.attachments[0]).read_bytes() == b"sealed page"
    assert list(outbox.damage()) == []
    outbox.acknowledge(slot.key, ACK)
    assert outbox.shred()
    left = outbox.record(slot.key)
    assert (left.state, left.number, left.case_number) == (State.SHREDDED, 1, "CASE-1")
    assert (left.item, left.attachments, files(folder)) == ("", (), [])
    assert left.digest and left.reserved_at and left.committed_at and left.acknowledged_at


def test_folders_and_files_are_private(outbox: Outbox, folder: Path) -> None:
    hand_in(outbox, outbox.order_key("x"), pages=(b"sealed page",))
    for path in (folder, *folder.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_numbers_rise_and_are_never_used_again(outbox: Outbox, folder: Path) -> None:
    first, second = reserve(outbox), reserve(outbox)
    outbox.abandon(second.key)
    outbox.close()
    again = Outbox.open(folder)
    assert first.number < second.number < reserve(again).number
    again.close()


def test_what_was_never_handed_in_goes_with_its_process_and_nothing_else_does(outbox: Outbox, folder: Path) -> None:
    staged = reserve(outbox)
    outbox.attach(staged.key, b"sealed page of a visit that goes on")
    ready = hand_in(outbox, pages=(b"sealed page",))
    other = Outbox.open(folder)  # another process starts meanwhile
    assert other.record(staged.key).state is State.STAGED, "a living process lost what it was taking in"
    other.close()
    outbox.close()  # the lock on its holder file goes as it does when a process dies
    (folder / "pages" / f"{ready}.{'0' * 64}.tmp").write_bytes(b"half a page")
    after = Outbox.open(folder)
    assert [record.key for record in after.records()] == [ready]
    assert [name.partition(".")[0] for name in files(folder)] == [ready]
    assert list(after.damage()) == []
    after.close()


def test_abandoning_leaves_nothing_and_is_no_error_twice(outbox: Outbox, folder: Path) -> None:
    slot = reserve(outbox)
    outbox.attach(slot.key, b"sealed page")
    outbox.abandon(slot.key)
    outbox.abandon(slot.key)
    assert list(outbox.records()) == [] and files(folder) == []


def test_what_is_accepted_cannot_be_abandoned_or_changed(outbox: Outbox) -> None:
    key = hand_in(outbox)
    for wrong in (lambda: outbox.abandon(key), lambda: outbox.commit(key, b"x"), lambda: outbox.attach(key, b"x")):
        with pytest.raises(IllegalTransition):
            wrong()
    assert outbox.record(key).state is State.READY


# ---- order and leases -------------------------------------------------------------------------------
def test_a_citizens_records_go_in_order_and_those_of_others_beside_them(outbox: Outbox) -> None:
    keys = [hand_in(outbox, order) for order in ("aa", "aa", "bb", "aa")]
    now = clock.boottime()
    first, third = outbox.lease(now, 60), outbox.lease(now, 60)
    assert first and third and [first.key, third.key] == [keys[0], keys[2]]
    assert outbox.lease(now, 60) is None, "a citizen's second record went before the first was acknowledged"
    outbox.acknowledge(keys[0], ACK)
    second = outbox.lease(now, 60)
    assert second and second.key == keys[1]


def test_a_parked_or_delayed_record_blocks_its_own_order_only(outbox: Outbox) -> None:
    parked, behind, delayed, free = (hand_in(outbox, order) for order in ("aa", "aa", "bb", "cc"))
    now = clock.boottime()
    outbox.park(parked, "422 unreadable")
    lease = outbox.lease(now, 60)
    assert lease and lease.key == delayed
    outbox.postpone(delayed, now + 10)
    lease = outbox.lease(now, 60)
    assert lease and lease.key == free
    assert outbox.lease(now, 60) is None and outbox.next_due(now) == pytest.approx(10)
    lease = outbox.lease(now + 11, 60)
    assert lease and lease.key == delayed
    outbox.retry(parked)
    lease = outbox.lease(now, 60)
    assert lease and lease.key == parked
    assert outbox.record(behind).state is State.READY


def test_a_lease_ends_with_its_time_its_process_or_its_boot(
    outbox: Outbox, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = hand_in(outbox)
    now = clock.boottime()
    for again_at in (now, now + 61):  # the first lease, and after its 60 seconds
        assert outbox.lease(again_at, 60) is not None
        assert outbox.lease(again_at + 59, 60) is None
    other = Outbox.open(folder)
    assert other.lease(now, 1e6) is None
    outbox.close()
    lease = other.lease(now, 1e6)
    assert lease and lease.key == key, "the lease of a process that is gone still holds"
    monkeypatch.setattr(clock, "boot_id", lambda: "the next boot")
    rebooted = Outbox.open(folder)
    lease = rebooted.lease(5.0, 60)  # the boot clock begins anew
    assert lease and lease.key == key
    rebooted.close()
    other.close()


def test_delays_do_not_outlive_a_boot(outbox: Outbox, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = hand_in(outbox)
    outbox.lease(clock.boottime(), 60)
    outbox.postpone(key, clock.boottime() + 1e6)
    monkeypatch.setattr(clock, "boot_id", lambda: "the next boot")
    rebooted = Outbox.open(folder)
    assert rebooted.lease(5.0, 60) is not None
    rebooted.close()


def test_a_wrong_wall_clock_expires_delays_and_reorders_nothing(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = iter(["2099-01-01T00:00:00Z", "1970-01-01T00:00:00Z"] * 20)
    monkeypatch.setattr(clock, "utc_text", lambda moment=None: next(written))
    keys = [hand_in(outbox) for _ in range(4)]
    assert 0 <= outbox.counts().oldest_s < 60
    sent = []
    while lease := outbox.lease(clock.boottime(), 60):
        sent.append(lease.key)
        outbox.acknowledge(lease.key, ACK)
    assert sent == keys


def test_expired_records_are_not_sent_and_their_content_goes(outbox: Outbox, folder: Path) -> None:
    slot = outbox.reserve("submissions", "TEST-ITEM", "aa", ROOM, datetime(2026, 1, 1, tzinfo=UTC))
    assert isinstance(slot, Slot)
    outbox.attach(slot.key, b"sealed page")
    outbox.commit(slot.key, b"sealed")
    assert outbox.expire(datetime(2025, 12, 31, tzinfo=UTC)) == []
    assert outbox.expire(datetime(2026, 1, 2, tzinfo=UTC)) == [slot.key]
    assert outbox.lease(clock.boottime(), 60) is None and outbox.shred() and files(folder) == []
    assert outbox.record(slot.key).state is State.EXPIRED


def test_one_that_is_acknowledged_after_it_expired_ends_as_any_other(outbox: Outbox, folder: Path) -> None:
    # Guards against: a record that says "acknowledged" for good, as if its content still lay there.
    slot = outbox.reserve("submissions", "TEST-ITEM", "aa", ROOM, datetime(2026, 1, 1, tzinfo=UTC))
    assert isinstance(slot, Slot)
    outbox.commit(slot.key, b"sealed")
    assert outbox.expire(datetime(2026, 1, 2, tzinfo=UTC)) == [slot.key] and outbox.shred()
    outbox.acknowledge(slot.key, ACK)
    assert outbox.record(slot.key).state is State.ACKNOWLEDGED and outbox.shred()
    assert outbox.record(slot.key).state is State.SHREDDED and outbox.record(slot.key).case_number


def test_a_late_or_repeated_acknowledgement_counts(outbox: Outbox) -> None:
    key = hand_in(outbox)
    outbox.park(key, "422 unreadable")
    outbox.acknowledge(key, ACK)
    outbox.shred()
    outbox.acknowledge(key, ACK)
    assert outbox.record(key).state is State.SHREDDED and outbox.record(key).case_number == "CASE-1"


@pytest.mark.parametrize("odd", ["\ud800", None, ["a"], {"a": 1}, 7], ids=ascii)
def test_an_odd_acknowledgement_holds_up_none_that_is_written_with_it(outbox: Outbox, odd: object) -> None:
    keys = [hand_in(outbox, order) for order in ("aa", "bb")]
    assert outbox.acknowledge_several([(keys[0], ACK | {"number": odd, "state": odd}), (keys[1], ACK)]) == []
    assert {outbox.record(key).state for key in keys} == {State.ACKNOWLEDGED}
    assert outbox.record(keys[1]).case_number == "CASE-1"


async def test_who_waits_gets_the_acknowledgement_also_after_shredding(outbox: Outbox, folder: Path) -> None:
    key = hand_in(outbox)
    assert await outbox.acknowledgement(key, 0.05) is None
    agent = Outbox.open(folder)
    waiting = asyncio.create_task(outbox.acknowledgement(key, LIMIT_S))
    await asyncio.sleep(0)
    agent.acknowledge(key, ACK)
    found = await waiting
    assert found == ACK | {"key": key, "digest": outbox.record(key).digest}
    agent.shred()
    assert await outbox.acknowledgement(key, 0) == found
    agent.close()


# ---- secrecy ------------------------------------------------------------------------------------------
def test_nothing_that_was_handed_in_lies_there_in_clear(outbox: Outbox, folder: Path, opening_key: OpeningKey) -> None:
    planted = ["99999919900101001X", "测试员甲", "page of 测试员甲"]
    seal = opening_key.public().seal
    slot = outbox.reserve("submissions", "TEST-ITEM", outbox.order_key(planted[0]), ROOM)
    assert isinstance(slot, Slot)
    outbox.attach(slot.key, seal(planted[2].encode(), {"kind": "page"}))
    outbox.commit(slot.key, seal("".join(planted).encode(), {"kind": "submission"}))
    assert "sealed" not in repr(outbox.lease(clock.boottime(), 60)).replace("sealed=", "")
    stored = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert slot.key.encode() in stored
    for text in planted:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            assert text.encode(encoding) not in stored
        assert base64.b64encode(text.encode()).rstrip(b"=")[:-1] not in stored


def test_after_shredding_not_even_the_sealed_bytes_lie_there(outbox: Outbox, folder: Path) -> None:
    envelope = os.urandom(3000)
    key = hand_in(outbox, "0123order", envelope)
    assert envelope[:64] in b"".join(path.read_bytes() for path in folder.glob("outbox.sqlite3*"))
    outbox.acknowledge(key, ACK)
    outbox.shred()
    stored = b"".join(path.read_bytes() for path in folder.glob("outbox.sqlite3*"))
    assert envelope[:64] not in stored and b"0123order" not in stored and b"TEST-ITEM" not in stored


def test_order_keys_are_opaque_stable_and_this_terminals_own(outbox: Outbox, folder: Path) -> None:
    one = outbox.order_key("99999919900101001X")
    assert one == outbox.order_key("99999919900101001X") != outbox.order_key("999999199001010028")
    secret = (folder / "order.secret").read_bytes()
    assert one == order_key(secret, "99999919900101001X") != order_key(bytes(32), "99999919900101001X")


def test_threads_share_one_outbox(outbox: Outbox) -> None:
    threads = [threading.Thread(target=hand_in, args=(outbox, f"{n:02x}")) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outbox.counts().waiting == 16 and len({record.number for record in outbox.records()}) == 16
