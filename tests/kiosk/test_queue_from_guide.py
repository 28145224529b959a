"""A ticket for the counter from an item's own guide: guards against a citizen who is left without a way because the
item cannot be done here, and against an offer that cannot be kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kiosk.catalogue.model import Item
from kiosk.contract.queues import QueueWanted
from kiosk.text import Message
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.queues import TicketView
from provisioning.sandbox.queues import hall_of
from tests.kiosk.sandbox_stand import operator, sandbox_stand
from tests.kiosk.stand import CARD, Stand, sample
from tests.kiosk.test_queue import says

DISTRICT = "500107"
AT_COUNTER = Message("queue.at_counter")


def located(one: Stand) -> None:
    one.settings = replace(one.settings, district=DISTRICT)


def broken(one: Stand) -> None:
    """Certificates cannot be done here."""
    located(one)
    one.document_printer = None


def item_of(short: str) -> Item:
    item = sample().find(short)
    assert item is not None
    return item


def test_the_sample_offers_tickets_where_the_sandbox_has_a_queue() -> None:
    for item in sample().items:
        if item.guide.tickets:
            assert hall_of(QueueWanted(matter=item.code, district=DISTRICT)), item.short


async def guide_of(one: Stand, code: str) -> v.GuideView:
    await one.sees(v.HomeView)
    one.touch(i.ChooseItem(code))
    view: v.GuideView = await one.sees(v.GuideView)
    return view


async def ignored(one: Stand, intent: i.Intent) -> None:
    """The guide stays on show, and asks anew."""
    shown = len(one.seen)
    one.touch(intent)
    await one.eventually(lambda: len(one.seen) > shown)
    assert isinstance(one.snapshot.view, v.GuideView)


async def drawn(one: Stand) -> TicketView:
    one.touch(i.Do("queue"))
    await says(one, "offer")
    one.touch(i.Next())
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    ticket: TicketView = await one.sees(TicketView, lambda view: view.paper == "printed")
    return ticket


async def test_a_ticket_from_the_guide_and_the_item_goes_on_with_whom_it_knows(tmp_path: Path) -> None:
    item = item_of("SB03")
    async with sandbox_stand(tmp_path, second=0.1, prepare=located) as (one, platform):
        guide = await guide_of(one, item.code)
        assert (guide.queue, guide.unavailable) == (AT_COUNTER, None)
        ticket = await drawn(one)
        assert item.name in [row.value for row in ticket.rows]
        one.touch(i.Next())
        await one.sees(v.GuideView)
        one.touch(i.Do("queue"))
        await says(one, "offer")
        one.touch(i.Next())
        again = await one.sees(TicketView)
        assert (again.again, again.number) == (True, ticket.number), "one a citizen and matter"
        assert len(one.printer.receipts) == 1
        one.touch(i.Next())
        await one.sees(v.GuideView)
        one.touch(i.Next())
        await one.sees(v.QuestionView)  # nobody is asked again who they are
        assert platform.count("POST", "/v1/identity/sessions") == 1


async def test_where_it_cannot_be_done_here_the_way_to_the_counter_is_open(tmp_path: Path) -> None:
    item = item_of("SB01")
    async with (
        sandbox_stand(tmp_path, second=0.1, prepare=broken) as (one, platform),
        operator(platform.sandbox) as desk,
    ):
        guide = await guide_of(one, item.code)
        assert guide.unavailable is not None
        assert guide.queue == Message("queue.only_at_counter")
        ticket = await drawn(one)
        assert ticket.number in (await desk.get("/queues")).text
        one.touch(i.Next())
        await one.sees(v.GuideView)
        await ignored(one, i.Next())  # it still cannot be begun
        one.touch(i.Back())
        await one.sees(v.HomeView)
        assert not any(call.startswith("POST /v1/certificates") for call in platform.calls)


async def test_only_where_one_can_be_given(tmp_path: Path) -> None:
    """Not while the platform is away, not for a counter without a queue, not where the terminal knows no district."""
    item = item_of("SB03")
    without = next(one for one in sample().items if not one.guide.tickets)
    async with sandbox_stand(tmp_path, second=0.1, prepare=located) as (one, platform):
        assert (await guide_of(one, without.code)).queue is None
        await ignored(one, i.Do("queue"))
        one.touch(i.Back())
        await guide_of(one, item.code)
        one.online = False
        one.health.refresh()
        await one.sees(v.GuideView, lambda view: view.queue is None)
        one.online = True
        one.health.refresh()
        await one.sees(v.GuideView, lambda view: view.queue is not None)
        one.touch(i.Back())
        await one.sees(v.HomeView)
        one.kit.settings.__dict__["district"] = ""
        assert (await guide_of(one, item.code)).queue is None
        assert not any("/v1/queue" in call for call in platform.calls)
