"""Who are you: a card is read, and where the platform is there it says whether that is enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.catalogue.model import Kind
from kiosk.platform import Away, Refused
from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.cards import CardRead, read_card
from kiosk.visit.context import Move, Visit
from kiosk.visit.plan import means_of
from kiosk.visit.steps.notice import notice
from kiosk.visit.views import IdentifyView

REFUSALS = {"card-lost": "card_lost", "card-expired": "card_expired", "not-recognised": "not_recognised"}


async def identify(visit: Visit) -> Move:
    means = visit.visitor.means or _first_ready(visit)
    # A card that the one before left behind must not speak for this citizen.
    problem = message("visit.identify.left_card") if visit.card_left == means else None
    while True:
        visit.visitor.means = means  # also a card that cannot be read is asked back at the end
        got = await visit.stage.race(_read(visit, means, problem), i.Back, i.ChooseMeans)
        if isinstance(got, i.Back):
            return Move.BACK
        if isinstance(got, i.ChooseMeans):
            if got.means in means_of(visit.item):
                means, problem = got.means, None
            continue
        if isinstance(got, Message):
            problem = got
            continue
        assert isinstance(got, CardRead)
        visit.visitor.evidence = dict(got.evidence)
        problem = await _ask_platform(visit, _pages(visit, means))
        if problem is None:
            return Move.ON
        visit.visitor.evidence.clear()


def _first_ready(visit: Visit) -> str:
    devices = visit.kit.devices
    ready = {"id_card": devices.id_card_reader, "social_security_card": devices.card_reader}
    means = means_of(visit.item)
    for one in means:
        device = ready[one]
        if device is not None and device.status.ready:
            return one
    return means[0]


def _pages(visit: Visit, means: str) -> Callable[..., None]:
    others = tuple(one for one in means_of(visit.item) if one != means)

    def show(phase: str, problem: Message | None = None) -> None:
        visit.stage.show(IdentifyView(means, others, phase, problem))

    return show


async def _read(visit: Visit, means: str, problem: Message | None) -> CardRead | Message:
    return await read_card(
        visit.kit.devices, means, problem, _pages(visit, means), visit.kit.pace.now().date().isoformat()
    )


async def _ask_platform(visit: Visit, show: Callable[..., Any]) -> Message | None:
    """None: go on, with a session or (where the item may be taken offline) without; else why not."""
    kit, visitor = visit.kit, visit.visitor
    may_wait = visit.item.kind is not Kind.QUERY and visit.item.offline
    while True:
        if not (may_wait and not kit.health.conditions.platform):
            show("checking")
            answer = await kit.platform.open_session(visitor.means, visitor.evidence)
            if isinstance(answer, Refused):
                return message(f"visit.identify.{REFUSALS.get(answer.type, 'refused')}")
            if not isinstance(answer, Away):
                visitor.session = answer
                return None
        if may_wait:
            await notice(visit.stage, "identify.offline", icon="cloud-off", go_on="go_on")
            return None
        await notice(visit.stage, "identify.away", icon="cloud-off", go_on="again")
