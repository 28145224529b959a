"""Progress (办件进度): by card all of one's cases, by a receipt's code that one; and what can be done about it."""

from __future__ import annotations

import asyncio
import re

from kiosk.contract.cases import (
    CODE_DIGITS,
    LIST,
    PROGRESS,
    REPLY,
    REVIEW,
    SEE,
    Case,
    Cases,
    CaseSummary,
    Code,
    PublicCase,
    Which,
    progress_code,
)
from kiosk.contract.ratings import Reply
from kiosk.platform import Away, Refused
from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.case_pages import asked, page_of, public_page_of, row_of
from kiosk.visit.code_entry import typed_or_scanned
from kiosk.visit.context import Move, Visit
from kiosk.visit.own_words import own_words
from kiosk.visit.services.case_work import WORK, deliver, with_fee
from kiosk.visit.services.locker import open_locker
from kiosk.visit.steps.login import login
from kiosk.visit.steps.no_answer import ask_again
from kiosk.visit.steps.notice import notice
from kiosk.visit.steps.one_of import one_of
from kiosk.visit.steps.rate import rate_case
from kiosk.visit.views import Option, QuestionView, WorkingView
from kiosk.visit.views.cases import CasesView, CodeEntryView

ROWS = {"standard": 5, "contrast": 5, "senior": 3}  # a page of the list that needs no scrolling
_RECEIPT_CODE = re.compile(rf"(?:.*[^0-9])?([0-9]{{{CODE_DIGITS}}})", re.ASCII)


async def progress(visit: Visit) -> Move:
    while True:
        way = await _how(visit)
        if way is None:
            return Move.BACK
        found = await (_by_code(visit) if way == "code" else _mine(visit))
        if found is Move.ON:
            return Move.ON


async def _how(visit: Visit) -> str | None:
    options = tuple(Option(one, message(f"cases.how.{one}")) for one in ("card", "code"))
    view = QuestionView("progress", "choice", message("cases.how.title"), None, None, options)
    return await one_of(visit, view)


# ---- all of one's cases ------------------------------------------------------------------------------------------
async def _mine(visit: Visit, first: str | None = None) -> Move:
    """ON: an outcome stands in the visit. `first`: the number of the case to open at once."""
    if await login(visit) is Move.BACK:
        return Move.BACK
    page = 0
    while True:
        if first is not None:
            number, first = first, None
        else:
            cases = await _list(visit)
            if cases is None:
                return Move.BACK
            chosen, page = await _choose(visit, cases, page)
            if chosen is None:
                return Move.BACK
            number = chosen
        if await _one(visit, number) is Move.ON:
            return Move.ON


async def _list(visit: Visit) -> tuple[CaseSummary, ...] | None:
    while True:
        visit.stage.show(WorkingView(message("visit.query.working"), message("visit.query.seconds")))
        assert visit.visitor.session is not None
        answer = await visit.kit.platform.call(LIST, Which(), session=visit.visitor.session.token)
        if isinstance(answer, Cases):
            if answer.cases:
                return answer.cases
            await notice(visit.stage, "none", words="cases", icon="clipboard-list", back=True)
            return None
        if not await ask_again(visit, answer, words="cases"):
            return None


