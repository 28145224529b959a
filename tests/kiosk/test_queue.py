"""Guards against two tickets for one wish, a ticket that nobody knows of, and a paper that promises what is not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from drivers.outcome import Completion, Failure
from drivers.receipt_printer.document import Line, QrCode
from kiosk.contract.queues import QueueWanted
from kiosk.directory.build import build
from kiosk.directory.index import DirectoryIndex, index_of
from kiosk.text import Message
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.queues import TicketView
from kiosk.visit.views.reading import EntriesView, PlaceView
from kiosk.words import say
from provisioning.problem import Problem
from provisioning.sandbox.directory import generate
from provisioning.sandbox.queues import hall_of
from tests.kiosk.sandbox_stand import LoopbackPlatform, operator, sandbox_stand
from tests.kiosk.stand import CARD, Stand

HERE = "500107"
DREW = "POST /v1/queue-tickets"


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small one, indexed once for all tests of this file."""
    where = tmp_path_factory.mktemp("directory")
    generate(where / "parts", 39 * 40)
    build(where / "parts", index_of(where), "one")
    return where


@asynccontextmanager
async def at_a_hall(home: Path, directory: Path) -> AsyncIterator[tuple[Stand, LoopbackPlatform, str]]:
    """A terminal at its page of a matter that has a queue in the terminal's own district."""

    def prepare(one: Stand) -> None:
        one.directory = DirectoryIndex(index_of(directory), HERE)

    async with sandbox_stand(home, second=0.05, prepare=prepare) as (one, platform):
        assert one.directory is not None
        for number in range(1, 40):
            entries = one.directory.entries(number)
            if entries and entries[0].district == HERE and (hall := _hall(entries[0].code)):
                await one.sees(v.HomeView)
                one.touch(i.ChooseMatter(number))
                place = await one.sees(PlaceView)
                assert place.queue == Message("queue.draw")
                yield one, platform, hall
                return
        raise AssertionError("no matter of the directory has a queue")


def _hall(matter: str) -> str:
    try:
        return hall_of(QueueWanted(matter=matter, district=HERE))
    except Problem:
        return ""


async def says(one: Stand, key: str) -> v.NoticeView:
    view: v.NoticeView = await one.sees(v.NoticeView, lambda view: view.title.key == f"queue.{key}.title")
    return view


async def drawn(one: Stand, paper: str = "printed") -> TicketView:
    """From the hall's page to the ticket."""
    one.touch(i.Choose("queue"))
    await says(one, "offer")
    one.touch(i.Next())
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    ticket: TicketView = await one.sees(TicketView, lambda view: view.paper == paper)
    return ticket


async def test_a_ticket_is_drawn_printed_called_and_there_is_one_a_person_and_matter(
    tmp_path: Path, directory: Path
) -> None:
    async with at_a_hall(tmp_path, directory) as (one, platform, hall), operator(platform.sandbox) as office:
        ticket = await drawn(one)
        (slip,) = one.printer.receipts
        words = [block.text for block in slip.blocks if isinstance(block, Line)]
        assert ticket.number in words
        (code,) = [block.payload for block in slip.blocks if isinstance(block, QrCode)]
        assert code == ticket.code
        ahead = next(row.value for row in ticket.rows if row.label == Message("queue.row.ahead"))
        assert isinstance(ahead, Message)
        assert f"前面 {ahead.params['count']} 人" in words
        assert not any(CARD.name in text or CARD.id_number in text for text in words)
        one.touch(i.Next())
        await one.sees(PlaceView)
        for _ in range(int(ahead.params["count"])):  # everybody before is called
            assert (await office.post("/queues", json={"hall": hall, "do": "call"})).json()["called"] != ticket.number
        one.touch(i.Choose("queue"))
        await says(one, "offer")
        one.touch(i.Next())
        again = await one.sees(TicketView, lambda view: view.again)
        assert (again.number, again.paper) == (ticket.number, "")
        assert again.rows[0].value == Message("queue.next")
        assert len(one.printer.receipts) == 1, "what was drawn before is not printed by itself"
        assert (await office.post("/queues", json={"hall": hall, "do": "call"})).json()["called"] == ticket.number
        page = await office.get(f"/queues/tickets/{ticket.code.rpartition('/')[2]}")
        assert "轮到您了" in page.text
        one.touch(i.Do("cancel"))
        await says(one, "cancel")
        one.touch(i.Next())
        await says(one, "called_already")


