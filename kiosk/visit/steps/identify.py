"""Who are you: a card or a code is read, and where the platform is there it says whether that is enough.

One login serves every item of a visit; it is asked for again only when it has ended, or is none that an item takes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kiosk.catalogue.plan import Need, need_of
from kiosk.contract.health import IDENTITY
from kiosk.contract.identity import BEGIN, Evidence, Session
from kiosk.devices import Device
from kiosk.platform import MISFIT, Away, Refused
from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.cards import CardRead, read_card
from kiosk.visit.context import Move, Visit
from kiosk.visit.steps.licence_login import MEANS as LICENCE
from kiosk.visit.steps.licence_login import licence_login
from kiosk.visit.steps.notice import notice
from kiosk.visit.steps.register import register
from kiosk.visit.steps.typed import NUMBER, PERMIT, ask_number, permit
from kiosk.visit.to_the_end import to_the_end
from kiosk.visit.views import IdentifyView

CARDS = frozenset({"id_card", "social_security_card", "bank_card"})
CHIP = frozenset({"social_security_card", "bank_card"})  # one reader takes both
NAME_SHOWN = 8  # characters of an enterprise's name
NOT_REGISTERED = "not-registered"
REFUSALS = {"card-lost": "card_lost", "card-expired": "card_expired", "not-recognised": "not_recognised"}
CODE_REFUSALS = {
    "card-lost": "card_lost",
    "code-expired": "code_expired",
    "not-recognised": "code_not_recognised",
}


async def identify(visit: Visit) -> Move:
    """`SETTLED` once somebody is known for the item; a login of the item before is passed by."""
    need, passed = need_of(visit.item), True
    while True:
        if not await known(visit, need):
            passed = False
            if await sign_in(visit, need) is Move.BACK:
                return Move.BACK
        if PERMIT not in need.also or PERMIT in visit.visitor.holds:
            break
        passed = False
        if await permit(visit) is Move.ON:
            break
        await sign_in_again(visit)
    if not passed:
        return Move.SETTLED
    return Move.BACK if visit.backwards else Move.ON


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
    visitor.holds = frozenset()
    visit.stage.know("")
    if session is not None:
        await to_the_end(visit.kit.platform.end_session(session.token))


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
        await to_the_end(visit.kit.platform.end_session(after.token))


def _same(one: Session, other: Session) -> bool:
    """By the platform's reference where it gives one."""
    if one.subject.reference or other.subject.reference:
        return one.subject.reference == other.subject.reference
    return one.subject == other.subject


async def sign_in(visit: Visit, need: Need, *, back: bool = True) -> Move:
    """Read what the citizen shows until the platform says who it is; `BACK` only where `back` lets them go."""
    visit.need = need
    offered = _offered(visit, need)
    means = visit.visitor.means if visit.visitor.means in offered else _first_ready(visit, offered)
    problem = _left_behind(visit, means)
    refused: frozenset[int] = frozenset()  # hashes of codes; they may still be held before the scanner
    ways: tuple[type[i.Intent], ...] = (i.Back, i.ChooseMeans) if back else (i.ChooseMeans,)
    while True:
        visit.visitor.means = means
        if means in CARDS:
            visit.visitor.reader = means  # also a card that cannot be read is asked back at the end
        got = await _given(visit, need, Asked(means, problem, refused), ways)
        match got:
            case i.Back():
                return Move.BACK
            case i.ChooseMeans(other):
                if other in need.means:
                    means, problem = other, _left_behind(visit, other)
                continue
            case Message():
                problem = got
                continue
            case Session():
                _welcome(visit, got)
                return Move.ON
        assert isinstance(got, CardRead)
        visit.visitor.evidence = dict(got.evidence)
        problem = await _ask_platform(visit, need, _pages(visit, need, means))
        if means == "qr_code":  # used, whatever the answer: it proves nothing any more
            refused |= {hash(got.evidence["code"])}
            visit.visitor.evidence.clear()
        if problem is None:
            return Move.ON
        visit.visitor.evidence.clear()


def _left_behind(visit: Visit, means: str) -> Message | None:
    """A card that the one before left behind must not speak for this citizen, whichever way they come to its reader."""
    there = visit.card_left == means or {visit.card_left, means} <= CHIP
    return message("visit.identify.left_card") if there else None


