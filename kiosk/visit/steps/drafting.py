"""A draft on its way between the terminal and a telephone: kept by the platform, never on this terminal's disk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.catalogue.answers import readable, show
from kiosk.catalogue.fields import questions
from kiosk.catalogue.model import Item
from kiosk.catalogue.packages import shaped
from kiosk.clock import on_the_wall
from kiosk.contract.drafts import CHANGE, DROP, HAND_OVER, SAVE, SEE, Draft, DraftContent, HandOver
from kiosk.platform import Away, Refused
from kiosk.text import Localized, message
from kiosk.visit import intents as i
from kiosk.visit.context import KnownDraft, Visit
from kiosk.visit.steps.instead import drop_unfit
from kiosk.visit.steps.no_answer import ask_again
from kiosk.visit.steps.notice import notice
from kiosk.visit.views import WorkingView
from kiosk.visit.views.drafts import ConflictView, Difference, HandOverView

NOTHING = Localized("没填", "not filled in")


async def hand_over(visit: Visit) -> bool:
    """Keep what was filled in and show a telephone the way to it. True: the citizen goes on there."""
    while True:
        saved = await _save(visit)
        if saved is None:
            return False
        session = visit.visitor.session
        assert session is not None
        given = await visit.kit.platform.call(HAND_OVER, session=session.token, id=saved.id)
        if isinstance(given, HandOver):
            break
        if not await _over(visit, given):
            return False
    until = on_the_wall(given.expires_at)[11:16]
    touched = await visit.stage.ask(HandOverView(given.url, given.code, until), i.Next, i.Back)
    return isinstance(touched, i.Next)


async def _save(visit: Visit) -> Draft | None:
    """None: not kept; the citizen goes on as before. Where a telephone was faster the citizen says which one counts."""
    visitor, kit = visit.visitor, visit.kit
    if visit.draft is not None and visit.draft.item_code != visit.item.code:
        visit.draft = None  # the citizen turned to another item meanwhile
    while True:
        visit.stage.show(WorkingView(message("drafts.saving"), message("visit.query.seconds")))
        assert visitor.session is not None
        content = DraftContent(item_code=visit.item.code, answers=visitor.answers)
        answer: Draft | Refused | Away
        if visit.draft is None:
            answer = await kit.platform.call(SAVE, content, session=visitor.session.token)
        else:
            answer = await kit.platform.call(
                CHANGE, content, session=visitor.session.token, version=visit.draft.version, id=visit.draft.id
            )
        if isinstance(answer, Draft):
            visit.draft = KnownDraft(answer.id, answer.version, visit.item.code)
            return answer
        if isinstance(answer, Refused) and answer.type == "changed-meanwhile":
            if not await _choose(visit):
                return None
        elif isinstance(answer, Refused) and answer.type == "no-such-draft":
            visit.draft = None
        elif not await _over(visit, answer):
            return None


async def _choose(visit: Visit) -> bool:
    """Mine or theirs (412): nothing is overwritten unseen. False: the platform is away."""
    assert visit.draft is not None
    assert visit.visitor.session is not None
    theirs = await visit.kit.platform.call(SEE, session=visit.visitor.session.token, id=visit.draft.id)
    if not isinstance(theirs, Draft):
        return await _over(visit, theirs)
    rows = differences(visit.item, visit.visitor.answers, theirs.answers)
    while rows:
        touched = await visit.stage.ask(ConflictView(rows), i.Do)
        if touched.name == "theirs":
            _take_theirs(visit, theirs.answers)
        if touched.name in ("mine", "theirs"):
            break
    visit.draft = KnownDraft(theirs.id, theirs.version, visit.item.code)
    return True


def _take_theirs(visit: Visit, theirs: Mapping[str, Any]) -> None:
    """Of a package their situation is meant as well, and so its form. In place: the question that is being asked holds
    the answers."""
    item = visit.item
    whole = shaped(item, {}, whole=True) if item.package is not None else item
    taken, answers = readable(questions(whole), theirs), visit.visitor.answers
    answers.clear()
    answers.update(taken)
    if item.package is not None:
        visit.chosen = shaped(whole, answers)
        drop_unfit(visit)


def differences(item: Item, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What is not the same on both ends, as it is read back: masked."""
    rows = []
    for field in questions(item):
        one, other = mine.get(field.name), theirs.get(field.name)
        if one != other:
            shown = [_shown(field, value) for value in (one, other)]
            rows.append(Difference(field.label, shown[0], shown[1]))
    return tuple(rows)


def _shown(field: Any, value: Any) -> Localized:
    try:
        text = show(field, value)
    except (TypeError, ValueError, AttributeError, KeyError):  # another end may write what no form takes
        return Localized("？", "?")
    return text if text.zh else NOTHING


async def _over(visit: Visit, answer: Refused | Away | Any) -> bool:
    """Tell why there is no answer. True: try once more."""
    if isinstance(answer, (Away, Refused)):
        return await ask_again(visit, answer, words="drafts")
    await notice(visit.stage, "refused", words="drafts", icon="alert-circle", back=True, number="misfit")
    return False


def drop_later(visit: Visit) -> None:
    """What was handed in is no draft any more; when the platform is asked does not matter."""
    draft, session = visit.draft, visit.visitor.session
    if draft is not None and session is not None:
        platform, token = visit.kit.platform, session.token
        visit.kit.errands.add("drop a draft", lambda: platform.call(DROP, session=token, id=draft.id))
    visit.draft = None
