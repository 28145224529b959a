"""An instant item ends with its decision in the same visit, or with a receipt by which it is found again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from uuid_utils import uuid7

from kiosk.contract.certificates import ISSUE, CertificateWanted
from kiosk.platform import Refused
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.cases import CasesView, CaseView
from kiosk.visit.views.certificates import CertificateView
from kiosk.visit.views.decision import DecisionView
from provisioning.sandbox.identity import Person
from tests.kiosk.catalogue.people import id_number
from tests.kiosk.sandbox_stand import TERMINAL, LoopbackPlatform, operator, sandbox_stand
from tests.kiosk.stand import CARD, ID_NUMBER, NAME
from tests.kiosk.test_visit_certificate import facing, prove
from tests.kiosk.test_visit_payment import paper_of
from tests.kiosk.walker import Walker

SPOUSE: dict[str, Any] = {"spouse.id_number": id_number("99999919900101002"), "spouse.name": "测试员乙"}


async def office(far: LoopbackPlatform, number: str, order: dict[str, Any]) -> int:
    async with operator(far.sandbox) as page:
        return (await page.post(f"/office/{number}", json=order)).status_code


async def test_an_office_that_is_slow_ends_the_visit_with_a_receipt_that_finds_the_case(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.1) as (one, far):
        async with operator(far.sandbox) as page:
            await page.put("/office", json={"slow": True})
        walked = await Walker(one, SPOUSE).walk("WJ01")
        assert walked.done is not None and walked.done.outcome == "submitted"
        assert one.document_printer.tray == []  # nothing is printed that is not decided
        assert "查询码" in paper_of(one)
        assert "已办结" not in paper_of(one)


async def test_a_decision_that_comes_while_the_citizen_waits_prints_its_certificate(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.5) as (one, far):
        far.sandbox.desk.cases.set_slow(True, one.now())
        polled: list[str] = []

        def decide(call: str) -> None:
            if call.startswith("GET /v1/cases/"):
                polled.append(call)
                if len(polled) == 3:
                    far.sandbox.desk.cases.set_slow(False, one.now())

        far.before = decide
        walked = await Walker(one, SPOUSE).walk("WJ01")
        assert walked.done is not None and walked.done.outcome == "decided"
        assert len(polled) == 3 + 1  # the last: the receipt's page looks whether what was signed is there
        assert len(one.document_printer.tray) == 1


async def test_a_refusal_by_rules_says_why_and_goes_to_a_person(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.5) as (one, _):
        walker = Walker(one, {"hukou": "other", "base": "300"})
        seen: list[DecisionView] = []

        def review(snapshot: Any) -> None:
            if isinstance(snapshot.view, DecisionView) and not seen:
                seen.append(snapshot.view)

        one.stage.subscribe(review)
        walked = await walker.walk("SB08")
        (view,) = seen
        assert view.reviewable
        assert "200%" in view.reasons[0].zh
        assert walked.done is not None and walked.done.outcome == "declined"


async def test_a_refusal_may_be_taken_to_a_person(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.5) as (one, far):
        walker = Walker(one, {"hukou": "other", "base": "300"}, by_a_person=True)
        walked = await walker.walk("SB08")
        assert walked.done is not None and walked.done.outcome == "submitted"
        (case,) = far.sandbox.desk.cases.newest(1)
        assert case["decision"] is None
        assert case["state"] in ("accepted", "deciding")


async def test_a_certificate_of_a_case_is_made_for_its_citizen_and_only_once_it_is_granted(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.5) as (one, far):
        walked = await Walker(one).walk("HZ04")
        assert walked.done is not None and walked.done.outcome == "submitted"
        number, item = walked.done.number, one.catalogue.find("HZ04")
        assert item is not None

        async def issue(who: Person) -> str:
            sessions = far.sandbox.sessions
            session = sessions.prove(sessions.begin(who, "id_card", TERMINAL, one.now()), "face", one.now())
            wanted = CertificateWanted(key=str(uuid7()), item_code=item.code, answers={}, case=number)
            answer = await one.platform.call(ISSUE, wanted, session=session.token)
            return answer.type if isinstance(answer, Refused) else type(answer).__name__

        assert await issue(Person(ID_NUMBER, NAME)) == "not-decided"
        for act in ("accept", "examine", "approve"):
            assert await office(far, number, {"do": act}) == 200
        assert await issue(Person(id_number("99999919900101002"), "测试员乙")) == "nothing-found"
        assert await issue(Person(ID_NUMBER, NAME)) == "Certificate"


async def test_what_was_decided_later_is_printed_under_its_progress_after_a_further_proof(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.5) as (one, far):
        walked = await Walker(one).walk("HZ04")
        assert walked.done is not None
        for act in ("accept", "examine", "approve"):
            assert await office(far, walked.done.number, {"do": act}) == 200
        one.touch(i.Next())
        await one.sees(v.RateView)
        one.touch(i.Skip())
        await one.sees(v.FarewellView)
        one.touch(i.Next())
        await one.sees(v.HomeView)
        one.touch(i.OpenService("progress"))
        await one.sees(v.QuestionView)
        one.touch(i.Answer("card"))
        await one.sees(v.IdentifyView, lambda view: view.phase == "waiting")
        one.id_cards.lay(CARD)
        cases = await one.sees(CasesView)
        one.touch(i.ChooseCase(cases.rows[0].number))
        await one.sees(CaseView)
        one.touch(i.Do("print"))
        await one.sees(v.FaceView, lambda view: view.phase == "taken")  # the card alone was enough to look
        one.touch(i.Next())
        await one.sees(CertificateView)
        one.touch(i.Next())
        await one.sees(v.TakeCardView)
        one.id_cards.take()
        done = await one.sees(v.DoneView, lambda view: view.paper != "printing")
        assert done.outcome == "certified"
        assert len(one.document_printer.tray) == 1


async def test_a_session_that_has_ended_is_begun_again_before_the_certificate_is_made(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=1.0, prepare=facing) as (one, far):
        await one.begin("YB02")
        await one.sees(v.IdentifyView, lambda view: view.phase == "waiting")
        one.id_cards.lay(CARD)
        await prove(one)
        await one.sees(v.QuestionView)
        far.sandbox.sessions.expire_all()
        one.touch(i.Answer("school"))
        await one.sees(v.NoticeView)
        one.id_cards.take()
        one.touch(i.Next())
        await one.sees(v.IdentifyView, lambda view: view.phase == "waiting")
        one.id_cards.lay(CARD)
        await prove(one)
        await one.sees(CertificateView)