@dataclass(frozen=True)
class Asked:
    """What is asked for now. `refused`: hashes of codes that the platform did not take."""

    means: str
    problem: Message | None
    refused: frozenset[int]


async def _given(
    visit: Visit, need: Need, asked: Asked, ways: tuple[type[i.Intent], ...]
) -> CardRead | Session | Message | i.Intent:
    """What a card or a code says, a number that was typed, a session that a telephone opened; or another way."""
    means = asked.means
    if means == LICENCE:
        return await licence_login(visit, tuple(one for one in _offered(visit, need) if one != means), ways)
    if means == NUMBER:
        number = await ask_number(visit, asked.problem, ways)
        return CardRead({"id_number": number}) if isinstance(number, str) else number
    today = visit.kit.pace.now().date().isoformat()
    pages = _pages(visit, need, means)
    reading = read_card(visit.kit.devices, means, asked.problem, pages, today, refused=asked.refused)
    return await visit.stage.race(reading, *ways)


def _welcome(visit: Visit, session: Session) -> None:
    visit.visitor.session = session
    visit.stage.know(_short(visit.visitor.masked_name))


def _short(name: str) -> str:
    """What fits beside the way out."""
    return name if len(name) <= NAME_SHOWN else name[: NAME_SHOWN - 1] + "…"


def _first_ready(visit: Visit, offered: tuple[str, ...]) -> str:
    devices = visit.kit.devices
    ready: dict[str, Device | None] = {
        "id_card": devices.id_card_reader,
        "social_security_card": devices.card_reader,
        "bank_card": devices.card_reader,
        "qr_code": devices.scanner,
    }
    for one in offered:
        device = ready.get(one)
        if one not in ready or (device is not None and device.status.ready):
            return one
    return offered[0]


def _offered(visit: Visit, need: Need) -> tuple[str, ...]:
    """A code, a number or a telephone says nothing without the platform, nor a code to a terminal without a scanner."""
    there = visit.kit.health.conditions.serves(IDENTITY)
    able = {"qr_code": there and visit.kit.devices.scanner is not None, NUMBER: there, LICENCE: there}
    return tuple(one for one in need.means if able.get(one, True)) or need.means


def _pages(visit: Visit, need: Need, means: str) -> Callable[..., None]:
    def show(phase: str, problem: Message | None = None, *, take: bool = False) -> None:
        others = tuple(one for one in _offered(visit, need) if one != means)
        visit.stage.show(IdentifyView(means, others, phase, problem, take))

    return show


def refusal(means: str, kind: str) -> Message:
    """The sentence for a problem's type, such as `card-lost`."""
    if kind.startswith(MISFIT):
        return message("identity.proof.misfit", number=kind)
    if kind == NOT_REGISTERED:
        return message("identity.register.card_first")
    if means == NUMBER:
        return message("identity.number.refused")
    if means == "qr_code":
        return message(f"visit.identify.{CODE_REFUSALS.get(kind, 'code_refused')}")
    return message(f"visit.identify.{REFUSALS.get(kind, 'refused')}")


async def _ask_platform(visit: Visit, need: Need, show: Callable[..., Any]) -> Message | None:
    """None: go on, with a session or (where the item may be taken offline) without; else why not."""
    kit, visitor = visit.kit, visit.visitor
    while True:
        if not (need.waits and not kit.health.conditions.serves(IDENTITY)):
            show("checking")
            evidence = Evidence(method=visitor.means, evidence=visitor.evidence)
            answer = await kit.platform.call(BEGIN, evidence)
            if isinstance(answer, Refused) and answer.type == NOT_REGISTERED and visitor.means == "id_card":
                registered = await register(visit, evidence)
                if isinstance(registered, Message):
                    return registered
                answer = registered
            if isinstance(answer, Refused):
                return refusal(visitor.means, answer.type)
            if not isinstance(answer, Away):
                _welcome(visit, answer)
                return None
        if need.waits:
            visit.stage.know(_short(visitor.masked_name))
            await notice(visit.stage, "identify.offline", icon="cloud-off", go_on="go_on")
            return None
        await notice(visit.stage, "identify.away", icon="cloud-off", go_on="again")
