"""Samples of rating with words of one's own, and of rating what is no item."""

from __future__ import annotations

from kiosk.contract.cases import Case, Decision, Delivery, Reached
from kiosk.contract.ratings import CaseRating, Mending
from kiosk.rating_tags import tags
from kiosk.text import Localized, message
from kiosk.visit.case_pages import page_of
from kiosk.visit.snapshot import Site, Snapshot
from kiosk.visit.views import FarewellView, Option, QuestionView, RateView, RatingTag
from kiosk.words import say


def _mended() -> Case:
    number = "11999999TE5T00016J3502099001000202611220001"
    return Case(
        number=number, item_code=number[:31], title=Localized("租房提取住房公积金", "Housing fund for rent"),
        state="decided", submitted_at="2026-11-20T02:24:05Z", due=None, version="5", days=3, ways=("pickup", "post"),
        timeline=(
            Reached(state="received", at="2026-11-20T02:24:05Z"), Reached(state="decided", at="2026-11-21T02:24:05Z"),
        ),
        decision=Decision(approved=True, by="person", reasons=()),
        delivery=Delivery(way="pickup", pickup_code="042135", place=Localized("1 号综合窗口", "Counter 1")),
        rating=CaseRating(
            times=1,
            mending=Mending(
                state="answered", due="2026-11-27", owner=Localized("住房公积金管理中心", "Housing fund centre"),
                question=Localized("是哪一天没有按时办结？", "On which day was it late?"),
                done=Localized("已补充材料清单，并更换样本。", "The list of papers was added and the sample replaced."),
                answer=Localized("给您添麻烦了，欢迎再评一次。", "We are sorry. You are welcome to rate us once more."),
            ),
        ),
    )  # fmt: skip


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
        "case-mended": Snapshot(1, page_of(_mended()), site, in_visit=True, can_go_back=True),
        "farewell-rated": Snapshot(1, FarewellView(False, rated=True), site),
    }  # fmt: skip
