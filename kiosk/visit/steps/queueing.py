"""Drawing a ticket for the queue of a hall (排队取号), from the page of what is done there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.contract.queues import CANCEL, DRAW, LOOK, Queue, QueueWanted, Ticket
from kiosk.platform import Away, Refused
from kiosk.text import Localized, Message, Text, message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Visit
from kiosk.visit.paper.printing import print_slip
from kiosk.visit.paper.queue_ticket import ticket_slip
from kiosk.visit.steps.login import login
from kiosk.visit.steps.no_answer import ask_again
from kiosk.visit.steps.notice import notice
from kiosk.visit.views import GuideRow, WorkingView
from kiosk.visit.views.queues import TicketView

UNSAID = Localized(" ", " ")


@dataclass(frozen=True)
class Hall:
    """What is done there, and where one waits for it."""

    matter: str  # implementation code
    district: str  # GB/T 2260
    title: Text
    place: Text


async def draw_a_ticket(visit: Visit, hall: Hall) -> None:
    """How many wait; a ticket, printed once; or why there is none. Back on the hall's page when it returns."""
    queue = await _look(visit, hall)
    if queue is None or not await _offered(visit, queue):
        return
    if await login(visit) is Move.BACK:
        return
    ticket = await _draw(visit, hall)
    if ticket is not None:
        await _hold(visit, hall, ticket)


async def _look(visit: Visit, hall: Hall) -> Queue | None:
    while True:
        if visit.kit.health.conditions.platform:
            visit.stage.show(WorkingView(message("queue.looking"), message("visit.query.seconds")))
            wanted = QueueWanted(matter=hall.matter, district=hall.district)
            answer = await visit.kit.platform.call(LOOK, wanted)
            if isinstance(answer, Queue):
                return answer
        else:
            answer = Away("known before")
        if not await _again(visit, answer):
            return None


async def _offered(visit: Visit, queue: Queue) -> bool:
    """True: the citizen wants a ticket."""
    if not queue.open:
        await notice(visit.stage, "closed", words="queue", icon="clock-hour-4", back=True, note=queue.note or UNSAID)
        return False
    subject = "offer" if queue.waiting else "offer_free"
    counts = {"count": str(queue.waiting), "minutes": str(queue.minutes)}
    return await notice(visit.stage, subject, words="queue", icon="users", go_on="draw", back=True, **counts)


async def _draw(visit: Visit, hall: Hall) -> Ticket | None:
    """Asked for again after a lost answer it is the same ticket: the platform gives one a citizen and matter."""
    while True:
        visit.stage.show(WorkingView(message("queue.drawing"), message("visit.query.seconds")))
        assert visit.visitor.session is not None
        wanted = QueueWanted(matter=hall.matter, district=hall.district)
        answer = await visit.kit.platform.call(DRAW, wanted, session=visit.visitor.session.token)
        if isinstance(answer, Ticket):
            return answer
        if not await _again(visit, answer):
            return None


async def _hold(visit: Visit, hall: Hall, ticket: Ticket) -> None:
    """The ticket's page, until the citizen has it or gives it back."""
    rows = tuple(_rows(hall, ticket))
    paper, problem = "", None
    if not ticket.again:
        paper, problem = await _print(visit, hall, ticket, rows)
    while True:
        view = replace(_view(ticket, rows), paper=paper, problem=problem)
        may_print: tuple[type[i.Intent], ...] = (i.Print,) if paper in ("", "unprinted") else ()
        touched = await visit.stage.ask(view, i.Next, i.Do, *may_print)
        match touched:
            case i.Next():
                return
            case i.Print():
                paper, problem = await _print(visit, hall, ticket, rows)
            case i.Do("cancel"):
                if await _give_back(visit, ticket):
                    return


async def _print(visit: Visit, hall: Hall, ticket: Ticket, rows: tuple[GuideRow, ...]) -> tuple[str, Message | None]:
    """Once a touch, never again by itself."""
    visit.stage.show(replace(_view(ticket, rows), paper="printing"))
    language = visit.stage.snapshot.preferences.language
    return await print_slip(visit, ticket_slip(visit.kit.settings, language, ticket, hall.title, hall.place))


def _view(ticket: Ticket, rows: tuple[GuideRow, ...]) -> TicketView:
    return TicketView(
        message("queue.yours"),
        ticket.number,
        rows,
        ticket.follow,
        "",
        hint=message("queue.had") if ticket.again else None,
        give_back=message("queue.give_back"),
        follow=message("queue.follow"),
        again=ticket.again,
    )


async def _give_back(visit: Visit, ticket: Ticket) -> bool:
    """True: nobody waits for this citizen any more."""
    if not await notice(visit.stage, "cancel", words="queue", icon="users", go_on="cancel", back=True):
        return False
    while True:
        visit.stage.show(WorkingView(message("queue.cancelling"), message("visit.query.seconds")))
        assert visit.visitor.session is not None
        session = visit.visitor.session.token
        answer = await visit.kit.platform.call(CANCEL, session=session, ticket=ticket.ticket)
        if isinstance(answer, Ticket):
            await notice(
                visit.stage, "cancelled", words="queue", icon="circle-check", go_on="go_on", number=ticket.number
            )
            return True
        if not await _again(visit, answer):
            return False


def _rows(hall: Hall, ticket: Ticket) -> list[GuideRow]:
    def row(name: str, value: Text, icon: str) -> GuideRow:
        return GuideRow(message(f"queue.row.{name}"), value, icon)

    if ticket.state == "called":
        ahead = [row("ahead", message("queue.called"), "users")]
    elif ticket.ahead:
        about = message("queue.ahead", count=ticket.ahead, minutes=ticket.minutes)
        ahead = [row("ahead", about, "users")]
    else:
        ahead = [row("ahead", message("queue.next"), "users")]
    return [
        *ahead,
        row("counter", ticket.counter, "door-enter"),
        row("matter", hall.title, "article"),
        row("hall", hall.place, "building"),
    ]


async def _again(visit: Visit, answer: Refused | Away) -> bool:
    """Say why there is no answer. True: ask once more."""
    known = {"no-such-queue": "none", "queue-closed": "closed", "ticket-called": "called_already"}
    if isinstance(answer, Away) or answer.type not in known:
        return await ask_again(visit, answer, words="queue")
    await notice(visit.stage, known[answer.type], words="queue", icon="clock-hour-4", back=True, note=UNSAID)
    return False
