"""Ask the platform and show what it found."""

from __future__ import annotations

from dataclasses import replace

from uuid_utils import uuid7

from kiosk.clock import on_the_wall
from kiosk.contract.identity import EXPIRED, TOO_LOW
from kiosk.contract.queries import ASK, Query, QueryResult
from kiosk.platform import Away, Refused
from kiosk.text import message
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.context import Move, Outcome, Visit
from kiosk.visit.privacy import ask_watched
from kiosk.visit.steps.identify import sign_in_again
from kiosk.visit.steps.notice import notice
from kiosk.visit.steps.step_up import step_up

ROWS = {"standard": 8, "contrast": 8, "senior": 5}  # a page of the table
NUMBER_DIGITS = 8  # of the query's key: enough to find it in the terminal's books, short enough to read out


async def query(visit: Visit) -> Move:
    kit, visitor, stage = visit.kit, visit.visitor, visit.stage
    while True:
        stage.show(v.WorkingView(message("visit.query.working"), message("visit.query.seconds")))
        assert visitor.session is not None
        asked = Query(item_code=visit.item.code, answers=visitor.answers)
        answer = await kit.platform.call(ASK, asked, session=visitor.session.token)
        if isinstance(answer, QueryResult):
            visitor.result = answer
            key = str(uuid7())
            number = f"{kit.settings.terminal_id}-{key[-NUMBER_DIGITS:].upper()}"
            visit.outcome = Outcome("answered", key, number, visit.item.name)
            return await _show(visit, answer)
        if isinstance(answer, Away):
            await notice(stage, "query.away", icon="cloud-off", go_on="again")
        elif answer.type == "nothing-found":
            if not await notice(stage, "query.nothing", icon="file-search", go_on=None, back=bool(visit.back)):
                return Move.BACK
        elif answer.type == EXPIRED:
            await sign_in_again(visit)
        elif answer.type == TOO_LOW:
            if await step_up(visit, visit.item.identity.level) is Move.BACK:
                return Move.BACK
        else:
            await _refused(visit, answer)


async def _refused(visit: Visit, answer: Refused) -> None:
    await notice(visit.stage, "query.refused", icon="alert-circle", number=answer.type)


async def _show(visit: Visit, result: QueryResult) -> Move:
    page, covered = 0, False
    while True:
        view = _view(visit, result, page)
        if covered:
            view = replace(view, headline=None, rows=(), covered=True)
        touched = await ask_watched(visit, view, i.Next, i.TurnPage, i.Reveal, *visit.back)
        covered = touched is None
        match touched:
            case None | i.Reveal():
                continue
            case i.TurnPage(by):
                page = max(0, min(view.pages - 1, page + by))
            case i.Back():
                visit.outcome = None
                return Move.BACK
            case _:
                return Move.ON


def _view(visit: Visit, result: QueryResult, page: int) -> v.ResultView:
    size = ROWS[visit.stage.snapshot.preferences.mode]
    pages = max(1, -(-len(result.rows) // size))
    whole = v.ResultView(
        title=visit.item.title,
        headline_label=result.headline.label if result.headline else None,
        headline=result.headline.value if result.headline else None,
        columns=result.columns,
        rows=result.rows,
        as_of=on_the_wall(result.as_of),
        note=result.note,
        page=min(page, pages - 1),
        pages=pages,
    )
    return replace(whole, rows=result.rows[whole.page * size : (whole.page + 1) * size])
