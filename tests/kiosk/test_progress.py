"""The service "progress" before the real platform: by card and by code, corrections, how the result comes."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from kiosk.contract.cases import progress_code
from kiosk.seals.ofd import unpacked
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.services.progress import receipt_code
from kiosk.visit.views.cases import CasesView, CaseView, CodeEntryView
from kiosk.visit.views.certificates import CertificateView
from kiosk.visit.views.identity import OtpView
from kiosk.visit.views.signed import SignedView
from kiosk.words import say
from offline_cache.states import State
from provisioning.sandbox.seals.ofd_writer import packed
from tests.kiosk.handing_in import sign
from tests.kiosk.sandbox_stand import LoopbackPlatform, operator, sandbox_stand
from tests.kiosk.stand import CARD, NAME, Stand
from tests.kiosk.test_visit_query import paper_of
from tests.kiosk.walker import STROKES

ITEM = "GJ04"  # 租房提取公积金: decided by a person, no papers
ACCOUNT = "6222020000000000000"


class Counter:
    """A citizen at the terminal, and whoever decides in the back office."""

    def __init__(self, one: Stand, platform: LoopbackPlatform, office: httpx.AsyncClient) -> None:
        self.one = one
        self.platform = platform
        self.office = office

    async def do(self, number: str, what: str, **more: Any) -> None:
        answer = await self.office.post(f"/office/{number}", json={"do": what, **more})
        assert answer.status_code == 200, answer.text

    async def submit(self) -> tuple[str, str]:
        """One submission from home to home; key and case number."""
        done = await self.hand_in()
        assert done.outcome == "submitted"
        number, code = done.code.split(" ")
        self.one.touch(i.AnotherItem())
        await self.one.sees(v.HomeView)
        return code, number

    async def hand_in(self, paper: str = "printed") -> v.DoneView:
        """From home to the receipt's page."""
        one = self.one
        await one.begin(ITEM)
        await self.show_card()
        await one.sees(v.FaceView)
        one.touch(i.Skip())
        await one.answer("mode", _first(await self._question("mode")))
        await one.answer("amount", "1200")
        await one.answer("marital", _first(await self._question("marital")))
        await one.answer("bank_card", ACCOUNT)
        await one.answer("phone", "13800001234")
        await self.sign_and_submit()
        done: v.DoneView = await one.sees(v.DoneView, lambda view: view.paper == paper)
        return done

    async def _question(self, name: str) -> v.QuestionView:
        view: v.QuestionView = await self.one.sees(v.QuestionView, lambda view: view.name == name)
        return view

    async def show_card(self) -> None:
        await self.one.sees(v.IdentifyView)
        self.one.id_cards.lay(CARD)

    async def sign_and_submit(self, *, card: bool = True) -> None:
        """`card`: one lies on the reader; who stays known for another item shows none."""
        one = self.one
        await one.sees(v.CheckView)
        one.touch(i.Next())
        await sign(one)
        if card:
            await one.sees(v.TakeCardView)
            one.id_cards.take()

    async def open(self, way: str) -> None:
        one = self.one
        await one.sees(v.HomeView)
        one.touch(i.OpenService("progress"))
        await one.answer("progress", way)


def _first(view: v.QuestionView) -> str:
    return view.options[0].value


@pytest.fixture
async def counter(tmp_path: Path) -> AsyncIterator[Counter]:
    async with sandbox_stand(tmp_path) as (one, platform), operator(platform.sandbox) as office:
        yield Counter(one, platform, office)


async def test_from_submission_to_the_posted_result(counter: Counter) -> None:
    one = counter.one
    _, number = await counter.submit()
    await counter.open("card")
    listed = await one.sees(CasesView)
    assert [row.number for row in listed.rows] == [number]
    one.touch(i.ChooseCase(number))
    page = await one.sees(CaseView)
    assert (page.state.key, [action.name for action in page.actions]) == (
        "cases.state.received",
        ["deliver", "signed"],
    )
    one.touch(i.Do("deliver"))
    await one.answer("delivery", "post")
    await one.answer("name", NAME)
    await one.answer("phone", "13800001234")
    for code in ("500000", "500107", "500107901", "500107901902"):
        await one.sees(v.QuestionView, lambda view, code=code: code in {option.value for option in view.options})
        one.touch(i.Answer(code))
    await one.answer("address", "测试路 1 号 2 单元 301")
    page = await one.sees(CaseView, lambda view: view.facts)
    shown = " ".join(str(fact.value) for fact in page.facts)
    assert "138****1234" in shown
    assert NAME not in shown
    for what in ("accept", "approve", "deliver"):
        await counter.do(number, what)
    one.touch(i.Back())
    await one.sees(CasesView)
    one.touch(i.ChooseCase(number))
    page = await one.sees(CaseView, lambda view: view.state.key == "cases.state.delivered")
    assert "TEST" in " ".join(str(fact.value) for fact in page.facts)
    assert [one.name for one in page.actions] == ["signed", "rate"]


