"""Guards against a problem that nobody follows, an export that says the same twice or says who somebody is."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import jsonschema
import msgspec
import pytest

from kiosk.__main__ import main
from kiosk.catalogue.load import load
from provisioning import clock
from provisioning.fleet.application import Board
from provisioning.fleet.calls import Calls
from provisioning.fleet.follow_up.complaints import BadSource, Complaints
from provisioning.fleet.follow_up.store import FollowUps
from provisioning.fleet.heartbeat import read
from provisioning.fleet.store import FleetStore
from provisioning.follow_ups import FEED, FollowUp, Words, as_csv, read_lines, schema
from tests.kiosk.sandbox_stand import operator
from tests.provisioning.services import TERMINAL, problem, refusal
from tests.provisioning.test_fleet import BEAT
from tests.provisioning.test_fleet_calls import CALL
from tests.provisioning.test_rating_tickets import Platform, platform  # noqa: F401 - a fixture


class Fleet:
    """A fleet service's store and board, and the way in which it hears the platform."""

    def __init__(self, home: Path, heard: Platform) -> None:
        self.store = FleetStore.open(home / "fleet.sqlite", 60.0, time.time())
        self.calls = Calls(self.store.database)
        self.follow_ups = FollowUps(self.store.database)
        self.complaints = Complaints("http://127.0.0.1:8442", self.follow_ups)
        self.heard = heard
        self.store.take(read(BEAT | {"terminal": TERMINAL, "district": "500107"}), time.time())

    async def hear(self) -> None:
        async with operator(self.heard.sandbox) as page:
            while await self.complaints.ask(page):
                pass

    def board(self) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(Board(self.store, load(), self.complaints).application())
        return httpx.AsyncClient(transport=transport, base_url="http://board")

    def urgent(self) -> list[str]:
        return [one.problem.id.partition(":")[2] for one in self.follow_ups.listed(time.time())]


@pytest.fixture
def fleet(tmp_path: Path, platform: Platform) -> Fleet:  # noqa: F811
    return Fleet(tmp_path, platform)


def call(fleet: Fleet, key: str, ago_s: float) -> None:
    fleet.calls.take(CALL | {"id": key, "ago_s": ago_s}, TERMINAL, time.time())


async def test_both_kinds_stand_on_one_list_the_most_urgent_first(fleet: Fleet) -> None:
    platform = fleet.heard  # noqa: F811
    platform.at((datetime.now(clock.CHINA) - timedelta(days=30)).strftime("%Y-%m-%dT10:00:00"))
    platform.rate("dissatisfied")
    platform.at(datetime.now(clock.CHINA).strftime("%Y-%m-%dT%H:%M:%S"))
    platform.rate("very_dissatisfied", object="terminal", item_code="terminal", about=TERMINAL)
    platform.rate("satisfied")  # no complaint
    old, new = (one.number for one in platform.tickets)
    call(fleet, "call-yesterday", 86000)
    call(fleet, "call-now", 0)
    await fleet.hear()
    assert fleet.urgent() == ["call-now", old, "call-yesterday", new]  # whoever stands there first, then by deadline
    async with fleet.board() as staff:
        page = (await staff.get("/follow-up")).text
        assert page.index("还有 4 分钟") < page.index(old) < page.index(new)
        assert "九龙坡区" in page  # the fleet knows where the complaint's terminal stands
        assert f"http://127.0.0.1:8442/ratings/{old}" in page
        assert "2 个问题超期" in (await staff.get("/")).text
        done = await staff.post("/calls/call-now/seen-to?back=follow-up")
        assert done.headers["Location"] == "/follow-up"
        tickets = platform.sandbox.desk.ratings
        tickets.act(old, "mend", clock.now(), "已经补上")
        await fleet.hear()
        assert fleet.urgent() == ["call-yesterday", new, old]  # mended: no longer late, and not done
        for move in ("answer", "close"):
            tickets.act(old, move, clock.now(), "请看" if move == "answer" else "")
        await fleet.hear()
        assert fleet.urgent() == ["call-yesterday", new]
        assert old in (await staff.get("/follow-up?done=50")).text
        week = (await staff.get("/reports/weekly", params={"of": clock.china_day(datetime.now(UTC)).isoformat()})).text
        assert "督办问题" in week


async def test_the_export_has_only_what_changed_and_nothing_about_anybody(fleet: Fleet) -> None:
    call(fleet, "call-now", 60)
    fleet.heard.rate("dissatisfied", words="测试员甲写的话")
    await fleet.hear()
    form = schema()
    async with fleet.board() as staff:
        assert (await staff.get("/follow-up.schema.json")).json() == form
        first = await staff.get("/follow-up.jsonl?since=0")
        lines = [json.loads(line) for line in first.text.splitlines()]
        for line in lines:
            jsonschema.Draft202012Validator(form).validate(line)
        assert [one["kind"] for one in lines] == ["call", "complaint"]
        cursor = first.headers["Kiosk-Cursor"]
        nothing = await staff.get(f"/follow-up.jsonl?since={cursor}")
        assert (nothing.text, nothing.headers["Kiosk-Cursor"]) == ("", cursor)
        await staff.put("/calls/call-now/owner", json={"owner": "值守员甲"})
        await fleet.hear()  # told again, it is the same
        changed = await staff.get(f"/follow-up.jsonl?since={cursor}")
        (line,) = [json.loads(line) for line in changed.text.splitlines()]
        assert (line["id"], line["stage"], line["seq"]) == ("call:call-now", "taken", int(cursor) + 1)
        assert changed.headers[FEED] == first.headers[FEED]
        await staff.put("/calls/call-now/owner", json={"owner": "值守员乙"})  # taken over: for nobody outside a change
        assert fleet.follow_ups.take(fleet.follow_ups.since(0), *fleet.follow_ups.heard()) == 0
        assert not fleet.follow_ups.since(line["seq"])
        table = await staff.get("/follow-up.csv?since=0")
        rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff"))))
        assert [(one["id"], one["settled_at"]) for one in rows] == [(lines[1]["id"], ""), ("call:call-now", "")]
        for said in (first.text, changed.text, table.text):
            assert "值守员" not in said  # no person of the staff
            assert "测试员甲" not in said
        assert "值守员乙" in (await staff.get("/follow-up")).text
        for wrong in ("-1", "x", "9" * 30, "9" * 5000):
            assert problem(await staff.get(f"/follow-up.jsonl?since={wrong}")) == (400, "malformed")


