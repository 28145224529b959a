"""Guards against a copy that does not say that it is one, that is printed twice or not told of, and a code that is
good more than once."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from drivers.outcome import Completion
from drivers.print_jobs import NotPrinted
from kiosk.contract import licences as contract
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.certificates import CertificateView, TrayView
from kiosk.visit.views.licences import LicenceView, PresentView
from kiosk.visit.views.reading import EntriesView
from kiosk.words import say
from tests.kiosk.licences.test_visit import logged, prepare, signed_in
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.stand import CARD, Stand


async def until_the_page(one: Stand, purpose: str = "school") -> CertificateView:
    listed = await signed_in(one)
    one.touch(i.Choose(listed.rows[1].value))
    licence = await one.sees(LicenceView)
    assert {"copy", "send", "present"} == {action.value for action in licence.actions}
    one.touch(i.Choose("copy"))
    await one.sees(EntriesView, lambda view: purpose in [row.value for row in view.rows])
    one.touch(i.Choose(purpose))
    view: CertificateView = await one.sees(CertificateView)
    return view


def words_of(document: bytes) -> str:
    page = pypdfium2.PdfDocument(document)[0]
    return str(page.get_textpage().get_text_range())


async def test_a_copy_says_what_it_is_and_is_on_record(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        page = await until_the_page(one)
        assert page.covered, "what is the citizen's own is covered on the screen"
        one.touch(i.Next())
        told = await one.sees(v.NoticeView)
        assert say(told.title, "zh") == "复印件已打印"
        (document,) = one.document_printer.tray
        words = words_of(document)
        assert "结婚证（复印件）" in words and "入学报名" in words and "TEST-0001" in words and CARD.name in words
        assert "复印件 仅用于入学报名" in words, "the purpose stands across the page"
        assert f"{one.now():%Y} 年" in words
        await one.eventually(lambda: [kept.state for kept in platform.sandbox.certificates.newest(2)] == ["printed"])
        assert logged(platform) == ["seen", "copied"]
        assert platform.sandbox.licences.uses(1)[0]["purpose"] == "入学报名"
        one.touch(i.Back())
        await one.sees(LicenceView)


async def test_what_nobody_knows_to_be_printed_is_looked_for_and_else_void(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        one.document_printer.outcomes = [NotPrinted(Completion.TIME_OUT, "offline", "lost", proved=False)]
        await until_the_page(one)
        one.touch(i.Next())
        await one.sees(TrayView)
        one.touch(i.CameOut(False))
        await one.sees(v.NoticeView)
        await one.eventually(lambda: [kept.state for kept in platform.sandbox.certificates.newest(2)] == ["void"])
        assert len(one.document_printer.jobs) == 1, "nothing is printed a second time by itself"


async def test_who_turns_away_leaves_no_copy_that_is_good(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        await until_the_page(one)
        one.touch(i.Back())
        await one.sees(LicenceView)
        await one.eventually(lambda: [kept.state for kept in platform.sandbox.certificates.newest(2)] == ["void"])
        assert one.document_printer.tray == []


async def test_a_licence_is_sent_to_one_s_own_telephone_once(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        platform.sandbox.drafts.phone = "http://phone.invalid"
        listed = await signed_in(one)
        one.touch(i.Choose(listed.rows[1].value))
        await one.sees(LicenceView)
        one.touch(i.Choose("send"))
        shown = await one.sees(PresentView)
        assert shown.to_phone and shown.code.startswith("http://phone.invalid/phone/licences/")
        code = shown.code.rpartition("/")[2]
        held = platform.sandbox.copies.open(code, one.now())
        assert held is not None and held.summary.identifier == listed.rows[1].value
        assert platform.sandbox.copies.open(code, one.now()) is None, "good once"
        assert logged(platform) == ["seen", "sent", "opened"]
        one.touch(i.Back())
        await one.sees(LicenceView)


async def test_a_revoked_one_is_neither_copied_nor_sent(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        listed = await signed_in(one)
        one.touch(i.Choose(listed.rows[1].value))
        await one.sees(LicenceView)
        platform.sandbox.licences.set_standing(listed.rows[1].value, contract.Standing.REVOKED, one.now())
        one.touch(i.Choose("send"))
        told = await one.sees(v.NoticeView)
        assert say(told.title, "zh") == "这份证照不能使用"
        one.touch(i.Back())
        await one.sees(LicenceView)
        one.touch(i.Choose("copy"))
        await one.sees(EntriesView)
        one.touch(i.Choose("keep"))
        await one.sees(v.NoticeView)
        assert platform.sandbox.certificates.newest(1) == []
