"""Guards against a signature from a telephone that is under other words, is used twice, or holds up who signs here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from kiosk.contract.signed_documents import SIGNED, SignedContent
from kiosk.seals.ofd import read_ofd
from kiosk.signing import fits
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.signed import PhoneSignView
from kiosk.words import say
from tests.kiosk.sandbox_stand import operator, sandbox_stand
from tests.kiosk.test_progress import ACCOUNT, ITEM, Counter, _first
from tests.kiosk.walker import STROKES

PHONE = "http://phone.invalid"


@pytest.fixture
async def counter(tmp_path: Path) -> AsyncIterator[Counter]:
    async with sandbox_stand(tmp_path) as (one, platform), operator(platform.sandbox) as office:
        platform.sandbox.drafts.phone = PHONE
        yield Counter(one, platform, office)


async def to_the_glass(counter: Counter) -> v.SignView:
    one = counter.one
    await one.begin(ITEM)
    await counter.show_card()
    await one.sees(v.FaceView)
    one.touch(i.Skip())
    await one.answer("mode", _first(await counter._question("mode")))
    await one.answer("amount", "1200")
    await one.answer("marital", _first(await counter._question("marital")))
    await one.answer("bank_card", ACCOUNT)
    await one.answer("phone", "13800001234")
    await one.sees(v.CheckView)
    one.touch(i.Next())
    view: v.SignView = await one.sees(v.SignView)
    return view


async def handed_over(counter: Counter) -> str:
    """Path of the telephone's page."""
    counter.one.touch(i.Do("phone"))
    view = await counter.one.sees(PhoneSignView)
    assert view.url.startswith(PHONE + "/phone/sign/")
    return view.url.removeprefix(PHONE)


def digest_of(page: str) -> str:
    return page.split("statement_sha256: ")[1][1:65]


async def answered(office: httpx.AsyncClient, path: str, **answer: Any) -> int:
    return (await office.post(path, json=answer)).status_code


async def test_what_is_shown_is_signed_on_the_telephone_and_goes_the_usual_road(counter: Counter) -> None:
    one, office = counter.one, counter.office
    assert (await to_the_glass(counter)).phone
    path = await handed_over(counter)
    page = (await office.get(path)).text
    assert "138****1234" in page and "13800001234" not in page, "masked as on the glass"
    await one.sees(PhoneSignView, lambda view: view.opened)
    assert (await office.get(path)).status_code == 404, "a link opens once"
    assert await answered(office, path, statement_sha256="0" * 64, strokes=STROKES) == 422
    assert await answered(office, path, statement_sha256=digest_of(page), strokes=STROKES) == 204
    check = await one.sees(v.CheckView, lambda view: view.strokes)
    assert len(check.strokes[0]) == len(STROKES[0]), "the citizen sees the ink before it goes"
    assert counter.platform.sandbox.phone_signing._by_id == {}
    one.touch(i.Next())
    one.id_cards.take()
    done = await one.sees(v.DoneView, lambda view: view.paper == "printed")
    assert done.outcome == "submitted"
    ((_, document),) = counter.platform.sandbox.signed_documents.of(done.code.split(" ")[0])
    said = msgspec.json.decode(read_ofd(document).attachment(SIGNED), type=SignedContent)
    assert (said.means, fits(said.record())) == ("phone", True)


@pytest.mark.parametrize("how", ["declined", "a dot", "old"])
async def test_without_a_signature_one_goes_back_to_the_glass(counter: Counter, how: str) -> None:
    one, office = counter.one, counter.office
    await to_the_glass(counter)
    path = await handed_over(counter)
    page = (await office.get(path)).text
    if how == "declined":
        assert await answered(office, path, declined=True) == 204
    elif how == "a dot":
        dot = [[[0.5, 0.5, 0.0]] * 9]
        assert await answered(office, path, statement_sha256=digest_of(page), strokes=dot) == 204
    else:
        counter.platform.sandbox.phone_signing._by_id.clear()
    told = await one.sees(v.NoticeView)
    assert "再" in say(told.body, "zh")
    one.touch(i.Back())
    await one.sees(v.SignView)
    one.touch(i.Signed(STROKES))
    await one.sees(v.CheckView, lambda view: view.strokes)


async def test_who_turns_to_the_glass_leaves_nothing_on_the_telephone(counter: Counter) -> None:
    one, office = counter.one, counter.office
    await to_the_glass(counter)
    path = await handed_over(counter)
    page = (await office.get(path)).text
    one.touch(i.Back())
    await one.sees(v.SignView)
    await one.eventually(lambda: not counter.platform.sandbox.phone_signing._by_id)
    assert await answered(office, path, statement_sha256=digest_of(page), strokes=STROKES) == 404


async def test_the_platform_goes_away_and_the_glass_is_still_there(counter: Counter) -> None:
    one = counter.one
    await to_the_glass(counter)
    counter.platform.portal = True
    one.touch(i.Do("phone"))
    told = await one.sees(v.NoticeView)
    assert "请在这里签名" in say(told.body, "zh")
    one.touch(i.Back())
    await one.sees(v.SignView)
    one.touch(i.Signed(STROKES))
    await one.sees(v.CheckView, lambda view: view.strokes)
