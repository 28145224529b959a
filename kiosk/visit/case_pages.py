"""Cases in the words of a citizen: what a state means, what comes next, by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kiosk.catalogue import days
from kiosk.clock import on_the_wall
from kiosk.contract.cases import ENDED, Case, CaseSummary, Delivery, PublicCase, State
from kiosk.contract.ratings import CaseRating
from kiosk.numbers import grouped
from kiosk.text import Message, Text, message
from kiosk.visit.views import GuideRow
from kiosk.visit.views.cases import CaseAction, CaseLine, CaseRow, CaseView

TONES: dict[State, str] = {
    "received": "info",
    "accepted": "info",
    "correction": "warn",
    "refused": "bad",
    "deciding": "info",
    "decided": "good",
    "delivered": "good",
}
ICONS: dict[State, str] = {
    "received": "clock",
    "accepted": "clipboard-check",
    "correction": "file-pencil",
    "refused": "circle-x",
    "deciding": "hourglass",
    "decided": "rosette-discount-check",
    "delivered": "circle-check",
}

MOST_RATINGS = 2  # 首次评价 and 追评


def row_of(case: CaseSummary) -> CaseRow:
    when = message("cases.row.since", day=days.show(on_the_wall(case.submitted_at)[:10], "date"))
    if case.due is not None:
        when = message("cases.row.due", day=days.show(case.due, "date"))
    return CaseRow(case.number, case.title, state_of(case.state), TONES[case.state], when, ICONS[case.state])


def state_of(state: State) -> Message:
    return message(f"cases.state.{state}")


def page_of(case: Case, problem: Text | None = None) -> CaseView:
    declined = _declined(case)
    missed = case.state == "decided" and case.delivery is not None and case.delivery.taken_out
    return CaseView(
        number=case.number,
        title=case.title,
        state=message("cases.state.declined") if declined and case.state == "decided" else state_of(case.state),
        tone="bad" if declined else "warn" if missed else TONES[case.state],
        next=next_of(case, declined=declined, delivery=case.delivery),
        facts=tuple(_facts(case)),
        lines=_lines(case),
        parts=tuple(map(row_of, case.children)),
        actions=tuple(_actions(case)),
        problem=problem,
    )


def public_page_of(case: PublicCase) -> CaseView:
    """What whoever holds the receipt may see; to do something about it takes the card."""
    declined = _declined(case)
    facts = [_until(case.correction_until)] if case.correction_until is not None else []
    facts += [*_time(case), _number(case.number)]
    card = CaseAction("card", message("cases.action.card"), "id", main=True)
    return CaseView(
        number=case.number,
        title=case.title,
        state=message("cases.state.declined") if declined and case.state == "decided" else state_of(case.state),
        tone="bad" if declined else TONES[case.state],
        next=next_of(case, declined=declined, delivery=None),
        facts=tuple(facts),
        lines=_lines(case),
        parts=tuple(map(row_of, case.children)),
        actions=(card,) if case.state not in ("received", "accepted", "deciding") else (),
    )


def next_of(case: Case | PublicCase, *, declined: bool, delivery: Delivery | None) -> Message:
    """What happens now, in one sentence."""
    if case.state == "decided" and declined:
        return message("cases.next.declined")
    if case.state == "decided" and delivery is not None and delivery.tracking is not None:
        return message("cases.next.posted")
    if case.state == "decided" and delivery is not None and delivery.box is not None:
        if delivery.until is None:
            return message("cases.next.locker_loaded")
        return message("cases.next.locker_until", time=_moment(delivery.until))
    if case.state == "decided" and delivery is not None and delivery.taken_out:
        return message("cases.next.taken_out")
    if case.state == "decided" and delivery is not None:
        return message(f"cases.next.{delivery.way}")
    if case.state == "decided" and not getattr(case, "ways", ("?",)):
        return message("cases.next.nothing_to_fetch")
    if case.state in ("received", "accepted", "deciding"):
        if case.due is None:
            return message("cases.next.waiting")
        return message(f"cases.next.{case.state}", day=days.show(case.due, "date"))
    return message(f"cases.next.{case.state}")


def _facts(case: Case) -> Iterator[GuideRow]:
    """What there is to do or to fetch stands first; the long number, which only others ask for, last."""
    yield from _mending(case)
    if case.correction is not None:
        for wanted in case.correction.wanted:
            yield GuideRow(message("cases.fact.wanted"), wanted.why, "file-pencil")
        yield _until(case.correction.until)
    if case.decision is not None:
        for reason in case.decision.reasons:
            by = message(f"cases.reason.{case.decision.by}")
            yield GuideRow(by, reason, "scale" if case.decision.by == "machine" else "user-check")
    if case.rating is not None:
        yield from _rating(case.rating)
    delivery = case.delivery
    if delivery is not None:
        yield from _delivery(delivery)
    yield from _time(case)
    yield _number(case.number)


def _rating(rating: CaseRating) -> Iterator[GuideRow]:
    """How often it was rated; what was done about a bad one stands first on the page (`_mending`)."""
    if rating.mending is None:
        yield GuideRow(message("rating.case.label"), message(f"rating.case.times_{rating.times}"), "thumb-up")


def _mending(case: Case) -> Iterator[GuideRow]:
    """What whoever complained comes for: what they are asked, or what was done."""
    mending = case.rating.mending if case.rating is not None else None
    if mending is None:
        return
    yield GuideRow(message("rating.case.label"), message(f"rating.case.{mending.state}"), "tools")
    if mending.state in ("opened", "asked"):
        if mending.question is not None:
            yield GuideRow(message("rating.case.question"), mending.question, "message")
        until = message("rating.case.until_day", owner=mending.owner, day=days.show(mending.due, "date"))
        yield GuideRow(message("rating.case.until"), until, "calendar-event")
    for name, words, icon in (("done", mending.done, "circle-check"), ("answer", mending.answer, "message-2")):
        if words is not None:
            yield GuideRow(message(f"rating.case.{name}"), words, icon)


def _delivery(delivery: Delivery) -> Iterator[GuideRow]:
    if delivery.pickup_code is not None:
        yield GuideRow(message("cases.fact.pickup_code"), _said(grouped(delivery.pickup_code)), "key")
    if delivery.box is not None:
        yield GuideRow(message("cases.fact.box"), _said(delivery.box), "door-enter")
    if delivery.until is not None and not delivery.done:
        yield GuideRow(message("cases.fact.fetch_by"), _moment(delivery.until), "calendar-event")
    if delivery.place is not None:
        yield GuideRow(message("cases.fact.place"), delivery.place, "map-pin")
    if delivery.hours is not None:
        yield GuideRow(message("cases.fact.hours"), delivery.hours, "clock")
    if delivery.address is not None:
        yield GuideRow(message("cases.fact.address"), _said(delivery.address), "home")
    if delivery.way == "post":
        tracking = _said(delivery.tracking) if delivery.tracking else message("cases.fact.no_tracking")
        yield GuideRow(message("cases.fact.tracking"), tracking, "mail")
    yield GuideRow(message("cases.fact.way"), message(f"cases.way.{delivery.way}"), "truck")


def _number(number: str) -> GuideRow:
    return GuideRow(message("cases.fact.number"), _said(grouped(number)), "clipboard-text")


def _until(day: str) -> GuideRow:
    return GuideRow(message("cases.fact.until"), days.show(day, "date"), "calendar-event")


def _time(case: Case | PublicCase) -> Iterator[GuideRow]:
    """How long it may take, while it does."""
    if case.days and case.state not in ("refused", "decided", "delivered"):
        lasts = message("cases.fact.working_days", days=case.days)
        lasts = message("cases.fact.one_working_day") if case.days == 1 else lasts
        yield GuideRow(message("cases.fact.promise"), lasts, "clock")


def _moment(moment: str) -> Message:
    day, _, time = on_the_wall(moment).partition(" ")
    return message("time.moment", day=days.show(day, "date"), time=time)


def _said(words: str) -> Message:
    return message("cases.fact.as_it_is", words=words)


def _lines(case: Case | PublicCase) -> tuple[CaseLine, ...]:
    """The newest first: that is what people come for."""
    lines = []
    for at, one in enumerate(case.timeline):
        failed, moved = _declined(case) and one.state == "decided", at > 0 and _moved(case, at)
        what = message("cases.state.declined") if failed else state_of(one.state)
        what = message("cases.state.moved") if moved else what
        lines.append(CaseLine(_moment(one.at), what, one.note, last=at == len(case.timeline) - 1, failed=failed))
    return tuple(reversed(lines))


def _declined(case: Case | PublicCase) -> bool:
    if isinstance(case, PublicCase):
        return case.approved is False
    return case.decision is not None and not case.decision.approved


def _moved(case: Case | PublicCase, at: int) -> bool:
    """Out of the locker to the counter: the platform's last entry then says "decided" once more."""
    delivery = case.delivery if isinstance(case, Case) else None
    lately = at == len(case.timeline) - 1 and case.timeline[at].state == case.timeline[at - 1].state == "decided"
    return lately and delivery is not None and delivery.taken_out


