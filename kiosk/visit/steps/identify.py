"""Who are you: a card or a code is read, and where the platform is there it says whether that is enough.

One login serves every item of a visit; it is asked for again only when it has ended, or is none that an item takes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from kiosk.contract.identity import BEGIN, Evidence, Session
from kiosk.devices import Device
from kiosk.platform import MISFIT, Away, Refused
from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.cards import CardRead, read_card
from kiosk.visit.context import Move, Visit
from kiosk.visit.plan import Need, need_of
from kiosk.visit.steps.notice import notice
from kiosk.visit.views import IdentifyView

REFUSALS = {"card-lost": "card_lost", "card-expired": "card_expired", "not-recognised": "not_recognised"}
CODE_REFUSALS = {
    "card-lost": "card_lost",
    "code-expired": "code_expired",
    "not-recognised": "code_not_recognised",
}


async def identify(visit: Visit) -> Move:
    """`SETTLED` once somebody is known for the item; a login of the item before is passed by."""
    need = need_of(visit.item)
    if await known(visit, need):
        return Move.BACK if visit.backwards else Move.ON
    return Move.SETTLED if await sign_in(visit, need) is Move.ON else Move.BACK


async def known(visit: Visit, need: Need) -> bool:
    """Whether who it is was settled before, in a way that serves `need` as well."""
    visitor = visit.visitor
    if visitor.session is not None:
        ends = datetime.fromisoformat(visitor.session.expires_at)
        if visitor.session.subject.kind in need.kinds and ends > visit.kit.pace.now():
            return True
        await _log_out(visit)
    if not visitor.evidence:
        return False
    # Read while the platform was away: it may be there now.
    visit.need = need
    if await _ask_platform(visit, need, _pages(visit, need, visitor.means)) is None:
        return True
    visitor.evidence.clear()
    return False


async def _log_out(visit: Visit) -> None:
    visitor = visit.visitor
    session, visitor.session = visitor.session, None
    visitor.evidence.clear()
    visit.stage.know("")
    if session is not None:
        await visit.kit.platform.end_session(session.token)


async def sign_in_again(visit: Visit) -> None:
    """The session has ended: the same citizen proves who they are once more, and nothing that they gave is lost."""
    visitor, need = visit.visitor, visit.need
    assert need is not None
    before = visitor.session
    await notice(visit.stage, "expired", words="identity", icon="clock-hour-4", go_on="identify")
    while True:
        visitor.session = None
        visitor.evidence.clear()
        await sign_in(visit, replace(need, waits=False), back=False)
        after: Session | None = visitor.session
        if before is None or after is None or _same(before, after):
            return
        await notice(visit.stage, "somebody_else", words="identity", icon="users", go_on="identify")
        await visit.kit.platform.end_session(after.token)


def _same(one: Session, other: Session) -> bool:
    """By the platform's reference where it gives one."""
    if one.subject.reference or other.subject.reference:
        return one.subject.reference == other.subject.reference
    return one.subject == other.subject


async def sign_in(visit: Visit, need: Need, *, back: bool = True) -> Move:
    """Read what the citizen shows until the platform says who it is; `BACK` only where `back` lets them go."""
    visit.need = need
    means = visit.visitor.means if visit.visitor.means in need.means else _first_ready(visit, need)
    # A card that the one before left behind must not speak for this citizen.
    problem = message("visit.identify.left_card") if visit.card_left == means else None
    refused: frozenset[int] = frozenset()  # hashes of codes; they may still be held before the scanner
    ways: tuple[type[i.Intent], ...] = (i.Back, i.ChooseMeans) if back else (i.ChooseMeans,)
    while True:
        visit.visitor.means = means
        if means != "qr_code":
            visit.visitor.reader = means  # also a card that cannot be read is asked back at the end
        got = await visit.stage.race(_read(visit, need, means, problem, refused), *ways)
        if isinstance(got, i.Back):
            return Move.BACK
        if isinstance(got, i.ChooseMeans):
            if got.means in need.means:
                means, problem = got.means, None
            continue
        if isinstance(got, Message):
            problem = got
            continue
        assert isinstance(got, CardRead)
        visit.visitor.evidence = dict(got.evidence)
        problem = await _ask_platform(visit, need, _pages(visit, need, means))
        if means == "qr_code":  # used, whatever the answer: it proves nothing any more
            refused |= {hash(got.evidence["code"])}
            visit.visitor.evidence.clear()
        if problem is None:
            return Move.ON
        visit.visitor.evidence.clear()


def _first_ready(visit: Visit, need: Need) -> str:
    devices = visit.kit.devices
    ready: dict[str, Device | None] = {
        "id_card": devices.id_card_reader,
        "social_security_card": devices.card_reader,
        "qr_code": devices.scanner,
    }
    means = _offered(visit, need)
    for one in means:
        device = ready[one]
        if device is not None and device.status.ready:
            return one
    return means[0]


def _offered(visit: Visit, need: Need) -> tuple[str, ...]:
    """A code says nothing without the platform, and nothing to a terminal without a scanner."""
    codes = visit.kit.devices.scanner is not None and visit.kit.health.conditions.platform
    return tuple(one for one in need.means if one != "qr_code" or codes)


def _pages(visit: Visit, need: Need, means: str) -> Callable[..., None]:
    def show(phase: str, problem: Message | None = None) -> None:
        others = tuple(one for one in _offered(visit, need) if one != means)
        visit.stage.show(IdentifyView(means, others, phase, problem))

    return show


async def _read(
    visit: Visit, need: Need, means: str, problem: Message | None, refused: frozenset[int]
) -> CardRead | Message:
    today = visit.kit.pace.now().date().isoformat()
    return await read_card(visit.kit.devices, means, problem, _pages(visit, need, means), today, refused=refused)


def refusal(means: str, kind: str) -> Message:
    """The sentence for a problem's type, such as `card-lost`."""
    if kind.startswith(MISFIT):
        return message("identity.proof.misfit", number=kind)
    if means == "qr_code":
        return message(f"visit.identify.{CODE_REFUSALS.get(kind, 'code_refused')}")
    return message(f"visit.identify.{REFUSALS.get(kind, 'refused')}")


async def _ask_platform(visit: Visit, need: Need, show: Callable[..., Any]) -> Message | None:
    """None: go on, with a session or (where the item may be taken offline) without; else why not."""
    kit, visitor = visit.kit, visit.visitor
    while True:
        if not (need.waits and not kit.health.conditions.platform):
            show("checking")
            evidence = Evidence(method=visitor.means, evidence=visitor.evidence)
            answer = await kit.platform.call(BEGIN, evidence)
            if isinstance(answer, Refused):
                return refusal(visitor.means, answer.type)
            if not isinstance(answer, Away):
                visitor.session = answer
                visit.stage.know(visitor.masked_name)
                return None
        if need.waits:
            visit.stage.know(visitor.masked_name)
            await notice(visit.stage, "identify.offline", icon="cloud-off", go_on="go_on")
            return None
        await notice(visit.stage, "identify.away", icon="cloud-off", go_on="again")
