"""The five reports of the work plan, from a fleet whose every minute the test knows."""

from __future__ import annotations

import html
import json
import re
import sqlite3
import time
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from kiosk.catalogue.load import load
from kiosk.contract.usage import UsagePeriod
from kiosk.usage.anonymity import published
from kiosk.usage.counters import Period, add
from kiosk.usage.ended import End, Ended
from provisioning.fleet.calls import Calls
from provisioning.fleet.grouping import grouped, hidden
from provisioning.fleet.heartbeat import read
from provisioning.fleet.ledger import day_of, midnight
from provisioning.fleet.reports.behind import NothingBehind
from provisioning.fleet.reports.make import behind, edition, make
from provisioning.fleet.reports.report import KINDS, Report
from provisioning.fleet.store import FleetStore
from provisioning.fleet.usage import UsageStore
from tests.provisioning.services import fleet, printed, refusal
from tests.provisioning.test_fleet import BEAT

LISTED = 10
TEN_MINUTES = 600
JIULONGPO, WANZHOU = "500107", "500101"
NOON = midnight("2026-11-10") + 43200
LATER = midnight("2026-12-05") + 36000
CATALOGUE = load()
ITEM = CATALOGUE.items[0]


def beat(store: FleetStore, terminal: str, at: float, district: str = JIULONGPO, **changes: Any) -> None:
    body = BEAT | {"terminal": terminal, "seq": int(at), "district": district, "site": "测试站点"} | changes
    store.take(read(body), at)


def hour(store: FleetStore, terminal: str, start: float, district: str = JIULONGPO, **changes: Any) -> None:
    """Sixty minutes of heartbeats."""
    for minute in range(61):
        beat(store, terminal, start + 60 * minute, district, **changes)


def used(terminal: str, district: str, day: str, *visits: Ended) -> UsagePeriod:
    period = Period(day, day)
    for one in visits:
        period = add(period, one)
    return published(period, terminal, district)


DONE = Ended("2026-11-10", 10, ITEM.code, End.DONE, 100, 8, 6, 2, 1, 1, rating="satisfied")
LEFT = Ended("2026-11-10", 10, ITEM.code, End.LEFT, 30, 3, 2, left_at="QuestionView", rating="")


@pytest.fixture
def store(tmp_path: Path) -> FleetStore:
    """A serves for an hour; B for half an hour, is out of paper twice, and silent for the rest of that hour."""
    store = FleetStore.open(tmp_path / "fleet.sqlite", 60, NOON)
    store.database.execute("PRAGMA synchronous=OFF")  # no power is cut here
    hour(store, "A", NOON)
    paper = [{"name": "receipt_printer", "device": "online", "secondary": "out"}]
    for minute in (*range(31), 61):
        out = minute in (5, 6, 20)
        beat(store, "B", NOON + 60 * minute, WANZHOU, devices=paper if out else [])
    usage = UsageStore(store.database)
    usage.take(used("A", JIULONGPO, "2026-11-10", *[DONE] * 8, *[LEFT] * 2), LATER)
    usage.take(used("B", WANZHOU, "2026-11-10", *[DONE] * 3, *[LEFT] * 3), LATER)
    calls = Calls(store.database)
    for key, ago in (("call-0001", 0.0), ("call-0002", 0.0)):
        calls.take({"id": key, "number": 1, "reason": "help", "ago_s": ago}, "A", NOON)
    calls.seen_to("call-0001", NOON + 600)
    return store


def report(store: FleetStore, kind: str, of: str | None, now: float = LATER) -> dict[str, Any]:
    made = make(store, kind, of, CATALOGUE, now)
    assert made.based_on
    assert made.unknown
    return made.as_json()


