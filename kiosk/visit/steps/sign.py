"""A signature by hand, for exactly what the check page shows."""

from __future__ import annotations

from kiosk.signing import Means, Signed, Strokes
from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.submission import utc
from kiosk.visit.views import SignView

WITHOUT_INK: Strokes = ((),)
"""Who cannot write with a finger confirms the statement by a press of its own (EN 301 549, 5.1.6 and 8.4)."""
LEAST_POINTS = 8  # a dot or a slip of the hand has fewer
LEAST_SPAN = 0.08  # of the field's longer side


async def sign(visit: Visit, statement: Message, shown: str, language: str) -> None:
    """The signature is then in the visitor, tied to `shown`; going back leaves it as it was."""
    error = None
    while True:
        touched = await visit.stage.ask(SignView(statement, error), i.Signed, i.SignWithoutInk, i.Back)
        if isinstance(touched, i.Back):
            return
        if isinstance(touched, i.SignWithoutInk):
            keep(visit, Signed(shown, language, WITHOUT_INK, utc(visit.kit.pace.now()), Means.PRESS))
            return
        if isinstance(touched, i.Signed) and is_signature(touched.strokes):
            keep(visit, Signed(shown, language, touched.strokes, utc(visit.kit.pace.now()), Means.PAD))
            return
        error = message("visit.sign.too_short")


def keep(visit: Visit, signed: Signed) -> None:
    visit.visitor.strokes, visit.visitor.signed = signed.strokes, signed


def is_signature(strokes: Strokes) -> bool:
    """Enough ink to be a name; whose it is nobody here can say."""
    points = [point for stroke in strokes for point in stroke]
    if len(points) < LEAST_POINTS:
        return False
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return max(max(xs) - min(xs), max(ys) - min(ys)) >= LEAST_SPAN
