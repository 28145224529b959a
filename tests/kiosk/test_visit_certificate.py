"""A certificate from the item to the paper, against the real sandbox platform: what is printed, what is void."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from drivers.camera.scene import face as drawn_face
from drivers.outcome import Completion
from drivers.print_jobs import NotPrinted, Printed
from kiosk.visit import intents as i
from kiosk.visit import pages
from kiosk.visit import views as v
from kiosk.visit.views.certificates import CertificateView, TrayView
from kiosk.words import say
from provisioning.sandbox.seals.house import Organ
from tests.kiosk.sandbox_stand import LoopbackPlatform, sandbox_stand
from tests.kiosk.stand import CARD, ID_NUMBER, NAME, Stand

PAPER_OUT = NotPrinted(Completion.COMMAND_ERROR_CODE, "paperOut", "", proved=True)
LOST = NotPrinted(Completion.TIME_OUT, "unconfirmed", "", proved=False)


def facing(one: Stand) -> None:
    """Somebody stands before the face camera."""
    one.face_camera.show(drawn_face((640, 480)))


async def to_the_page(one: Stand) -> CertificateView:
    """YB02, which asks one question, up to the page that will be printed."""
    await one.begin("YB02")
    await one.sees(v.IdentifyView, lambda view: view.phase == "waiting")
    one.id_cards.lay(CARD)
    await prove(one)
    await one.answer("purpose", "school")
    view: CertificateView = await one.sees(CertificateView)
    return view


async def prove(one: Stand) -> None:
    """The second proof that the item asks for."""
    await one.sees(v.FaceView, lambda view: view.phase == "taken")
    one.touch(i.Next())


def states(far: LoopbackPlatform) -> list[tuple[str, int]]:
    return [(kept.state, kept.copies) for kept in reversed(far.sandbox.certificates.newest(10))]


async def leave(one: Stand) -> v.DoneView:
    await one.sees(v.TakeCardView)
    one.id_cards.take()
    done: v.DoneView = await one.sees(v.DoneView)
    return done


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


async def test_what_is_printed_is_what_the_platform_made(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=1.0, prepare=facing) as (one, far):
        view = await to_the_page(one)
        assert (view.pages, view.copies, view.most_copies, view.covered) == (1, 1, 3, True)
        one.touch(i.SetCopies(2))
        await one.sees(CertificateView, lambda view: view.copies == 2)
        one.touch(i.Next())
        done = await leave(one)
        assert done.outcome == "certified" and done.sheet, "it lies in the tray, to be taken"
        first, second = one.document_printer.tray
        assert first == second
        words = words_of(first)
        for expected in ("基本医疗保险参保凭证", NAME, ID_NUMBER, done.number, "样例 SAMPLE", "验证码", "不具效力"):
            assert expected in words
        await one.eventually(lambda: states(far) == [("printed", 2)])
        assert one.document_printer.purged
        assert one.document_printer.jobs == [f"{done.number}-1", f"{done.number}-2"]


async def test_what_is_the_citizens_own_is_not_in_the_picture_until_wanted(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=1.0, prepare=facing) as (one, _):
        covered = await to_the_page(one)
        one.touch(i.Uncover(True))
        shown = await one.sees(CertificateView, lambda view: not view.covered)
        cover = bytes(pages.COVER)
        inside = [picture.rgb.count(cover * 40) for picture in (covered.picture, shown.picture)]
        assert inside[0] > 200  # rows of pixels across name, number and amounts
        assert inside[1] == 0


def trusting(one: Stand) -> None:
    """A terminal that has what it takes to check seals."""
    facing(one)
    one.settings = replace(one.settings, content_key=one.home / "sandbox/content.pub")


async def test_a_certificate_is_shown_with_what_its_seal_proves(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=1.0, prepare=trusting) as (one, far):
        view = await to_the_page(one)
        assert say(view.seal, "zh") == "电子印章已验证：有效，没有改动" and view.seal_tone == "good"
        assert far.count("POST", "/v1/signatures/verifications") == 1


@pytest.mark.parametrize("forged", ["another document", "taken back"])
async def test_a_certificate_whose_seal_does_not_hold_is_not_printed_and_is_void(tmp_path: Path, forged: str) -> None:
    """Whoever brings such a page somewhere would be turned away there."""
    async with sandbox_stand(tmp_path, second=1.0, prepare=trusting) as (one, far):
        seal = far.sandbox.house.seal

        def forge(organ: Organ, content: bytes, now: datetime, about: str = "") -> bytes:
            sealed = seal(organ, content + b"." if forged == "another document" else content, now, about)
            if forged == "taken back":
                far.sandbox.house.revoke(organ.number, False, now)
            return sealed

        object.__setattr__(far.sandbox.house, "seal", forge)
        await one.begin("YB02")
        await one.sees(v.IdentifyView, lambda view: view.phase == "waiting")
        one.id_cards.lay(CARD)
        await prove(one)
        await one.answer("purpose", "school")
        told = await one.sees(v.NoticeView)
        assert "电子印章验证不通过" in say(told.body, "zh")
        await one.eventually(lambda: states(far) == [("void", 0)])
        assert one.document_printer.tray == []


async def test_a_certificate_whose_answer_was_lost_is_made_once(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=1.0, prepare=facing) as (one, far):
        far.lose.add("POST /v1/certificates")
        await one.begin("YB02")
        await one.sees(v.IdentifyView, lambda view: view.phase == "waiting")
        one.id_cards.lay(CARD)
        await prove(one)
        await one.answer("purpose", "school")
        await one.sees(v.NoticeView)
        one.touch(i.Next())  # again
        await one.sees(CertificateView)
        assert states(far) == [("issued", 0)]


async def test_who_turns_away_leaves_no_good_certificate(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=1.0, prepare=facing) as (one, far):
        await to_the_page(one)
        one.touch(i.Exit())
        await one.sees(v.TakeCardView)
        one.id_cards.take()
        await one.eventually(lambda: states(far) == [("void", 0)])
        assert one.document_printer.tray == []


async def test_paper_that_is_proved_not_to_have_come_out_may_be_tried_again(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=1.0, prepare=facing) as (one, far):
        one.document_printer.outcomes = [PAPER_OUT]
        await to_the_page(one)
        one.touch(i.Next())
        await one.sees(v.NoticeView)
        one.touch(i.Next())
        assert (await leave(one)).outcome == "certified"
        assert len(one.document_printer.tray) == 1
        await one.eventually(lambda: states(far) == [("printed", 1)])


@pytest.mark.parametrize("outcome", [LOST, Printed(confirmed=False)])
async def test_a_copy_that_may_be_there_is_not_printed_again_unless_it_is_void(tmp_path: Path, outcome: Any) -> None:
    async with sandbox_stand(tmp_path, second=1.0, prepare=facing) as (one, far):
        one.document_printer.outcomes = [outcome]
        await to_the_page(one)
        one.touch(i.Next())
        await one.sees(TrayView)
        one.touch(i.CameOut(False))
        await one.sees(v.NoticeView)
        assert states(far) == [("void", 0)]
        one.touch(i.Next())  # print a new one
        done = await leave(one)
        await one.eventually(lambda: states(far) == [("void", 0), ("printed", 1)])
        assert done.outcome == "certified"
        assert len(set(one.document_printer.jobs)) == 2  # another certificate, another job


async def test_a_citizen_who_has_the_page_is_believed_and_the_platform_knows_how_sure_that_is(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=1.0, prepare=facing) as (one, far):
        one.document_printer.outcomes = [LOST]
        await to_the_page(one)
        one.touch(i.Next())
        await one.sees(TrayView)
        one.touch(i.CameOut(True))
        assert (await leave(one)).outcome == "certified"
        await one.eventually(lambda: states(far) == [("unsure", 1)])


async def test_who_leaves_without_a_word_at_the_tray_may_have_the_page(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=1.0, prepare=facing) as (one, far):
        one.document_printer.outcomes = [LOST]
        await to_the_page(one)
        one.touch(i.Next())
        await one.sees(TrayView)
        one.touch(i.Exit())
        await one.sees(v.TakeCardView)
        one.id_cards.take()
        await one.eventually(lambda: states(far) == [("unsure", 1)])
