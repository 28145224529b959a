"""A rating in the citizen's own words (文字评价): optional, short, and better without names and numbers."""

from __future__ import annotations

import re

from kiosk.catalogue.fields import Field, FieldKind
from kiosk.catalogue.validators import check_answer
from kiosk.text import Localized, Message, message
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.views import QuestionView
from kiosk.words import say

MOST = 60  # characters: what one line of the page shows, typed standing with one finger
_NUMBER = re.compile(r"\d{6}")  # of a card, a telephone or a case: whatever it is, nobody needs it to mend something


async def own_words(visit: Visit, before: str, *, title: str = "title") -> str:
    """What is to go with the rating; `before` where the citizen goes back, empty where they leave it out."""
    value, error, doubted = before, None, ""
    while True:
        view = QuestionView(
            "rating_words", "text", _said(title), _said("hint"), value, required=False, error=error
        )  # fmt: skip
        touched = await visit.stage.ask(view, i.Answer, i.Skip, i.Next, i.Back)
        match touched:
            case i.Back():
                return before
            case i.Skip():
                return ""
            case i.Answer(given):
                value = str(given or "").strip()  # as it was written: nothing of it is made uniform
        error = check_answer(_FIELD, value, visit.kit.pace.now().date())
        if error is None and value != doubted:
            error, doubted = doubt(value), value
        if error is None:
            return value


def doubt(words: str) -> Message | None:
    """A long number is asked about once; the citizen decides."""
    return message("rating.words.number") if _NUMBER.search(re.sub(r"[\s.-]", "", words)) else None


def _said(name: str) -> Localized:
    return Localized(say(message(f"rating.words.{name}"), "zh"), say(message(f"rating.words.{name}"), "en"))


_FIELD = Field(
    "rating_words", FieldKind.TEXT, _said("title"), _said("title"), required=False, max_length=MOST
)  # fmt: skip
