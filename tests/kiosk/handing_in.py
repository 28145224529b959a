"""What a citizen does at the end of every submission."""

from __future__ import annotations

from kiosk.visit import intents as i
from kiosk.visit import views as v
from tests.kiosk.stand import Stand
from tests.kiosk.walker import STROKES


async def sign(one: Stand) -> None:
    """On the pad; then the check page bears the signature, and is sent."""
    await one.sees(v.SignView)
    one.touch(i.Signed(STROKES))
    await one.sees(v.CheckView, lambda view: view.strokes)
    one.touch(i.Next())


async def take_card_and_receipt(one: Stand) -> v.DoneView:
    await one.sees(v.TakeCardView)
    one.id_cards.take()
    done: v.DoneView = await one.sees(v.DoneView, lambda view: view.paper == "printed")
    return done