async def to_what_was_signed(counter: Counter) -> SignedView:
    _, number = await counter.submit()
    await counter.open("card")
    await counter.one.sees(CasesView)
    counter.one.touch(i.ChooseCase(number))
    await counter.one.sees(CaseView)
    counter.one.touch(i.Do("signed"))
    view: SignedView = await counter.one.sees(SignedView)
    return view


def trusting(one: Stand) -> None:
    one.settings = dataclasses.replace(one.settings, content_key=one.home / "sandbox/content.pub")


async def test_what_was_signed_is_shown_word_for_word_verified_and_printed(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=trusting) as (one, platform), operator(platform.sandbox) as office:
        view = await to_what_was_signed(Counter(one, platform, office))
        assert view.seal_tone == "good" and "之后没有改动" in say(view.seal, "zh")
        assert {"138****1234", "测**甲"} <= {row.value for row in view.rows}
        assert len(view.strokes[0]) == len(STROKES[0]) and view.prints
        one.touch(i.Next())
        page = await one.sees(CertificateView)
        assert page.seal_tone == "good"
        one.touch(i.Next())
        done = await one.sees(v.DoneView)
        assert done.outcome == "certified" and len(one.document_printer.tray) == 1


async def test_one_byte_of_what_was_signed_is_changed_and_the_screen_says_so(tmp_path: Path) -> None:
    """It is neither believed nor printed."""
    async with sandbox_stand(tmp_path, prepare=trusting) as (one, platform), operator(platform.sandbox) as office:
        genuine = platform.sandbox.signed_documents.of

        def changed(number: str) -> list[tuple[str, bytes]]:
            ((key, document),) = genuine(number)
            files = unpacked(document)
            path = "Doc_0/Attachs/signed.json"
            files[path] = files[path].replace(b"138****1234", b"138****1235")
            return [(key, packed(files))]

        platform.sandbox.signed_documents.of = changed  # type: ignore[method-assign]
        view = await to_what_was_signed(Counter(one, platform, office))
        assert view.seal_tone == "bad" and "签章之后内容被改动过" in say(view.seal, "zh")
        assert not view.prints


async def test_a_correction_is_given_in_place_and_goes_through_the_outbox(counter: Counter) -> None:
    one = counter.one
    code, number = await counter.submit()
    wanted = [{"kind": "answer", "name": "amount", "why": "金额和合同不一致"}]
    await counter.do(number, "ask", wanted=wanted)
    await counter.open("card")
    await one.sees(CasesView)
    one.touch(i.ChooseCase(number))
    page = await one.sees(CaseView, lambda view: view.state.key == "cases.state.correction")
    assert "金额和合同不一致" in [getattr(fact.value, "zh", "") for fact in page.facts]
    one.touch(i.Do("correct"))
    await one.answer("amount", "900")
    check = await one.sees(v.CheckView)
    assert {row.name for row in check.rows} == {"own:name", "own:id_number", "amount"}
    await counter.sign_and_submit(card=False)
    done = await one.sees(v.DoneView, lambda view: view.paper == "printed")
    assert (done.outcome, done.number) == ("submitted", number)
    assert "补正" in paper_of(one)
    one.touch(i.AnotherItem())
    await counter.open("code")
    await one.sees(CodeEntryView)
    one.touch(i.Answer(code))
    page = await one.sees(CaseView)
    assert page.state.key == "cases.state.received"


async def test_turning_away_from_a_correction_leaves_nothing_in_the_outbox(counter: Counter) -> None:
    """A room that is reserved for ever would fill the outbox."""
    one = counter.one
    _, number = await counter.submit()
    await counter.do(number, "ask", wanted=[{"kind": "answer", "name": "amount", "why": "x"}])
    await counter.open("card")
    await one.sees(CasesView)
    one.touch(i.ChooseCase(number))
    await one.sees(CaseView)
    one.touch(i.Do("correct"))
    await one.sees(v.QuestionView, lambda view: view.name == "amount")
    one.touch(i.Back())
    await one.sees(CaseView)
    assert State.STAGED not in {record.state for record in one.outbox.records()}


