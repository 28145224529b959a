"""Samples of rating with words of one's own, and of rating what is no item."""

from __future__ import annotations

from kiosk.rating_tags import tags
from kiosk.text import Localized, message
from kiosk.visit.snapshot import Site, Snapshot
from kiosk.visit.views import FarewellView, Option, QuestionView, RateView, RatingTag
from kiosk.words import say


def samples(site: Site) -> dict[str, Snapshot]:
    def said(key: str) -> Localized:
        return Localized(say(message(key), "zh"), say(message(key), "en"))

    reasons = tuple(RatingTag(code, title, code == "110") for code, title in tags().of["very_dissatisfied"])
    which = tuple(Option(one, said(f"rating.other.{one}")) for one in ("terminal", "system"))
    words = QuestionView(
        "rating_words", "text", said("rating.words.title"), said("rating.words.hint"), "", required=False
    )  # fmt: skip
    return {
        "rate-words": Snapshot(1, RateView("very_dissatisfied", reasons, words=23), site, in_visit=True),
        "rate-terminal": Snapshot(
            1, RateView("satisfied", (), "terminal"), site, in_visit=True, can_go_back=True
        ),
        "rate-which": Snapshot(
            1, QuestionView("rated", "choice", said("rating.other.title"), None, None, which), site,
            in_visit=True, can_go_back=True,
        ),
        "question-own-words": Snapshot(1, words, site, in_visit=True, can_go_back=True),
        "farewell-rated": Snapshot(1, FarewellView(False, rated=True), site),
    }  # fmt: skip