def _actions(case: Case) -> Iterator[CaseAction]:
    if case.state == "correction" and case.correction is not None:
        yield CaseAction("correct", message("cases.action.correct"), "file-pencil", main=True)
    if case.decision is not None and case.decision.reviewable and case.state == "decided":
        yield CaseAction("review", message("cases.action.review"), "headset")
    if opens_locker(case):
        yield CaseAction("locker", message("cases.action.locker"), "key", main=True)
    if may_choose(case):
        first = case.delivery is None
        yield CaseAction(
            "deliver", message("cases.action.deliver" if first else "cases.action.deliver_again"), "truck", first
        )
    certificate = case.result.certificate if case.result is not None else None
    if asked(case):
        yield CaseAction("reply", message("rating.case.reply"), "message-2", main=True)
    prints = certificate is not None and case.decision is not None and case.decision.approved
    if prints:
        yield CaseAction("print", message("cases.action.print"), "printer", main=True)
    if case.signed:
        yield CaseAction("signed", message("cases.action.signed"), "signature")
    times = case.rating.times if case.rating is not None else 0
    if times < MOST_RATINGS and ((case.state in ENDED and not may_choose(case) and not prints) or answered(case)):
        yield CaseAction("rate", message("rating.case.again" if times else "cases.action.rate"), "thumb-up")


def asked(case: Case) -> bool:
    """Whoever has to mend it wants to know something, and the citizen has not answered yet."""
    mending = case.rating.mending if case.rating is not None else None
    return mending is not None and mending.state == "asked" and not mending.replied


def answered(case: Case) -> bool:
    """A bad rating was seen to: whoever gave it may say what they think of that."""
    mending = case.rating.mending if case.rating is not None else None
    return mending is not None and mending.state in ("answered", "closed")


def may_choose(case: Case) -> bool:
    """How to have the result is chosen while it is not under way, and there is one to have."""
    declined = _declined(case)
    way = case.delivery
    under_way = way is not None and (way.done or way.tracking is not None or way.box is not None)
    return bool(case.ways) and not declined and not under_way and case.state not in ("refused", "delivered")


def opens_locker(case: Case) -> bool:
    """The result lies in a locker's box and waits for a code."""
    return case.delivery is not None and case.delivery.box is not None and not case.delivery.done


def is_over(until: str, today: date) -> bool:
    return until < today.isoformat()
