"""Guards against a licence that is shown to others, used without consent, used when revoked, or presented twice."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from drivers.outcome import Failure
from drivers.scanner.payload import scanned
from drivers.status import DeviceState, ScannerStatus
from kiosk.contract import licences as contract
from kiosk.contract.identity import BEGIN, Evidence, Session
from kiosk.licences.identifier import fault
from kiosk.platform import Refused
from kiosk.seals.ofd import unpacked
from kiosk.seals.trust import SEAL_TRUST, trust_in_use
from kiosk.seals.verdict import SealState, SealVerdict
from kiosk.text import Message
from kiosk.visit import intents as i
from kiosk.visit import seal_checks
from kiosk.visit import views as v
from kiosk.visit.services.licences import PREFIX, plain_text
from kiosk.visit.views.licences import LicenceView, PresentView, ScanView, UseView
from kiosk.visit.views.reading import EntriesView, EntryRow
from kiosk.words import say
from provisioning import clock
from provisioning.problem import Problem
from provisioning.sandbox.codes import people
from provisioning.sandbox.contents import check_licences
from provisioning.sandbox.licence_holdings import held_by, kinds
from provisioning.sandbox.seals.ofd_writer import packed
from tests.kiosk.held_devices import Held, HeldCamera
from tests.kiosk.sandbox_stand import LoopbackPlatform, fetched, operator, sandbox_stand
from tests.kiosk.stand import CARD, ID_NUMBER, NAME, Stand
from tests.limits import LIMIT_S


class HeldScanner(Held):
    def __init__(self) -> None:
        super().__init__("scanner", ScannerStatus(DeviceState.ONLINE))
        self.codes: asyncio.Queue[str] = asyncio.Queue()

    async def read(self, limit: float = 30) -> Any:
        code = scanned((await self.codes.get()).encode())
        assert code is not None and not isinstance(code, Failure)
        return code


def prepare(one: Stand) -> None:
    one.settings = replace(one.settings, content_key=one.home / "sandbox/content.pub")
    one.scanner = HeldScanner()


async def signed_in(one: Stand) -> EntriesView:
    await one.sees(v.HomeView)
    one.touch(i.OpenService("licences"))
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    view: EntriesView = await one.sees(EntriesView)
    return view


async def token(one: Stand) -> str:
    names = ("name", "sex", "nation", "birth", "address", "id_number", "authority", "valid_from", "valid_to", "sam_id")
    evidence = {name: getattr(CARD, name) for name in names}
    answer = await one.platform.call(BEGIN, Evidence(method="id_card", evidence=evidence))
    assert isinstance(answer, Session)
    return answer.token


def logged(platform: LoopbackPlatform) -> list[str]:
    rows = platform.sandbox.store.database.execute("SELECT what FROM licence_uses ORDER BY rowid")
    return [what for (what,) in rows]


async def pages(one: Stand, view: EntriesView) -> list[EntryRow]:
    """All rows of a list, page by page."""
    rows = [*view.rows]
    while view.page + 1 < view.pages:
        one.touch(i.TurnPage(1))
        view = await one.sees(EntriesView, lambda then, page=view.page: then.page > page)
        rows += view.rows
    return rows


async def test_what_is_used_most_comes_first(tmp_path: Path) -> None:
    """Guards against a hundred licences among which one's own two are looked for each time."""
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        listed = await signed_in(one)
        service, now = platform.sandbox.licences, clock.now()
        held = {one.summary.identifier: one for one in service.of(people()["jia"], now)}
        wanted = [identifier for identifier, each in held.items() if each.summary.kind in ("diploma", "nurse")]
        assert not set(wanted) & {row.value for row in listed.rows}
        for times, identifier in enumerate(wanted, 1):
            for _ in range(times):
                service.log(held[identifier], "used", "TEST-0001", now)
        for _ in range(9):
            service.log(held[listed.rows[0].value], "seen", "TEST-0001", now)  # a look is no use
        one.touch(i.Back())
        await one.sees(v.HomeView)
        one.touch(i.OpenService("licences"))
        listed = await one.sees(EntriesView, lambda view: view.rows[0].value == wanted[1])
        assert listed.rows[1].value == wanted[0]


