"""A fee that was not paid when the case was handed in: the receipt says so, and it is paid later, the same amount."""

from __future__ import annotations

from pathlib import Path

from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.cases import CasesView, CaseView
from kiosk.visit.views.payments import PayView
from provisioning import clock
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.stand import CARD, Stand
from tests.kiosk.test_visit_payment import charges, paper_of
from tests.kiosk.walker import Walker


async def at_home(one: Stand) -> None:
    one.touch(i.Next())
    await one.sees(v.RateView)
    one.touch(i.Skip())
    await one.sees(v.FarewellView)
    one.touch(i.Next())
    await one.sees(v.HomeView)


async def test_a_fee_put_off_is_paid_later_in_the_same_amount(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.5) as (one, far):

        async def later() -> None:
            one.touch(i.Skip())

        walked = await Walker(one, {"permit_digits": "12345678"}, later).walk("CR01")
        assert walked.done is not None and walked.done.outcome == "submitted"
        assert "费用还没有缴" in paper_of(one)
        assert charges(far) == []
        await at_home(one)
        one.touch(i.OpenService("progress"))
        view = await one.sees(v.View, lambda view: isinstance(view, (v.IdentifyView, v.QuestionView)))
        if isinstance(view, v.QuestionView):
            one.touch(i.Answer("card"))
            await one.sees(v.IdentifyView, lambda view: view.phase == "waiting")
        one.id_cards.lay(CARD)
        cases = await one.sees(CasesView)
        one.touch(i.ChooseCase(cases.rows[0].number))
        case = await one.sees(CaseView)
        assert "pay" in [action.name for action in case.actions]
        one.touch(i.Do("pay"))
        view = await one.sees(PayView, lambda view: view.pay_code)
        assert view.amount == "60.00"  # two places, twice each: as it was when it was handed in
        far.sandbox.payments.pay(far.sandbox.payments.newest(1, clock.now())[0]["key"], clock.now())
        await one.sees(v.TakeCardView)
        one.id_cards.take()
        done = await one.sees(v.DoneView, lambda view: view.paper == "printed")
        assert done.outcome == "paid"
        assert charges(far) == [("charge", 6000)]
        assert "合计 60.00 元" in paper_of(one)
