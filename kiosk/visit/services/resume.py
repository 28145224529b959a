"""Resume (手机续办): what was begun on a telephone is gone on with here, and the other way about."""

from __future__ import annotations

import re

from kiosk.catalogue.answers import readable, settled
from kiosk.catalogue.fields import questions
from kiosk.catalogue.packages import shaped
from kiosk.clock import on_the_wall
from kiosk.contract.drafts import CLAIM, CODE_DIGITS, LIST, Claim, Draft, Drafts
from kiosk.contract.identity import EXPIRED
from kiosk.platform import Away, Refused
from kiosk.text import Localized, Message, message
from kiosk.visit import intents as i
from kiosk.visit.code_entry import typed_or_scanned
from kiosk.visit.context import KnownDraft, Move, Visit
from kiosk.visit.steps.identify import sign_in_again
from kiosk.visit.steps.login import login
from kiosk.visit.steps.no_answer import ask_again
from kiosk.visit.steps.notice import notice
from kiosk.visit.steps.one_of import one_of
from kiosk.visit.views import Option, QuestionView, WorkingView
from kiosk.visit.views.cases import CodeEntryView

MOST = 6  # drafts of a page; older ones are found on the telephone


async def resume(visit: Visit) -> Move:
    """BACK for home, which opens the draft's item at once where one was taken up (`visit.wanted`)."""
    while True:
        way = await _how(visit)
        if way is None or await login(visit) is Move.BACK:
            return Move.BACK
        draft = await (_by_code(visit) if way == "code" else _mine(visit))
        if draft is not None and await _take_up(visit, draft):
            return Move.BACK


async def _how(visit: Visit) -> str | None:
    options = tuple(Option(one, message(f"drafts.how.{one}")) for one in ("code", "card"))
    view = QuestionView(
        "resume",
        "choice",
        message("drafts.how.title"),
        message("drafts.how.hint"),
        None,
        options,
    )
    return await one_of(visit, view)


async def _take_up(visit: Visit, draft: Draft) -> bool:
    item = visit.kit.catalogue.find(draft.item_code)
    if item is None or visit.kit.health.obstacle(item) is not None:
        await notice(visit.stage, "not_here", words="drafts", icon="building", back=True)
        return False
    answers = readable(questions(item), draft.answers)
    visit.visitor.answers = settled(shaped(item, answers) if item.package is not None else item, answers)
    visit.draft = KnownDraft(draft.id, draft.version, draft.item_code)
    visit.wanted = item
    return True


# ---- by code -----------------------------------------------------------------------------------------------------
async def _by_code(visit: Visit) -> Draft | None:
    scanner, attempt = visit.kit.devices.scanner, 0
    error: Message | None = None
    while True:
        view = CodeEntryView(scanner is not None, error, attempt, words="drafts.code", digits=CODE_DIGITS)
        got = await typed_or_scanned(visit, view)
        if isinstance(got, i.Back):
            return None
        code = re.sub(r"\s", "", got)
        if not re.fullmatch(rf"[0-9]{{{CODE_DIGITS}}}", code, re.ASCII):
            error = message("drafts.code.foreign")
            continue
        visit.stage.show(WorkingView(message("drafts.fetching"), message("visit.query.seconds")))
        assert visit.visitor.session is not None
        answer = await visit.kit.platform.call(CLAIM, Claim(code=code), session=visit.visitor.session.token)
        if isinstance(answer, Draft):
            return answer
        attempt += 1
        if isinstance(answer, Refused) and answer.type == EXPIRED:
            await sign_in_again(visit)
            continue
        error = _why(answer)


def _why(answer: Refused | Away) -> Message:
    if isinstance(answer, Away):
        return message("drafts.away.body")
    kind = {"no-such-code": "unknown", "too-many-tries": "too_many"}.get(answer.type)
    return message(f"drafts.code.{kind}") if kind else message("drafts.refused.body", number=answer.type)


# ---- by card -----------------------------------------------------------------------------------------------------
async def _mine(visit: Visit) -> Draft | None:
    while True:
        visit.stage.show(WorkingView(message("drafts.fetching"), message("visit.query.seconds")))
        assert visit.visitor.session is not None
        answer = await visit.kit.platform.call(LIST, session=visit.visitor.session.token)
        if isinstance(answer, Drafts):
            return await _choose(visit, answer.drafts[:MOST])
        if not await ask_again(visit, answer, words="drafts"):
            return None


async def _choose(visit: Visit, drafts: tuple[Draft, ...]) -> Draft | None:
    if not drafts:
        await notice(visit.stage, "none", words="drafts", icon="clipboard-list", back=True)
        return None
    by_id = {one.id: one for one in drafts}
    options = tuple(Option(one.id, _named(one)) for one in drafts)
    view = QuestionView("draft", "choice", message("drafts.choose"), None, None, options)
    chosen = await one_of(visit, view)
    return by_id[chosen] if chosen is not None else None


def _named(draft: Draft) -> Localized:
    when = on_the_wall(draft.updated_at)[5:16]
    return Localized(f"{draft.title.zh} · {when}", f"{draft.title.en} · {when}")