async def test_all_kinds_are_listed_with_their_standing_and_nobody_s_full_name(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, _):
        listed = await pages(one, await signed_in(one))
        first, issuers = listed[:6], listed[6:]
        assert all(say(row.mark, "zh") == "有效" for row in first)
        rows = []
        for issuer in issuers:
            one.touch(i.Choose(issuer.value))
            inside = await one.sees(EntriesView, lambda view, issuer=issuer: view.title == issuer.title)
            rows += await pages(one, inside)
            one.touch(i.Back())
            await one.sees(EntriesView, lambda view: isinstance(view.title, Message))
        assert {row.value for row in first} < {row.value for row in rows}
        assert len(rows) == len({row.value for row in rows}) == len(kinds()) == 100, "document B's goal"
        assert sum(say(row.mark, "zh") == "已注销" for row in rows) == 1
        assert sum(say(row.mark, "zh") == "已过期" for row in rows) == 1
        assert all(fault(row.value) is None for row in rows)
        assert NAME not in repr(rows) and ID_NUMBER not in repr(rows)


async def test_a_licence_says_what_its_seal_proves_and_each_look_is_on_record(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        listed = await signed_in(one)
        one.touch(i.Choose(listed.rows[1].value))
        view = await one.sees(LicenceView)
        assert view.seal_tone == "good" and "之后没有改动" in say(view.seal, "zh")
        assert "TEST-0001" in say(view.watermark, "zh")
        assert logged(platform) == ["seen"]


def altered(platform: LoopbackPlatform, alter: Callable[[bytes], bytes]) -> None:
    """Somebody between the two changes the document of every licence."""
    genuine = platform.sandbox.licences._licence

    def changed(held: Any, now: Any) -> contract.Licence:
        licence = genuine(held, now)
        return msgspec.structs.replace(licence, document=alter(licence.document))

    platform.sandbox.licences._licence = changed  # type: ignore[method-assign]


def another_year(document: bytes) -> bytes:
    """One byte of what the licence says, in a container that is whole."""
    files = unpacked(document)
    path = "Doc_0/Attachs/licence.json"
    files[path] = files[path].replace(b'"issued":"202', b'"issued":"203', 1)
    return packed(files)


async def test_one_byte_changed_on_the_way_is_seen_and_said(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        altered(platform, another_year)
        listed = await signed_in(one)
        one.touch(i.Choose(listed.rows[1].value))
        view = await one.sees(LicenceView)
        assert view.seal_tone == "bad" and "签章之后内容被改动过" in say(view.seal, "zh")
        assert view.actions == (), "what is not genuine cannot be presented"


async def test_a_check_that_takes_its_time_holds_up_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A window that waits for it would not even hear "exit"."""
    began, let_go, ended = threading.Event(), threading.Event(), threading.Event()

    def slow(document: bytes, trust: Any) -> SealVerdict:
        began.set()
        let_go.wait(LIMIT_S)
        ended.set()
        return SealVerdict(SealState.VALID)

    monkeypatch.setattr(seal_checks, "verify_ofd", slow)
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, _):
        try:
            listed = await signed_in(one)
            one.touch(i.Choose(listed.rows[1].value))
            await one.eventually(began.is_set)
            one.touch(i.Exit())
            await one.sees(v.TakeCardView)
            assert not ended.is_set(), "nobody waited for it"
        finally:
            let_go.set()


async def test_a_container_that_was_broken_on_the_way_is_not_shown(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        altered(platform, lambda document: document[:60] + bytes((document[60] ^ 1,)) + document[61:])
        listed = await signed_in(one)
        one.touch(i.Choose(listed.rows[1].value))
        view = await one.sees(v.NoticeView)
        assert "验证不通过" in say(view.body, "zh")


async def test_a_seal_that_the_platform_took_back_a_moment_ago_is_said_to_be_revoked(tmp_path: Path) -> None:
    """The terminal's own list is of before: only the platform knows."""
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        listed = await signed_in(one)
        one.touch(i.Choose(listed.rows[1].value))
        assert (await one.sees(LicenceView)).seal_tone == "good"
        one.touch(i.Back())
        await one.sees(EntriesView)
        async with operator(platform.sandbox) as office:
            for seal in (await office.get("/seals.json")).json():
                answer = await office.post(f"/seals/{seal['number']}", json={"revoked": True})
                assert answer.json()[0]["revoked_at"] and "恢复" in (await office.get("/seals")).text
        one.touch(i.Choose(listed.rows[1].value))
        view = await one.sees(LicenceView)
        assert view.seal_tone == "bad" and "已被撤销" in say(view.seal, "zh")
        assert view.actions == ()
        assert await fetched(one, SEAL_TRUST), "the list is published anew"
        content = trust_in_use(one.settings)
        assert content is not None and content.revoked


async def test_a_presented_code_shows_its_licence_once_and_not_late(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        listed = await signed_in(one)
        one.touch(i.Choose(listed.rows[1].value))
        await one.sees(LicenceView)
        one.touch(i.Choose("present"))
        shown = await one.sees(PresentView)
        code = shown.code.removeprefix(PREFIX)
        verified = await one.platform.call(contract.VERIFY, contract.PresentedCode(code=code))
        assert isinstance(verified, contract.Licence)
        again = await one.platform.call(contract.VERIFY, contract.PresentedCode(code=code))
        assert again == Refused(410, "code-used")
        assert await one.platform.call(contract.VERIFY, contract.PresentedCode(code="x" * 32)) == Refused(
            404, "no-such-code"
        )
        session = await token(one)
        late = await one.platform.call(contract.PRESENT, session=session, identifier=listed.rows[1].value)
        assert isinstance(late, contract.Presentation)
        for kept in platform.sandbox.licences._presented.values():
            kept.expires_at = kept.expires_at.replace(year=2020)
        answer = await one.platform.call(contract.VERIFY, contract.PresentedCode(code=late.code))
        assert answer == Refused(410, "code-expired")


async def test_a_revoked_licence_is_shown_but_neither_presented_nor_used(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, _):
        await one.sees(v.HomeView)
        session = await token(one)
        listed = await one.platform.call(contract.LIST, session=session)
        assert isinstance(listed, contract.Licences)
        usage = contract.UsageWanted(
            item_code="x", purpose="x", fields=(), consent_version="1", consented_at="2026-01-01T00:00:00Z"
        )
        for held in (*listed.licences[:3], *listed.licences[-2:]):  # what no longer stands comes last
            gone = held.standing is not contract.Standing.VALID
            presented = await one.platform.call(contract.PRESENT, session=session, identifier=held.identifier)
            used = await one.platform.call(contract.USE, usage, session=session, identifier=held.identifier)
            assert isinstance(presented, Refused) is gone and isinstance(used, Refused) is gone
        foreign = "1.2.156.3005.2.A.B.C.D.E"
        assert await one.platform.call(contract.SEE, session=session, identifier=foreign) == Refused(
            404, "no-such-licence"
        )
        assert isinstance(await one.platform.call(contract.LIST, session="nobody's"), Refused)


async def test_a_scanned_code_is_checked_once_and_a_foreign_one_is_only_text(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, _):
        listed = await signed_in(one)
        session = await token(one)
        presented = await one.platform.call(contract.PRESENT, session=session, identifier=listed.rows[0].value)
        assert isinstance(presented, contract.Presentation)
        one.touch(i.Choose("scan"))
        await one.sees(ScanView)
        for foreign in ("https://pay.test.invalid/?sum=1", "KLP1:", "KLP1:" + "x" * 19, "转账给我"):
            one.scanner.codes.put_nowait(foreign)
            view = await one.sees(ScanView, lambda view, last=foreign: view.foreign.startswith(last[:2]))
            assert view.problem is not None
            one.touch(i.StillHere())
        one.scanner.codes.put_nowait(PREFIX + presented.code)
        assert (await one.sees(LicenceView)).actions == (), "somebody else's is not presented from here"
        one.touch(i.Back())
        one.scanner.codes.put_nowait(PREFIX + presented.code)
        replayed = await one.sees(ScanView, lambda view: view.problem is not None)
        assert "已经用过" in say(replayed.problem, "zh")


INK = (tuple((0.1 + 0.02 * step, 0.5, 0.01 * step) for step in range(20)),)


def with_licence(one: Stand) -> None:
    prepare(one)
    one.document_camera = HeldCamera("document_camera")


@pytest.mark.parametrize("agrees", [True, False])
async def test_a_held_licence_stands_for_its_material_only_with_consent(tmp_path: Path, agrees: bool) -> None:
    async with sandbox_stand(tmp_path, prepare=with_licence) as (one, platform):
        item = one.catalogue.find("MZ04")
        assert item is not None
        fitting = [one for one in item.asked_materials if one.licences]
        assert [one.name for one in fitting] == ["disability"]
        await one.begin("MZ04")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        await until_consent(one)
        consent = one.snapshot.view
        assert isinstance(consent, UseView)
        assert consent.warning is not None, "grade C: the original is checked at the counter"
        assert item.name.zh in say(consent.purpose, "zh")
        assert "used" not in logged(platform)
        one.touch(i.Next() if agrees else i.Skip())
        if agrees:
            check = await one.sees(v.CheckView)
            row = next(row for row in check.rows if row.name == "material:disability")
            assert "证照库" in say(row.value, "zh")
            assert logged(platform)[-1] == "used"
            one.touch(i.Next())
            await one.sees(v.SignView)
            one.touch(i.Signed(INK))
            await one.sees(v.CheckView, lambda view: view.strokes)
            one.touch(i.Next())
            one.id_cards.take()
            done = await one.sees(v.DoneView)
            assert done.outcome == "submitted", "the platform takes it with the licence in place of a page"
        else:
            await one.sees(v.MaterialView)
            assert "used" not in logged(platform)


async def until_consent(one: Stand) -> None:
    await one.sees(v.FaceView)
    one.touch(i.Skip())
    for name, value in (("type", "living"), ("bank_card", "6222021234567890128"), ("phone", "13900000000")):
        await one.answer(name, value)
    await one.sees(UseView)


async def test_without_the_platform_the_papers_are_scanned(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=with_licence) as (one, platform):
        one.online = False
        one.health.refresh()
        await one.begin("MZ04")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        await one.sees(v.NoticeView)
        one.touch(i.Next())
        await one.sees(v.FaceView)
        one.touch(i.Skip())
        for name, value in (("type", "living"), ("bank_card", "6222021234567890128"), ("phone", "13900000000")):
            await one.answer(name, value)
        await one.sees(v.MaterialView)
        assert platform.count("GET", "/v1/licences") == 0


def test_a_licence_that_nobody_agreed_to_is_refused() -> None:
    content = {
        "item_code": "I",
        "materials": [{"name": "m", "pages": [], "licence": {"identifier": "L", "usage": "u"}}],
    }
    check_licences(content, lambda name: ("L", "I"))
    for recorded in (None, ("L", "another item"), ("another licence", "I")):
        with pytest.raises(Problem):
            check_licences(content, lambda name, answer=recorded: answer)


def test_signs_that_turn_the_line_are_not_drawn() -> None:
    assert plain_text("转账\u202e给我\n" + "长" * 500) == "转账给我" + "长" * 116 + "…"


def test_every_seeded_citizen_s_licences_are_the_same_tomorrow() -> None:
    from datetime import date

    from provisioning.sandbox.codes import people

    for person in people().values():
        one, other = (list(held_by(person, date(2026, 11, day))) for day in (22, 23))
        assert [held.summary for held in one] == [held.summary for held in other]
