"""A number that stays open on the screen after its ten seconds, figures left open by who walked away."""

from __future__ import annotations

from pathlib import Path

from kiosk.text import Localized
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.privacy import cover_after
from kiosk.visit.snapshot import Preferences, Site, Snapshot
from kiosk.words import say
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.stand import CARD, ID_NUMBER, NAME, stand
from tests.kiosk.test_check_and_sign import at_the_check_page
from tests.kiosk.walker import Walker

FAST = 0.05  # seconds of the clock for one of the terminal's


def row(view: v.CheckView, name: str) -> v.CheckRow:
    return next(row for row in view.rows if row.name == name)


async def test_a_masked_row_is_shown_for_ten_seconds_and_its_number_is_then_nowhere(tmp_path: Path) -> None:
    async with stand(tmp_path, second=FAST) as one:
        await at_the_check_page(one)
        view = await one.sees(v.CheckView)
        assert [name.hidden for name in view.rows if name.name in ("own:name", "own:id_number", "phone")] == [True] * 3
        assert row(view, "type").hidden is None
        one.touch(i.Reveal("own:id_number"))
        shown = await one.sees(v.CheckView, lambda view: row(view, "own:id_number").hidden is False)
        assert row(shown, "own:id_number").value == ID_NUMBER
        assert row(shown, "own:name").value != NAME, "one row, not all of them"
        assert ID_NUMBER not in repr(shown)
        again = await one.sees(v.CheckView, lambda view: row(view, "own:id_number").hidden)
        assert ID_NUMBER not in str(again.rows)
        assert ID_NUMBER not in str([one_row.value for one_row in again.rows])
        one.touch(i.Reveal("phone"))
        shown = await one.sees(v.CheckView, lambda view: row(view, "phone").hidden is False)
        assert row(shown, "phone").value == "13800001234"
        one.touch(i.Reveal("phone"))
        await one.sees(v.CheckView, lambda view: row(view, "phone").hidden)
        one.touch(i.Reveal("type"))  # there is nothing to show: nothing happens


async def test_a_business_that_has_a_name_is_not_shown_as_its_owner(tmp_path: Path) -> None:
    """The form's own row `name` once showed the citizen's name in clear, on the page that is signed."""
    async with sandbox_stand(tmp_path) as (one, _):
        await Walker(one, {"name": "测试小店"}, until=v.CheckView).walk("SC01")
        view = await one.sees(v.CheckView)
        assert (say(row(view, "name").value, "zh"), row(view, "name").hidden) == ("测试小店", None)
        one.touch(i.Reveal("own:name"))
        shown = await one.sees(v.CheckView, lambda view: row(view, "own:name").hidden is False)
        assert (row(shown, "own:name").value, say(row(shown, "name").value, "zh")) == (NAME, "测试小店")


async def test_figures_are_covered_and_come_back_by_a_touch(tmp_path: Path) -> None:
    async with stand(tmp_path, second=FAST) as one:
        await one.begin("SB03")
        await one.sees(v.IdentifyView, lambda view: view.phase == "waiting")
        one.id_cards.lay(CARD)
        await one.answer("insurance", "pension")
        await one.answer("start_month", "2025-12")
        await one.answer("end_month", "2026-11")
        open_view = await one.sees(v.ResultView)
        assert open_view.rows
        covered = await one.sees(v.ResultView, lambda view: view.covered)
        assert (covered.rows, covered.headline) == ((), None), "what is covered is not in the view"
        one.touch(i.Reveal())
        again = await one.sees(v.ResultView, lambda view: not view.covered)
        assert again.rows == open_view.rows
        one.touch(i.Next())
        await one.sees(v.TakeCardView)


def test_who_listens_has_twice_the_time() -> None:
    usual = Snapshot(1, v.FarewellView(False), Site(Localized("测试", "Test"), "TEST-0001"))
    assert cover_after(usual) * 2 == cover_after(Snapshot(1, usual.view, usual.site, Preferences(mode="senior")))
    assert cover_after(usual) * 2 == cover_after(Snapshot(1, usual.view, usual.site, listening=True))
