"""For a service that is about oneself: somebody is known, as surely as it takes."""

from __future__ import annotations

from kiosk.catalogue.plan import ANYBODY, Need
from kiosk.visit.context import Move, Visit
from kiosk.visit.steps.identify import known, sign_in
from kiosk.visit.steps.step_up import step_up


async def login(visit: Visit, need: Need = ANYBODY) -> Move:
    """`ON` with a session that reaches `need.level`, at once where there is one; `BACK`: the citizen went back."""
    if not await known(visit, need) and await sign_in(visit, need) is Move.BACK:
        return Move.BACK
    if visit.visitor.proved(need.level):
        return Move.ON
    visit.need = need
    return Move.ON if await step_up(visit, need.level, back=True) is not Move.BACK else Move.BACK
