"""Who are you: a card or a code is read, and where the platform is there it says whether that is enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.catalogue.model import Kind
from kiosk.contract.identity import BEGIN, Evidence
from kiosk.devices import Device
from kiosk.platform import Away, Refused
from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.cards import CardRead, read_card
from kiosk.visit.context import Move, Visit
from kiosk.visit.plan import means_of
from kiosk.visit.steps.notice import notice
from kiosk.visit.views import IdentifyView

REFUSALS = {"card-lost": "card_lost", "card-expired": "card_expired", "not-recognised": "not_recognised"}
CODE_REFUSALS = {
    "card-lost": "card_lost",
    "code-expired": "code_expired",
    "not-recognised": "code_not_recognised",
}


async def identify(visit: Visit) -> Move:
    means = visit.visitor.means or _first_ready(visit)
    # A card that the one before left behind must not speak for this citizen.
    problem = message("visit.identify.left_card") if visit.card_left == means else None
    refused: frozenset[int] = frozenset()  # hashes of codes; they may still be held before the scanner
    while True:
        visit.visitor.means = means
        if means != "qr_code":
            visit.visitor.reader = means  # also a card that cannot be read is asked back at the end
        got = await visit.stage.race(_read(visit, means, problem, refused), i.Back, i.ChooseMeans)
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
        if means == "qr_code":  # used, whatever the answer: it proves nothing any more
            refused |= {hash(got.evidence["code"])}
            visit.visitor.evidence.clear()
        if problem is None:
            return Move.ON
        visit.visitor.evidence.clear()


def _first_ready(visit: Visit) -> str:
    devices = visit.kit.devices
    ready: dict[str, Device | None] = {
        "id_card": devices.id_card_reader,
        "social_security_card": devices.card_reader,
        "qr_code": devices.scanner,
    }
    means = _offered(visit)
    for one in means:
        device = ready[one]
        if device is not None and device.status.ready:
            return one
    return means[0]


def _offered(visit: Visit) -> tuple[str, ...]:
    """A code says nothing without the platform, and nothing to a terminal without a scanner."""
    codes = visit.kit.devices.scanner is not None and visit.kit.health.conditions.platform
    return tuple(one for one in means_of(visit.item) if one != "qr_code" or codes)


def _pages(visit: Visit, means: str) -> Callable[..., None]:
    def show(phase: str, problem: Message | None = None) -> None:
        others = tuple(one for one in _offered(visit) if one != means)
        visit.stage.show(IdentifyView(means, others, phase, problem))

    return show


async def _read(visit: Visit, means: str, problem: Message | None, refused: frozenset[int]) -> CardRead | Message:
    today = visit.kit.pace.now().date().isoformat()
    return await read_card(visit.kit.devices, means, problem, _pages(visit, means), today, refused=refused)


def refusal(means: str, kind: str) -> Message:
    """The sentence for a problem's type, such as `card-lost`."""
    if means == "qr_code":
        return message(f"visit.identify.{CODE_REFUSALS.get(kind, 'code_refused')}")
    return message(f"visit.identify.{REFUSALS.get(kind, 'refused')}")


async def _ask_platform(visit: Visit, show: Callable[..., Any]) -> Message | None:
    """None: go on, with a session or (where the item may be taken offline) without; else why not."""
    kit, visitor = visit.kit, visit.visitor
    may_wait = visit.item.kind is not Kind.QUERY and visit.item.offline
    while True:
        if not (may_wait and not kit.health.conditions.platform):
            show("checking")
            evidence = Evidence(method=visitor.means, evidence=visitor.evidence)
            answer = await kit.platform.call(BEGIN, evidence)
            if isinstance(answer, Refused):
                return refusal(visitor.means, answer.type)
            if not isinstance(answer, Away):
                visitor.session = answer
                return None
        if may_wait:
            await notice(visit.stage, "identify.offline", icon="cloud-off", go_on="go_on")
            return None
        await notice(visit.stage, "identify.away", icon="cloud-off", go_on="again")