async def _choose(visit: Visit, cases: tuple[CaseSummary, ...], page: int) -> tuple[str | None, int]:
    while True:
        size = ROWS[visit.stage.snapshot.preferences.mode]
        pages = -(-len(cases) // size)
        page = max(0, min(page, pages - 1))
        rows = tuple(map(row_of, cases[page * size : (page + 1) * size]))
        view = CasesView(visit.visitor.masked_name, rows, page, pages)
        touched = await visit.stage.ask(view, i.ChooseCase, i.TurnPage, i.Back)
        match touched:
            case i.TurnPage(by):
                page += by
            case i.ChooseCase(number) if number in {one.number for one in cases}:
                return number, page
            case i.Back():
                return None, page


# ---- one of them -------------------------------------------------------------------------------------------------
async def _one(visit: Visit, number: str) -> Move:
    """BACK: to the list."""
    problem: Message | None = None
    while True:
        case = await _see(visit, number)
        if case is None:
            return Move.BACK
        view = with_fee(visit, case, page_of(case, problem))
        touched = await visit.stage.ask(view, i.Do, i.ChooseCase, i.Back)
        problem = None
        match touched:
            case i.Do(name) if name in WORK:
                if await WORK[name](visit, case) is Move.ON:
                    return Move.ON
            case i.Do("deliver"):
                problem = await deliver(visit, case)
            case i.Do("locker"):
                await open_locker(visit, case)
            case i.Do("review"):
                await _review(visit, number)
            case i.Do("reply") if asked(case):
                await _reply(visit, number)
            case i.Do("rate"):
                await rate_case(visit, case.number, case.item_code)
            case i.ChooseCase(part) if part in {one.number for one in case.children}:
                if await _one(visit, part) is Move.ON:
                    return Move.ON
            case i.Back():
                return Move.BACK


async def _see(visit: Visit, number: str) -> Case | None:
    while True:
        visit.stage.show(WorkingView(message("visit.query.working"), message("visit.query.seconds")))
        assert visit.visitor.session is not None
        answer = await visit.kit.platform.call(SEE, session=visit.visitor.session.token, number=number)
        if isinstance(answer, Case):
            return answer
        if not await ask_again(visit, answer, words="cases"):
            return None


async def _review(visit: Visit, number: str) -> None:
    assert visit.visitor.session is not None
    answer = await visit.kit.platform.call(REVIEW, session=visit.visitor.session.token, number=number)
    if isinstance(answer, Case):
        await notice(visit.stage, "review_done", words="cases", icon="headset", go_on="go_on")
    else:
        await ask_again(visit, answer, words="cases")


async def _reply(visit: Visit, number: str) -> None:
    """Answer whoever asked about a rating; the words go to the platform at once and nowhere else."""
    words = await own_words(visit, "", title="reply")
    if not words:
        return
    visit.stage.show(WorkingView(message("visit.query.working"), message("visit.query.seconds")))
    assert visit.visitor.session is not None
    token = visit.visitor.session.token
    answer = await visit.kit.platform.call(REPLY, Reply(words=words), session=token, number=number)
    if not isinstance(answer, Case):
        await ask_again(visit, answer, words="cases")


# ---- by the receipt's code ---------------------------------------------------------------------------------------
async def _by_code(visit: Visit) -> Move:
    scanner, attempt = visit.kit.devices.scanner, 0
    error: Message | None = None
    while True:
        view = CodeEntryView(scanner is not None, error, attempt)
        got = await typed_or_scanned(visit, view)
        if isinstance(got, i.Back):
            return Move.BACK
        code = receipt_code(got)
        if code is None:
            error = message("cases.code.foreign" if attempt_was_scanned(got) else "cases.code.short")
            continue
        visit.stage.show(WorkingView(message("visit.query.working"), message("visit.query.seconds")))
        answer = await visit.kit.platform.call(PROGRESS, Code(code=code))
        if isinstance(answer, PublicCase):
            return await _public(visit, answer)
        attempt, error = attempt + 1, _why(answer)
        if isinstance(answer, Refused) and await asyncio.to_thread(_is_held, visit, code):
            error = message("cases.code.held")


async def _public(visit: Visit, case: PublicCase) -> Move:
    touched = await visit.stage.ask(public_page_of(case), i.Do, i.Back)
    if isinstance(touched, i.Do):
        return await _mine(visit, first=case.number)
    return Move.BACK


def receipt_code(text: str) -> str | None:
    """The 12 digits of a receipt's code, typed or as its square code says them: `<number> <code>`."""
    found = _RECEIPT_CODE.fullmatch(text.strip())
    digits = re.sub(r"\s", "", text)
    if re.fullmatch(rf"[0-9]{{{CODE_DIGITS}}}", digits, re.ASCII):
        return digits
    return found[1] if found and " " in text.strip() else None


def attempt_was_scanned(text: str) -> bool:
    """Only digits come from the pad."""
    return not re.fullmatch(r"[0-9\s]*", text, re.ASCII)


def _is_held(visit: Visit, code: str) -> bool:
    """Whether what this receipt is about still lies in this terminal's own outbox."""
    return any(progress_code(key) == code for key in visit.kit.outbox.unacknowledged())


def _why(answer: Refused | Away) -> Message:
    if isinstance(answer, Away):
        return message("cases.away.body")
    kind = {"no-such-case": "unknown", "too-many-tries": "too_many"}.get(answer.type)
    return message(f"cases.code.{kind}") if kind else message("cases.refused.body", number=answer.type)
