"""What was signed, offered on the receipt's page: guards against a citizen who is told of a document that is not there,
or not told of one that is, and against a receipt that becomes another one because a page was printed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drivers.receipt_printer.document import Line
from kiosk.contract.cases import progress_code
from kiosk.text import Message
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.steps import see_signed
from kiosk.visit.views.certificates import CertificateView
from kiosk.visit.views.signed import SignedView
from kiosk.words import say
from tests.kiosk.sandbox_stand import operator, sandbox_stand
from tests.kiosk.stand import Stand, sample
from tests.kiosk.test_progress import ITEM, Counter, trusting


def slip_of(one: Stand) -> list[str]:
    return [block.text for block in one.printer.receipts[-1].blocks if isinstance(block, Line)]


async def test_what_the_platform_has_given_back_is_looked_at_checked_and_printed_on_the_receipts_page(
    tmp_path: Path,
) -> None:
    async with sandbox_stand(tmp_path, second=0.4, prepare=trusting) as (one, platform):
        async with operator(platform.sandbox) as office:
            done = await Counter(one, platform, office).hand_in()
        assert done.shows_signed
        slips = len(one.printer.receipts)
        one.touch(i.Do("signed"))
        signed = await one.sees(SignedView)
        assert signed.seal_tone == "good"
        assert signed.prints
        one.touch(i.Next())
        await one.sees(CertificateView)
        one.touch(i.Next())
        told = await one.sees(v.NoticeView)
        assert told.title == Message("signed.certified.title")
        assert len(one.document_printer.tray) == 1
        one.touch(i.Next())
        await one.sees(SignedView)
        one.touch(i.Back())
        again = await one.sees(v.DoneView)
        assert (again.outcome, again.number, again.paper) == (done.outcome, done.number, "printed")
        assert len(one.printer.receipts) == slips, "no second receipt"
        one.touch(i.AnotherItem())
        await one.sees(v.HomeView)
        ratings = platform.sandbox.store.database
        await one.eventually(lambda: ratings.execute("SELECT * FROM ratings").fetchall())
        (rated,) = ratings.execute("SELECT about FROM ratings").fetchone()
        assert progress_code(rated) == done.code.split()[1], "it is the submission that is rated, not the page"


async def test_where_nothing_is_printed_nobody_waits_for_what_was_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page before would stand there, long handed in, and nothing on it would say why."""
    monkeypatch.setattr(see_signed, "GIVEN_BACK_S", 10_000.0)
    item = sample().find(ITEM)
    assert item is not None
    items = tuple(replace(one, outputs=()) if one == item else one for one in sample().items)
    answers = asyncio.Event()
    async with sandbox_stand(tmp_path, catalogue=replace(sample(), items=items), prepare=trusting) as (one, platform):
        whole = platform._inner
        assert whole is not None

        async def slow(scope: Any, receive: Any, send: Any) -> None:
            if scope["method"] == "GET" and scope["path"].startswith("/v1/cases/"):
                await answers.wait()
            await whole(scope, receive, send)

        platform._inner = slow
        async with operator(platform.sandbox) as office:
            done = await Counter(one, platform, office).hand_in(paper="unprinted")
        assert not done.shows_signed and done.signed == Message("signed.found.screen")
        answers.set()


async def test_until_it_is_given_back_page_and_receipt_say_where_it_will_be(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.1, prepare=trusting) as (one, platform):
        platform.sandbox.desk.cases.signed = lambda number: 0  # type: ignore[method-assign]  # it takes its time
        async with operator(platform.sandbox) as office:
            done = await Counter(one, platform, office).hand_in()
        assert not done.shows_signed
        assert done.signed == Message("signed.found.screen")
        assert say(Message("signed.found.slip"), "zh") in slip_of(one)
        one.touch(i.Do("signed"))  # nothing is there to be seen
        one.touch(i.AnotherItem())
        await one.sees(v.HomeView)
        assert platform.count("GET", f"/v1/cases/{done.number}/signed-documents") == 0
