"""A page on which one of a few ways is chosen."""

from __future__ import annotations

from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.views import QuestionView


async def one_of(visit: Visit, view: QuestionView) -> str | None:
    """The value of the option that was chosen; None: back."""
    offered = tuple(option.value for option in view.options)
    while True:
        touched = await visit.stage.ask(view, i.Answer, i.Back)
        if isinstance(touched, i.Back):
            return None
        if isinstance(touched, i.Answer) and touched.value in offered:
            return str(touched.value)
