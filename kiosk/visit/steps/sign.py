"""A signature by hand, for exactly what the check page shows."""

from __future__ import annotations

from kiosk.signing import Means, Signed, Strokes, is_signature
from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.steps.sign_on_phone import PHONE, may_sign_on_phone, sign_on_phone
from kiosk.visit.submission import utc
from kiosk.visit.views import SignView

WITHOUT_INK: Strokes = ((),)
"""Who cannot write with a finger confirms the statement by a press of its own (EN 301 549, 5.1.6 and 8.4)."""


async def sign(visit: Visit, statement: Message, shown: str, language: str, count: int) -> None:
    """The signature is then in the visitor, tied to `shown` (of so many rows); going back leaves it as it was."""
    name = visit.visitor.masked_name
    about = (visit.item.name, *((name,) if name else ()), message("visit.sign.checked", count=count))
    error = None
    while True:
        view = SignView(statement, error, may_sign_on_phone(visit), about)
        touched = await visit.stage.ask(view, i.Signed, i.SignWithoutInk, i.Do, i.Back)
        if isinstance(touched, i.Back):
            return
        if isinstance(touched, i.Do):
            if (
                touched.name == PHONE
                and view.phone
                and (got := await sign_on_phone(visit, shown, language)) is not None
            ):
                keep(visit, got)
                return
            error = None
            continue
        if isinstance(touched, i.SignWithoutInk):
            keep(visit, Signed(shown, language, WITHOUT_INK, utc(visit.kit.pace.now()), Means.PRESS))
            return
        if isinstance(touched, i.Signed) and is_signature(touched.strokes):
            keep(visit, Signed(shown, language, touched.strokes, utc(visit.kit.pace.now()), Means.PAD))
            return
        error = message("visit.sign.too_short")


def keep(visit: Visit, signed: Signed) -> None:
    visit.visitor.strokes, visit.visitor.signed = signed.strokes, signed