def row(rows: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    (found,) = [one for one in rows if all(one[name] == value for name, value in wanted.items())]
    return found


def test_seconds_and_troubles_are_counted_as_they_come(store: FleetStore) -> None:
    """B: thirty minutes heard, then 2.5 intervals of grace, and the rest of the hour is silence."""
    days = {one["terminal"]: dict(one) for one in store.database.execute("SELECT * FROM days")}
    assert (days["A"]["heard_s"], days["A"]["serving_s"]) == (3600, 3600)
    assert days["B"]["heard_s"] == 1800 + 150
    troubles = {
        (one["terminal"], one["trouble"]): (one["episodes"], one["seconds"])
        for one in store.database.execute("SELECT * FROM troubles")
    }
    assert troubles == {("B", "receipt_printer:out"): (2, 180.0), ("B", "silent"): (1, 1860.0 - 150)}


def test_a_screen_that_is_down_does_not_serve(tmp_path: Path) -> None:
    store = FleetStore.open(tmp_path / "fleet.sqlite", 60, NOON)
    beat(store, "A", NOON, state="ui_down")
    beat(store, "A", NOON + 60, state="ui_down")
    beat(store, "A", NOON + 120, state="idle")
    beat(store, "A", NOON + 180)
    (day,) = store.database.execute("SELECT * FROM days").fetchall()
    assert (day["heard_s"], day["serving_s"]) == (180, 60)
    (trouble,) = store.database.execute("SELECT * FROM troubles").fetchall()
    assert (trouble["trouble"], trouble["episodes"], trouble["seconds"]) == ("ui_down", 1, 120)
    beat(store, "A", NOON + 90, state="ui_down", seq=1)  # late: history, and no time of day
    assert store.database.execute("SELECT heard_s FROM days").fetchone()[0] == 180


def test_the_daily_scan_names_what_must_be_seen_to(store: FleetStore) -> None:
    now = NOON + 3700
    beat(store, "A", now, certificate_days=3, catalogue="2026.11 #3, confirmed 2 d ago", disk_free_mb=100)
    told = report(store, "daily", None, now)
    subjects = [one["subject"]["en"] for one in told["to_do"] if one["terminal"] == "A"]
    assert [words.split(" ")[0] for words in subjects] == ["Its", "100", "Its", "Somebody"]
    assert "call-0002" in subjects[-1]  # nobody has been there for an hour
    assert [(one["district"]["zh"], one["online"]) for one in told["districts"]] == [("九龙坡区", 1), ("万州区", 1)]
    assert [one["area"]["zh"] for one in told["districts"]] == ["主城都市区", "渝东北"]


def test_the_weekly_dispatch_is_a_list_of_work(store: FleetStore) -> None:
    told = report(store, "weekly", "2026-11-14")
    assert [(one["terminal"], one["trouble"]["en"], one["episodes"]) for one in told["work"]] == [
        ("B", "No heartbeat", 2),  # again and again goes first; the second time it was never heard again
        ("B", "Receipt printer: out of paper", 2),
        ("A", "No heartbeat", 1),
    ]
    assert told["work"][0]["repeated"]["zh"] == "是"
    assert row(told["districts"], calls=2)["answered"] == 50.0
    assert [
        (one["terminal"], one["episodes"], one["minutes"]) for one in report(store, "weekly", "2026-11-30")["work"]
    ] == [
        ("A", 0, 7 * 1440),  # it began before, and goes on
        ("B", 0, 7 * 1440),
    ]


def test_the_monthly_report_ranks_districts(store: FleetStore) -> None:
    """A: 8 of 10 finished; B: 3 of 6. Availability is of all that could have been, to the end of the month."""
    told = report(store, "monthly", "2026-11")
    first, second = told["districts"]
    assert [first["district"]["zh"], second["district"]["zh"]] == ["九龙坡区", "万州区"]
    assert (first["completion"], second["completion"]) == (80.0, 50.0)
    assert (first["visits"], first["good_ratings"], first["trips_saved"]) == (10, 100.0, 8)
    expected = midnight("2026-12-01") - NOON
    assert first["availability"] == round(100 * 3600 / expected, 1)
    assert [one["terminal"] for one in told["least"]] == ["B", "A"]


def test_the_quarterly_analysis_recomputes_all_four(store: FleetStore) -> None:
    told = report(store, "quarterly", "2026-Q4")
    november = row(told["trend"], month="2026-11")
    assert (november["visits"], november["papers_asked"], november["papers_saved"]) == (16, 22, 11)
    assert november["trips_saved"] == 11
    assert november["mean_seconds"] == round((11 * 100 + 5 * 30) / 16, 1)
    assert november["mean_touches"] == round((11 * 8 + 5 * 3) / 16, 1)
    assert [one["month"] for one in told["trend"]] == ["2026-10", "2026-11", "2026-12"]
    (item,) = told["demand"]
    assert (item["item"]["zh"], item["visits"], item["share"]) == (ITEM.name.zh, 16, 100.0)
    assert row(told["left_at"], page="Question")["broken_off"] == 5
    assert told["causes"][0]["trouble"]["en"] == "No heartbeat"


def test_the_yearly_score_shows_its_parts(store: FleetStore) -> None:
    told = report(store, "yearly", "2026")
    first, second = told["districts"]
    assert second["not_scored"]["en"] == "Calls answered in time"  # nobody called there
    assert first["not_scored"] == ""
    weighted = 35 * first["availability"] + 30 * 80.0 + 20 * 100.0 + 15 * 50.0
    assert first["score"] == round(weighted / 100, 1)
    assert any("35" in one["en"] for one in told["based_on"])


def test_what_comes_late_makes_another_edition(store: FleetStore) -> None:
    """A figure that was published and then changed without a word is worse than a wrong one."""

    def number() -> int:
        return edition(store.database, make(store, "monthly", "2026-11", CATALOGUE, LATER), LATER)

    assert [number(), number()] == [1, 1]
    UsageStore(store.database).take(used("A", JIULONGPO, "2026-11-12", *[DONE] * 5), LATER)
    assert [number(), number()] == [2, 2]
    running: Report = make(store, "monthly", "2026-12", CATALOGUE, LATER)
    assert edition(store.database, running, LATER) == 0  # not over


def test_nothing_known_is_said_so(tmp_path: Path) -> None:
    store = FleetStore.open(tmp_path / "fleet.sqlite", 60, NOON)
    for kind in KINDS:
        told = report(store, kind, None)
        assert all(not rows for name, rows in told.items() if name in ("districts", "work", "to_do", "demand"))


def test_command_and_board_say_the_same(tmp_path: Path, store: FleetStore) -> None:
    """The service's own page and the command, on the same database."""
    store.database.execute("VACUUM INTO ?", (str(tmp_path / "copy.sqlite"),))
    (tmp_path / "fleet").mkdir()
    (tmp_path / "copy.sqlite").rename(tmp_path / "fleet/fleet.sqlite")
    with fleet(tmp_path) as service:
        for kind, of in (
            ("daily", None),
            ("weekly", "2026-11-14"),
            ("monthly", "2026-11"),
            ("quarterly", "2026-Q4"),
            ("yearly", "2026"),
        ):
            page = httpx.get(f"{service.page}reports/{kind}", params={"of": of} if of else {})
            assert page.status_code == 200
            assert "九龙坡区" in page.text or kind == "quarterly"
            assert "Cannot know" in page.text
        page = httpx.get(f"{service.page}reports/monthly?of=2026-11")  # by its own links, down to the single event
        for name in ("万州区", "B<"):
            link = re.findall(rf'href="/(reports/monthly[^"]+)">{name}', page.text)[0]
            page = httpx.get(service.page + html.unescape(link))
        assert "2026-11-10 12:05" in page.text
        assert "凭条打印机：缺纸" in page.text
        assert "仍在持续" in page.text
        assert httpx.get(f"{service.page}reports/monthly?of=2026-11&terminal=NOBODY").status_code == 404
        assert httpx.get(f"{service.page}reports/hourly").status_code == 404
        assert httpx.get(f"{service.page}reports/monthly?of=2026-13").status_code == 400
        (told,) = printed(tmp_path, "fleet", "report", "monthly", "--of", "2026-11", "--district", "九龙坡区")
        assert [(one["terminal"], one["completion"]) for one in told["terminals"]] == [("A", 80.0)]
        board = httpx.get(service.page).text
        assert board.index("主城都市区") < board.index("九龙坡区") < board.index("渝东北") < board.index("万州区")
    for period in ("monthly --of 2026-13", "weekly --of 0001-01-01", "monthly --of 0001-01", "yearly --of 1999"):
        said = refusal("fleet", "report", *period.split(), "--home", str(tmp_path))
        assert said.startswith("kiosk fleet report: ") and period.split()[-1] in said


def test_a_large_board_lists_who_is_not_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provisioning.fleet.grouping.LISTED", LISTED)
    store = FleetStore.open(tmp_path / "fleet.sqlite", 60, NOON)
    for number in range(LISTED + 5):
        beat(store, f"K-{number}", NOON, state="ui_down" if number == 7 else "idle")
    beat(store, "K-9999", NOON, district="123456")
    terminals = store.terminals(NOON + 1)
    city, elsewhere = grouped(terminals)
    assert [one.id for one in city.districts[0].terminals] == ["K-7"]
    assert sum(city.counts.values()) == LISTED + 5
    assert elsewhere.name.en == "Unknown area"
    assert hidden(terminals) == LISTED + 5


def test_periods_are_kept_as_they_were_told(store: FleetStore) -> None:
    row = store.database.execute("SELECT period FROM usage").fetchone()
    assert msgspec.json.decode(row["period"], type=UsagePeriod).total.visits == 10
    assert json.loads(row["period"])["channel"] == "self_service"
    assert day_of(time.time()) >= "2026-01-01"


def mall(store: FleetStore, start: float, days: int) -> None:
    """A terminal in a mall that is open from ten to ten and switches off at night. On the second day its screen is
    down for half an hour, and on the third it is silent from eight in the evening on."""
    store.database.execute("PRAGMA synchronous=OFF")
    at = start + 36000
    while at < start + days * 86400:
        day, second = divmod(at - start, 86400)
        if 36000 <= second < 79200 and not (day == 2 and second >= 72000):
            down = day == 1 and 50400 <= second < 52200
            beat(store, "MALL", at, hours="10:00-22:00", state="ui_down" if down else "idle")
        at += TEN_MINUTES


def test_availability_is_of_opening_hours(tmp_path: Path) -> None:
    """Guards against a mall that is blamed for its nights, and against a lie about the days."""
    start = midnight("2026-11-02")
    store = FleetStore.open(tmp_path / "fleet.sqlite", TEN_MINUTES, start)
    mall(store, start, 5)
    told = behind(store, "weekly", "2026-11-05", ("terminal", "MALL"), LATER).as_json()
    (figures,) = told["figures"]
    assert figures["open_hours"] == 4 * 12
    late = 25 - 10  # silence begins 2.5 intervals after the last heartbeat, of ten to eight
    silent = 120 - late
    assert figures["served_hours"] == round(48 - (30 + silent) / 60, 1)
    assert figures["availability"] == round(100 * (48 - (30 + silent) / 60) / 48, 1)
    assert [(one["trouble"]["en"], one["began"], one["ended"], one["minutes"]) for one in told["events"]] == [
        ("The screen program is not running", "2026-11-03 14:00", "2026-11-03 14:30", 30.0),
        ("No heartbeat", "2026-11-04 20:15", "2026-11-05 10:00", silent),
    ]
    assert (figures["outages"], figures["outage_hours"]) == (2, round((30 + silent) / 60, 1))
    troubles = {one["trouble"]["en"]: one["minutes"] for one in report(store, "weekly", "2026-11-05")["work"]}
    assert troubles == {"The screen program is not running": 30, "No heartbeat": silent}
    assert not any("always open" in one["en"] for one in told["based_on"])


def test_hours_that_change_count_from_the_next_day_and_older_agents_are_always_open(tmp_path: Path) -> None:
    start = midnight("2026-11-02")
    store = FleetStore.open(tmp_path / "fleet.sqlite", TEN_MINUTES, start)
    store.database.execute("PRAGMA synchronous=OFF")
    for minute in range(0, 2 * 1440 + 1, 10):
        beat(store, "OLD", start + 60 * minute)
    for minute in range(2 * 1440, 4 * 1440, 10):  # a newer release, in a mall, which from now on is off at night
        if 600 <= minute % 1440 < 1320:
            beat(store, "OLD", start + 60 * minute, hours="10:00-22:00")
    told = behind(store, "weekly", "2026-11-05", ("district", "九龙坡区"), midnight("2026-11-06")).as_json()
    (figures,) = told["terminals"]
    assert figures["open_hours"] == 24 + 24 + 24 + 12  # the third day began before anybody knew the hours
    assert figures["served_hours"] == pytest.approx(24 + 24 + 12 + 12, abs=1)
    assert figures["outages"] == 2  # both nights of the third day; the next is none
    assert any("always open" in one["en"] for one in report(store, "weekly", "2026-11-02")["based_on"])


def test_silence_is_judged_while_the_place_is_open(tmp_path: Path) -> None:
    start = midnight("2026-11-02")
    store = FleetStore.open(tmp_path / "fleet.sqlite", 60, start)
    beat(store, "MALL", start + 79140, hours="10:00-22:00")
    beat(store, "BROKEN", start + 75600, hours="10:00-22:00")
    beat(store, "NIGHT", start + 79140, hours="18:00-02:00")

    def states(at: float) -> dict[str, str]:
        return {one.id: str(one.standing.state) for one in store.terminals(at)}

    assert states(start + 82800) == {"MALL": "closed", "BROKEN": "offline", "NIGHT": "offline"}
    assert states(start + 86400 + 36000)["MALL"] == "closed"
    assert states(start + 86400 + 36000 + 150)["MALL"] == "stale"  # it should be there again
    assert states(start + 86400 + 36000 + 600)["MALL"] == "offline"
    beat(store, "NIGHT", start + 86400 + 7170, hours="18:00-02:00")
    assert states(start + 86400 + 36000)["NIGHT"] == "closed"


def test_a_figure_leads_to_single_events(store: FleetStore) -> None:
    told = behind(store, "monthly", "2026-11", ("terminal", "B"), LATER).as_json()
    assert [(one["trouble"]["en"], one["began"][-5:], one["ended"]) for one in told["events"]] == [
        ("Receipt printer: out of paper", "12:05", "2026-11-10 12:07"),
        ("Receipt printer: out of paper", "12:20", "2026-11-10 12:21"),
        ("No heartbeat", "12:32", "2026-11-10 13:01"),
        ("No heartbeat", "13:03", {"zh": "仍在持续", "en": "goes on"}),
    ]
    told = behind(store, "monthly", "2026-11", ("terminal", "A"), LATER).as_json()
    assert [(one["called"], one["waited"]) for one in told["calls"]] == [
        ("2026-11-10 12:00", 10.0),
        ("2026-11-10 12:00", None),
    ]
    with pytest.raises(NothingBehind, match="999999"):
        behind(store, "monthly", "2026-11", ("district", "999999"), LATER)


def test_a_database_of_an_earlier_release_is_counted_on(tmp_path: Path) -> None:
    path = tmp_path / "fleet.sqlite"
    FleetStore.open(path, 60, NOON).close()
    with sqlite3.connect(path) as database:
        for change in ("ALTER TABLE days DROP COLUMN open_serving_s", "DROP TABLE hours", "DROP TABLE events"):
            database.execute(change)
        database.execute("INSERT INTO days VALUES ('A', '2026-11-10', '500107', 60, 60)")
        database.execute("INSERT INTO first_heard VALUES ('A', ?)", (NOON,))
    store = FleetStore.open(path, 60, NOON)
    beat(store, "A", NOON + 60)
    beat(store, "A", NOON + 120)
    (told,) = behind(store, "monthly", "2026-11", ("terminal", "A"), NOON + 120).as_json()["figures"]
    assert told["availability"] == 100.0