async def test_who_cannot_be_heard_is_said_and_a_new_platform_is_read_from_the_start(
    fleet: Fleet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guards against a cursor of another database, after which nothing new would ever come."""
    for _ in range(3):
        fleet.heard.rate("dissatisfied")
    await fleet.hear()
    async with fleet.board() as staff:
        assert "听不到平台" not in (await staff.get("/follow-up")).text
        portal = httpx.MockTransport(lambda _: httpx.Response(200, text="<html>"))
        async with httpx.AsyncClient(transport=portal, base_url="http://portal") as wrong:
            assert not await fleet.complaints.ask(wrong)
        assert "听不到平台" in (await staff.get("/follow-up")).text
    assert len(fleet.urgent()) == 3
    fleet.heard = Platform(tmp_path / "another", monkeypatch)
    fleet.heard.rate("very_dissatisfied", terminal="TEST-0002")
    await fleet.hear()
    await fleet.hear()
    assert "TEST-0002" in {one.problem.terminal for one in fleet.follow_ups.listed(time.time())}
    fleet.heard.sandbox.store.close()
    for address in ("http://192.0.2.1:80", "https://127.0.0.1", "file:///etc/passwd"):
        with pytest.raises(BadSource):
            Complaints(address, fleet.follow_ups)


async def test_a_disk_that_fails_once_does_not_stop_the_listening(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The task ended unseen, and no complaint came any more until the service was started anew."""
    fleet.heard.rate("dissatisfied")
    await fleet.hear()
    assert fleet.complaints.at is not None
    fleet.heard.rate("very_dissatisfied")
    database = fleet.follow_ups._database
    other = sqlite3.connect(database.execute("PRAGMA database_list").fetchone()["file"], isolation_level=None)
    database.execute("PRAGMA busy_timeout=0")
    other.execute("BEGIN IMMEDIATE")  # as a backup that holds the file
    await fleet.hear()
    assert fleet.complaints.at is None, "the page says that nothing is heard"
    other.execute("ROLLBACK")
    other.close()
    await fleet.hear()
    assert len(fleet.urgent()) == 2 and fleet.complaints.at is not None


@pytest.mark.parametrize("change", [{"due_at": "2026-02-30T00:00:00Z"}, {"seq": 2**64}])
def test_a_line_that_no_calendar_or_database_takes_is_none(change: dict[str, object]) -> None:
    """It would be taken in, and end every page that reckons with it."""
    good: dict[str, object] = {
        "id": "call:1", "seq": 1, "kind": "call", "title": {"zh": "甲", "en": "A"}, "state": "open", "stage": "waiting",
        "terminal": "T", "district": "", "owner": {"zh": "甲", "en": "A"}, "opened_at": "2026-11-22T02:24:05Z",
        "due_at": "2026-11-22T02:24:05Z", "settled_at": None, "changed_at": "2026-11-22T02:24:05Z",
    }  # fmt: skip
    assert read_lines(json.dumps(good).encode())
    with pytest.raises(msgspec.ValidationError):
        read_lines(json.dumps(good | change).encode())


def test_calls_of_an_earlier_release_come_onto_the_list(fleet: Fleet) -> None:
    call(fleet, "call-old", 60)
    fleet.store.database.execute("DROP TABLE follow_ups")
    Board(fleet.store, load())
    assert fleet.urgent() == ["call-old"]


def test_a_count_that_no_database_takes_is_said_in_one_line(fleet: Fleet, tmp_path: Path) -> None:
    said = refusal("fleet", "follow-up", "--json", "--since", str(10**30), "--home", str(tmp_path))
    assert "--since" in said


def test_form_and_header_are_there_also_where_nothing_has_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What takes the table in finds no columns in nothing; the form is the same whatever home there is."""
    (tmp_path / "fleet").mkdir()
    FleetStore.open(tmp_path / "fleet" / "fleet.sqlite", 60.0, time.time()).close()
    assert main(["fleet", "follow-up", "--csv", "--home", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("schema,id,seq,")
    assert main(["fleet", "follow-up", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema()
    assert "--home" in refusal("fleet", "follow-up", "--csv")


def test_a_table_cell_is_no_formula() -> None:
    moment = "2026-11-22T02:24:05Z"
    one = FollowUp(
        id="call:1", seq=1, kind="call", title=Words("=1+1", "@x"), state="open", stage="waiting", terminal="-T",
        district="", owner=Words("甲", "A"), opened_at=moment, due_at=moment, settled_at=None, changed_at=moment,
    )  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(as_csv([one])))
    assert (row["title_zh"], row["title_en"], row["terminal"], row["seq"]) == ("'=1+1", "'@x", "'-T", "1")
    assert read_lines(b"") == []
    assert one.is_overdue(datetime.now(UTC))
    assert asyncio.iscoroutinefunction(Complaints.run)