async def test_what_this_terminal_cannot_take_is_sent_to_a_counter(counter: Counter) -> None:
    """An item of a newer catalogue may ask for what this terminal does not know."""
    one = counter.one
    _, number = await counter.submit()
    await counter.do(number, "ask", wanted=[{"kind": "material", "name": "hologram", "why": "x"}])
    await counter.open("card")
    await one.sees(CasesView)
    one.touch(i.ChooseCase(number))
    await one.sees(CaseView)
    one.touch(i.Do("correct"))
    notice = await one.sees(v.NoticeView)
    assert notice.title.key == "cases.counter.title"


async def test_a_result_that_is_a_certificate_is_looked_at_and_printed(counter: Counter) -> None:
    one = counter.one
    await one.begin("HZ04")
    await counter.show_card()
    await one.sees(v.FaceView)
    one.touch(i.Skip())
    await one.answer("purpose", _first(await counter._question("purpose")))
    for name in ("period_from", "period_to"):
        await one.answer(name, "2026-01-01" if name == "period_from" else "2026-11-01")
    await one.answer("phone", "13800001234")
    await counter.sign_and_submit()
    done = await one.sees(v.DoneView, lambda view: view.paper == "printed")
    one.touch(i.AnotherItem())
    await counter.do(done.number, "approve")
    await counter.open("card")
    await one.sees(CasesView)
    one.touch(i.ChooseCase(done.number))
    page = await one.sees(CaseView)
    assert "print" in [action.name for action in page.actions]
    one.touch(i.Do("print"))
    await one.sees(v.FaceView)  # a card alone is too little for a certificate
    one.touch(i.ChooseMeans("otp"))
    await one.sees(OtpView, lambda view: view.sent_to)
    one.touch(i.Answer(counter.platform.sandbox.messages.shown[0].code))
    await one.sees(CertificateView)
    one.touch(i.Back())
    await one.sees(CaseView)


async def test_a_receipt_of_what_is_still_here(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who was told "held" at this very terminal must not be told that there is no such case."""
    one = counter.one
    code, _ = await counter.submit()
    counter.platform.sandbox.store.database.execute("DELETE FROM case_codes")  # as if it had not arrived
    record = next(one.outbox.records())
    monkeypatch.setattr(type(one.outbox), "unacknowledged", lambda _: [record.key])
    await counter.open("code")
    await one.sees(CodeEntryView)
    one.touch(i.Answer(code))
    view = await one.sees(CodeEntryView, lambda view: view.error)
    assert view.error.key == "cases.code.held"


async def test_the_list_is_the_citizens_own(counter: Counter) -> None:
    await counter.open("card")
    await counter.show_card()
    notice = await counter.one.sees(v.NoticeView)
    assert notice.title.key == "cases.none.title"


async def test_a_code_that_nobody_has(counter: Counter) -> None:
    one = counter.one
    await counter.open("code")
    await one.sees(CodeEntryView)
    one.touch(i.Answer("000000000000"))
    view = await one.sees(CodeEntryView, lambda view: view.error)
    assert view.error.key == "cases.code.unknown"
    one.touch(i.Back())
    await one.sees(v.QuestionView)
    one.touch(i.Back())
    await one.sees(v.HomeView)


@pytest.mark.parametrize(
    ("read", "code"),
    [
        ("123456789012", "123456789012"),
        ("1234 5678 9012", "123456789012"),
        ("11999999TE5T00016J3502099001000202611220001 123456789012", "123456789012"),
        ("TEST-0001-000482 123456789012", "123456789012"),
        ("11999999TE5T00016J3502099001000202611220001", None),
        ("https://example.org/123456789012", None),
        ("12345678901", None),
        ("１２３４５６７８９０１２", None),
        ("\u0000123456789012", None),
        ("", None),
        ("🧾" * 400, None),
    ],
)
def test_only_a_receipts_code_is_taken_for_one(read: str, code: str | None) -> None:
    """A payment code that is held before the scanner must not be sent anywhere."""
    assert receipt_code(read) == code


def test_terminal_and_platform_make_the_same_code() -> None:
    assert progress_code("018f0000-0000-7000-8000-000000000000") == progress_code(
        "018f0000-0000-7000-8000-000000000000"
    )
    assert len(progress_code("")) == 12
