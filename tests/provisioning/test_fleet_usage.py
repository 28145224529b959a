"""What a terminal counted arrives once, whatever happens to the answers; what does not add up is not taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import msgspec
import pytest

from kiosk.agent.bookkeeper import SPREAD_S, Bookkeeper
from kiosk.clock import CHINA
from kiosk.contract.usage import UsagePeriod
from kiosk.settings import Settings
from kiosk.usage.books import Books, to_tell
from kiosk.usage.ended import End, Ended
from provisioning.database import read_only
from provisioning.fleet.areas import AREAS, FIRST_FIVE, spread, weights
from provisioning.fleet.store import FleetStore
from provisioning.fleet.usage import UsageStore, periods, read_usage
from provisioning.problem import Problem
from tests.provisioning.services import TERMINAL, client, fleet, problem, tls

DAY = Ended("2026-11-22", 10, "ITEM", End.DONE, seconds=60, touches=5, pages=4)
NEXT_DAY = datetime(2026, 11, 23, 12, tzinfo=CHINA)


def counted(home: Path, visits: int) -> Settings:
    settings = Settings(home=home, terminal_id=TERMINAL)
    books = Books(settings)
    for _ in range(visits):
        books.note(DAY)
    return settings


def kept(home: Path) -> list[UsagePeriod]:
    database = read_only(home / "fleet/fleet.sqlite")
    try:
        return list(periods(database, "2026-01-01", "2026-12-31"))
    finally:
        database.close()


async def test_a_day_arrives_once_also_when_its_answer_is_lost(tmp_path: Path) -> None:
    terminal = tmp_path / "terminal"
    settings = counted(terminal, 6)
    with fleet(tmp_path) as service:
        settings = replace(settings, fleet_url=service.address)
        async with httpx.AsyncClient(verify=tls(tmp_path), trust_env=False) as wire:

            async def lost(_: httpx.Response) -> None:
                raise httpx.ReadError("the answer is lost")

            wire.event_hooks["response"] = [lost]
            assert await Bookkeeper(settings, wire, lambda: NEXT_DAY).tell() == 0
            assert len(list(to_tell(settings, NEXT_DAY.date()))) == 1  # it does not know that it has arrived
            wire.event_hooks["response"] = []
            keeper = Bookkeeper(settings, wire, lambda: NEXT_DAY)
            await keeper.tell()
            await keeper.tell()
            (period,) = kept(tmp_path)
            assert (period.terminal, period.total.visits) == (TERMINAL, 6)
        with client(service) as foreign:
            body = msgspec.json.encode(period)
            assert foreign.post("/v1/usage", content=body).json() == {"first": "2026-11-22", "visits": 6}
            other = msgspec.json.encode(msgspec.structs.replace(period, terminal="TEST-0009"))
            assert problem(foreign.post("/v1/usage", content=other))[0] == 403
            wrong = msgspec.structs.replace(period, ends={"done": 7})
            for bad in (b"{}", b"[", msgspec.json.encode(wrong)):
                assert problem(foreign.post("/v1/usage", content=bad)) == (400, "malformed")


async def test_what_a_busy_service_asks_for_is_kept_to(tmp_path: Path) -> None:
    def busy(_: httpx.Request) -> httpx.Response:
        return httpx.Response(503, headers={"Retry-After": "1000"})

    settings = replace(counted(tmp_path, 6), fleet_url="https://fleet.invalid")
    async with httpx.AsyncClient(transport=httpx.MockTransport(busy)) as wire:
        asked = await Bookkeeper(settings, wire, lambda: NEXT_DAY).tell()
    assert 1000 <= asked <= 1100


@pytest.mark.parametrize("said", ["<html>请登录无线网络</html>", '{"first": "2026-01-01", "visits": 6}', "{}"])
async def test_a_portals_page_is_no_acknowledgement(tmp_path: Path, said: str) -> None:
    def portal(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, text=said)

    settings = replace(counted(tmp_path, 6), fleet_url="https://fleet.invalid")
    async with httpx.AsyncClient(transport=httpx.MockTransport(portal)) as wire:
        await Bookkeeper(settings, wire, lambda: NEXT_DAY).tell()
    assert len(list(to_tell(settings, NEXT_DAY.date()))) == 1


async def test_terminals_do_not_all_tell_at_midnight(tmp_path: Path) -> None:
    """100,000 terminals whose day ends at the same second."""
    midnight = datetime(2026, 11, 23, tzinfo=CHINA)
    wire = httpx.AsyncClient(verify=False)

    def begun(number: int, after_s: float) -> bool:
        settings = Settings(home=tmp_path, terminal_id=f"KIOSK-{number:05d}")
        now = midnight + timedelta(seconds=after_s)
        return Bookkeeper(settings, wire, lambda: now).today == midnight.date()

    for part in (0.25, 0.5, 0.75, 1.0):
        already = sum(begun(number, SPREAD_S * part) for number in range(400))
        assert abs(already - 400 * part) < 40


def test_an_older_copy_that_comes_late_takes_nothing_back(tmp_path: Path) -> None:
    store = FleetStore.open(tmp_path / "fleet.sqlite", 60, 0)
    usage = UsageStore(store.database)
    few = next(to_tell(counted(tmp_path / "few", 5), NEXT_DAY.date()))
    more = next(to_tell(counted(tmp_path / "more", 9), NEXT_DAY.date()))
    assert [usage.take(one, 1.0) for one in (more, few, more)] == [9, 9, 9]
    store.close()


def test_a_database_of_before_has_no_periods(tmp_path: Path) -> None:
    FleetStore.open(tmp_path / "fleet.sqlite", 60, 0).close()
    database = read_only(tmp_path / "fleet.sqlite")
    assert list(periods(database, "2026-01-01", "2026-12-31")) == []
    database.close()


def test_the_shares_are_those_of_document_a() -> None:
    """Areas 1962.8, 471.2 and 297.6 of 2731.6; the first five districts 795.7 (29.1 %)."""
    shares = weights()
    assert len(shares) == 38
    assert sum(shares.values()) == pytest.approx(1)
    parts = [sum(shares[one] for one in area.districts) for area in AREAS]
    assert parts == pytest.approx([0.7186, 0.1725, 0.1089], abs=1e-4)
    assert sum(shares[one] for one in FIRST_FIVE) == pytest.approx(0.2913, abs=1e-4)
    assert min(shares[one] for one in FIRST_FIVE) > max(part for one, part in shares.items() if one not in FIRST_FIVE)
    for number in (0, 1, 54, 1000):
        assert len(spread(number)) == number
    assert abs(sum(one in FIRST_FIVE for one in spread(1000)) - 291) <= 5
    few = spread(24)  # also of a few terminals
    assert [sum(one in area.districts for one in few) for area in AREAS] == [17, 4, 3]


def test_numbers_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    period = next(to_tell(counted(tmp_path, 5), NEXT_DAY.date()))
    total = msgspec.structs.replace(period.total, finished=6)
    for wrong in (
        msgspec.structs.replace(period, last="2026-01-01"),
        msgspec.structs.replace(period, total=total),
        msgspec.structs.replace(period, total=msgspec.structs.replace(period.total, seconds=-1)),
    ):
        with pytest.raises(Problem):
            read_usage(msgspec.json.encode(wrong))
