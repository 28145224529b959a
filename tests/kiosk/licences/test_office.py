"""Guards against a licence that is used though its office has revoked it, and a telephone whose codes do not do."""

from __future__ import annotations

import re
from pathlib import Path

from kiosk.visit import intents as i
from kiosk.visit.views.licences import LicenceView, ScanView
from kiosk.visit.views.reading import EntriesView
from kiosk.words import say
from tests.kiosk.licences.test_visit import logged, prepare, signed_in
from tests.kiosk.sandbox_stand import operator, sandbox_stand


async def test_the_office_revokes_a_licence_and_lets_it_be_good_again(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform), operator(platform.sandbox) as office:
        listed = await signed_in(one)
        identifier = listed.rows[1].value
        for act, tone, able in (("revoke", "bad", False), ("restore", "good", True)):
            answer = await office.post(f"/licences/{identifier}", json={"do": act})
            assert answer.status_code == 200
            if act == "restore":  # by now it stands with those of its office, and no longer first
                one.touch(i.Choose("issuer:市民政局"))
                await one.sees(EntriesView, lambda view: say(view.title, "zh") == "市民政局")
            one.touch(i.Choose(identifier))
            view = await one.sees(LicenceView, lambda view, tone=tone: view.tone == tone)
            assert bool(view.actions) is able
            one.touch(i.Back())
            await one.sees(EntriesView)
        table = (await office.get("/licences/table?person=jia")).text
        assert table.count('data-do="revoke"') == 98 and table.count('data-do="restore"') == 1
        assert "查看" in table, "and each look stands there"
        assert (await office.post("/licences/1.2.3", json={"do": "revoke"})).status_code == 404
        assert (await office.post(f"/licences/{identifier}", json={"do": "forget"})).status_code == 400


async def test_a_telephone_presents_a_licence_that_the_terminal_checks(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform), operator(platform.sandbox) as phone:
        await signed_in(one)
        one.touch(i.Choose("scan"))
        await one.sees(ScanView)
        page = (await phone.post("/phone/licences", data={"person": "jia", "kind": "property_certificate"})).text
        code = re.search(r"KLP1:[A-Za-z0-9_-]+", page)
        assert code is not None and "<svg" in page
        one.scanner.codes.put_nowait(code[0])
        checked = await one.sees(LicenceView)
        assert say(checked.title, "zh") == "不动产权证"
        assert logged(platform) == ["presented", "verified"]
        gone = await phone.post("/licences/codes", json={"person": "jia", "kind": "professional_qualification"})
        assert gone.status_code == 409, "what is revoked is not presented"


async def test_what_a_terminal_sends_opens_on_the_telephone_once(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform), operator(platform.sandbox) as phone:
        listed = await signed_in(one)
        one.touch(i.Choose(listed.rows[1].value))
        await one.sees(LicenceView)
        one.touch(i.Choose("send"))
        await one.eventually(lambda: getattr(one.snapshot.view, "to_phone", False))
        path = one.snapshot.view.code  # type: ignore[attr-defined]
        first, again = await phone.get(path), await phone.get(path)
        assert first.status_code == 200 and "测试员丑" in first.text, "one's own telephone shows it whole"
        assert again.status_code == 410 and "测试员丑" not in again.text