async def test_a_ticket_that_is_given_back_is_not_called_and_nobody_waits_for_it(
    tmp_path: Path, directory: Path
) -> None:
    async with at_a_hall(tmp_path, directory) as (one, platform, hall), operator(platform.sandbox) as office:
        first = await drawn(one)
        one.touch(i.Do("cancel"))
        await says(one, "cancel")
        one.touch(i.Next())
        await says(one, "cancelled")
        one.touch(i.Next())
        await one.sees(PlaceView)
        called = set[str]()
        while number := (await office.post("/queues", json={"hall": hall, "do": "call"})).json()["called"]:
            called.add(number)
        assert called
        assert first.number not in called
        one.touch(i.Choose("queue"))
        await says(one, "offer_free")
        one.touch(i.Next())
        second = await one.sees(TicketView)
        assert second.number != first.number, "who comes back queues anew"


async def test_a_lost_answer_draws_no_second_ticket(tmp_path: Path, directory: Path) -> None:
    async with at_a_hall(tmp_path, directory) as (one, platform, _):
        platform.lose = {DREW}
        one.touch(i.Choose("queue"))
        await says(one, "offer")
        one.touch(i.Next())
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        await says(one, "away")
        one.touch(i.Next())
        ticket = await one.sees(TicketView, lambda view: view.paper != "printing")
        assert ticket.again
        assert ticket.paper == ""
        assert len(platform.sandbox.queues.waiting(one.now())) == 1
        one.touch(i.Print())  # it never came out
        await one.sees(TicketView, lambda view: view.paper == "printed")
        assert len(one.printer.receipts) == 1


async def test_why_there_is_no_ticket(tmp_path: Path, directory: Path) -> None:
    """Offline, and where the hall has stopped: said before anybody gets out a card."""
    async with at_a_hall(tmp_path, directory) as (one, platform, hall):
        one.online = False
        one.health.refresh()
        one.touch(i.Choose("queue"))
        away = await says(one, "away")
        assert "取不了号" in say(away.title, "zh")
        assert not any("/v1/queues" in call for call in platform.calls)
        one.online = True
        one.health.refresh()
        platform.sandbox.queues.shut(hall, one.now(), shut=True)
        one.touch(i.Next())
        closed = await says(one, "closed")
        assert "明天" in say(closed.body, "zh")
        one.touch(i.Back())
        await one.sees(PlaceView)
        assert platform.count("POST", "/v1/identity/sessions") == 0


@pytest.mark.parametrize(("error", "paper"), [("paperOut", "unprinted"), ("unconfirmed", "unsure")])
async def test_the_truth_about_the_paper(tmp_path: Path, directory: Path, error: str, paper: str) -> None:
    async with at_a_hall(tmp_path, directory) as (one, _, _):
        one.printer.outcome = Failure(Completion.HARDWARE_ERROR, error)
        ticket = await drawn(one, paper)
        assert ticket.problem is not None
        printed = len(one.printer.receipts)
        one.touch(i.Print())
        if paper == "unprinted":
            await one.eventually(lambda: len(one.printer.receipts) > printed)
        else:  # where one may lie in the tray already, no second one is offered
            one.touch(i.Next())
            await one.sees(PlaceView)
            assert len(one.printer.receipts) == printed


async def test_only_where_one_stands(tmp_path: Path, directory: Path) -> None:
    """A number for a hall in another district would be called before anybody got there."""
    async with at_a_hall(tmp_path, directory) as (one, _, _):
        here = one.snapshot.view
        one.touch(i.Choose("more"))
        places = await one.sees(EntriesView)
        one.touch(i.Choose(places.rows[2].value))
        elsewhere = await one.sees(PlaceView, lambda view: view.department != here.department)
        assert elsewhere.queue is None
