"""A signature by hand, for exactly what the check page shows."""

from __future__ import annotations

from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.views import SignView
from kiosk.visit.visitor import Strokes

WITHOUT_INK: Strokes = ((),)
"""Who cannot write with a finger confirms the statement by a press of its own (EN 301 549, 5.1.6 and 8.4)."""
LEAST_POINTS = 8  # a dot or a slip of the hand has fewer
LEAST_SPAN = 0.08  # of the field's longer side


async def sign(visit: Visit, statement: Message) -> None:
    """The strokes are then in the visitor; going back leaves them as they were."""
    error = None
    while True:
        touched = await visit.stage.ask(SignView(statement, error), i.Signed, i.SignWithoutInk, i.Back)
        if isinstance(touched, i.Back):
            return
        if isinstance(touched, i.SignWithoutInk):
            visit.visitor.strokes = WITHOUT_INK
            return
        if isinstance(touched, i.Signed) and is_signature(touched.strokes):
            visit.visitor.strokes = touched.strokes
            return
        error = message("visit.sign.too_short")


def is_signature(strokes: Strokes) -> bool:
    """Enough ink to be a name; whose it is nobody here can say."""
    points = [point for stroke in strokes for point in stroke]
    if len(points) < LEAST_POINTS:
        return False
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return max(max(xs) - min(xs), max(ys) - min(ys)) >= LEAST_SPAN
