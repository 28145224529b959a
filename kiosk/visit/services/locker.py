"""A result out of a locker (取件柜): a code that opens its box once, on the screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from drivers.receipt_printer.document import Block, Line, Pair, QrCode, Receipt, Rule, Space
from kiosk.clock import on_the_wall
from kiosk.contract.cases import OPEN_LOCKER, Case, LockerCode
from kiosk.platform import Refused
from kiosk.settings import Settings
from kiosk.text import Localized, message
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.paper.printing import print_slip
from kiosk.visit.steps.no_answer import ask_again
from kiosk.visit.steps.notice import notice
from kiosk.visit.views import GuideRow, WorkingView
from kiosk.visit.views.queues import TicketView
from kiosk.words import say

HALF = 3  # digits a group: a code of six is read out in two


async def open_locker(visit: Visit, case: Case) -> None:
    """Each code takes the place of the one before, so that asking again after a lost answer is safe."""
    code = await _ask(visit, case)
    if code is None:
        return
    view, language = _view(code), visit.stage.snapshot.preferences.language
    slip = Receipt(tuple(_blocks(visit.kit.settings, language, code, case)))
    while True:
        visit.stage.show(replace(view, paper="printing"))
        paper, problem = await print_slip(visit, slip)
        may_print: tuple[type[i.Intent], ...] = (i.Print,) if paper == "unprinted" else ()
        touched = await visit.stage.ask(replace(view, paper=paper, problem=problem), i.Next, *may_print)
        if isinstance(touched, i.Next):
            return


async def _ask(visit: Visit, case: Case) -> LockerCode | None:
    while True:
        visit.stage.show(WorkingView(message("cases.locker.asking"), message("visit.query.seconds")))
        assert visit.visitor.session is not None
        session = visit.visitor.session.token
        answer = await visit.kit.platform.call(OPEN_LOCKER, session=session, number=case.number)
        if isinstance(answer, LockerCode):
            return answer
        if isinstance(answer, Refused) and answer.type == "not-in-this-state":
            await notice(visit.stage, "locker_empty", words="cases", icon="key", back=True)
            return None
        if not await ask_again(visit, answer, words="cases"):
            return None


def _view(code: LockerCode) -> TicketView:
    until = on_the_wall(code.expires_at)[11:]
    rows = (
        GuideRow(message("cases.fact.box"), Localized.alike(code.box), "door-enter"),
        GuideRow(message("cases.fact.place"), code.place, "map-pin"),
        GuideRow(message("cases.locker.until"), Localized.alike(until), "clock"),
    )
    return TicketView(
        message("cases.locker.title"),
        _grouped(code.code),
        rows,
        code.code,
        "",
        hint=message("cases.locker.hint"),
        follow=message("cases.locker.photo"),
    )


def _blocks(settings: Settings, language: str, code: LockerCode, case: Case) -> Iterator[Block]:
    def words(key: str) -> str:
        return say(message(f"cases.{key}"), language)

    yield Line(words("locker.slip"), size="large", bold=True, align="centre")
    yield Rule("thick")
    yield Line(_grouped(code.code), size="title", bold=True, align="centre")
    yield Rule()
    yield Pair(words("fact.box"), code.box)
    yield Pair(words("fact.place"), code.place.of(language))
    yield Pair(words("locker.until"), on_the_wall(code.expires_at))
    yield Line(case.title.of(language))
    yield Line(words("locker.once"))
    yield Space(2)
    yield QrCode(code.code, words("locker.scan"))
    yield Line(f"{settings.terminal_id} · {say(settings.site, language)}", size="small", align="centre")


def _grouped(code: str) -> str:
    return f"{code[:HALF]} {code[HALF:]}"
