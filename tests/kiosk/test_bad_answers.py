"""A platform that says what does not fit, or asks for what this terminal cannot ask yet: the citizen is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.responses import JSONResponse

from kiosk.contract.cases import Correction, Wanted
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.cases import CasesView, CaseView, CodeEntryView
from provisioning import clock
from provisioning.sandbox.cases.filing import Filing, Part
from tests.kiosk.sandbox_stand import LoopbackPlatform, sandbox_stand
from tests.kiosk.stand import CARD, ID_NUMBER, SOCIAL_CARD, Stand
from tests.kiosk.test_bad_input_steps import named
from tests.kiosk.test_form import FORM, with_form
from tests.kiosk.walker import Walker


async def _open(one: Stand, service: str, *answers: tuple[str, str]) -> None:
    one.touch(i.OpenService(service))
    for name, value in answers:
        await one.answer(name, value)


async def _account(one: Stand) -> None:
    await one.begin("GY01")
    await one.answer("kind", "water")
    asked = await one.sees(v.QuestionView, named("company_water"))
    one.touch(i.Answer(asked.options[0].value))
    await one.answer("account", "12345678")


async def _code(one: Stand, service: str, code: str) -> None:
    await _open(one, service, (service, "code"))
    await one.eventually(lambda: _lay_a_card(one) or isinstance(one.snapshot.view, CodeEntryView))
    one.touch(i.Answer(code))


MISFITS: list[tuple[str, str, Callable[[Stand], Any]]] = [
    ("GET /v1/cases", "listCases", lambda one: _open(one, "progress", ("progress", "card"))),
    ("GET /v1/progress", "seeProgress", lambda one: _code(one, "progress", "123456789012")),
    ("GET /v1/drafts", "listDrafts", lambda one: _open(one, "resume", ("resume", "card"))),
    ("POST /v1/drafts/claims", "claimDraft", lambda one: _code(one, "resume", "12345678")),
    ("GET /v1/licences", "listLicences", lambda one: _open(one, "licences")),
    ("POST /v1/queries", "query", lambda one: Walker(one, until=v.NoticeView).walk("YB03")),
    ("POST /v1/utility-bills", "findUtilityBills", _account),
]


async def test_an_answer_that_does_not_fit_is_refused_with_a_code_to_read_out(tmp_path: Path) -> None:
    """And a correction that a later release asks for is given at a counter: its case was opened by another end."""
    newer = with_form("GJ04", {**FORM, "x-schema": 2})
    async with sandbox_stand(tmp_path, catalogue=newer) as (one, platform):
        await misfits(one, platform)
        await newer_correction(one, platform)


async def misfits(one: Stand, platform: LoopbackPlatform) -> None:
    whole, broken = platform._inner, ""
    assert whole is not None

    async def garbled(scope: Any, receive: Any, send: Any) -> None:
        if f"{scope['method']} {scope['path']}" == broken:
            await JSONResponse({"cases": 7, "drafts": {}, "rows": None})(scope, receive, send)
        else:
            await whole(scope, receive, send)

    platform._inner = garbled
    for call, name, reach in MISFITS:
        broken = call
        await one.sees(v.HomeView)
        await reach(one)
        shown = f"misfit-{name}"
        await one.eventually(lambda: _lay_a_card(one) or shown in repr(one.snapshot.view))  # noqa: B023
        one.touch(i.Exit())
        await one.eventually(lambda: _take_it(one) or isinstance(one.snapshot.view, v.HomeView))
    platform._inner = whole


def _lay_a_card(one: Stand) -> None:
    if isinstance(one.snapshot.view, v.IdentifyView) and one.id_cards.card is None and one.cards.card is None:
        (one.id_cards if one.snapshot.view.means == "id_card" else one.cards).lay(
            CARD if one.snapshot.view.means == "id_card" else SOCIAL_CARD
        )


def _take_it(one: Stand) -> None:
    one.id_cards.take()
    one.cards.take()


async def newer_correction(one: Stand, platform: LoopbackPlatform) -> None:
    item = one.catalogue.find("GJ04")
    assert item is not None
    desk, now = platform.sandbox.desk, clock.now()
    part = Part("", item.name, item.code, 5, ())
    desk.cases.open(Filing("k", "", desk.holders.digest(ID_NUMBER), part), "9" * 12, now, lambda code: "")
    wanted = (Wanted(kind="answer", name="applicant", why=item.name),)
    desk.cases.ask("9" * 12, Correction(notice="n", wanted=wanted, until="2027-01-01"), now)
    await one.sees(v.HomeView)
    await _open(one, "progress", ("progress", "card"))
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    await one.sees(CasesView)
    one.touch(i.ChooseCase("9" * 12))
    await one.sees(CaseView)
    one.touch(i.Do("correct"))
    told = await one.sees(v.NoticeView)
    assert told.title.key == "cases.counter.title"
