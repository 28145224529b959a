"""What the citizen signed for a case: shown word for word, with what its seal proves, and printed.

It is found with the case, and offered on the receipt's page where the platform has given it back by then.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import msgspec

from kiosk.clock import on_the_wall
from kiosk.contract import cases
from kiosk.contract.cases import Case
from kiosk.contract.certificates import Certificate
from kiosk.contract.signed_documents import COPY, SEE, SIGNED, PageWanted, SignedContent, SignedDocuments
from kiosk.platform import Away, Refused
from kiosk.seals.ofd import BadOfd, read_ofd
from kiosk.seals.verdict import SealState, SealVerdict
from kiosk.signing import fits
from kiosk.text import Localized, message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Visit
from kiosk.visit.outcome_words import BY_PLATFORM
from kiosk.visit.seal_checks import check_document, seal_tone, seal_words
from kiosk.visit.steps.certificate import print_one
from kiosk.visit.steps.no_answer import ask_again
from kiosk.visit.steps.notice import notice
from kiosk.visit.views import CheckRow, WorkingView
from kiosk.visit.views.signed import SignedView


@dataclass(frozen=True, repr=False)
class _Opened:
    id: str
    said: SignedContent
    verdict: SealVerdict


GIVEN_BACK_S = 4.0  # the receipt is printed meanwhile; whoever stands there is kept no longer for it

Print = Callable[[str], Awaitable[bool]]
"""Prints one by its id. True: the visit ends with it."""


async def see_signed(visit: Visit, case: Case) -> Move:
    """ON: one was printed, which ends with a receipt."""
    item = visit.kit.catalogue.find(case.item_code)

    async def prints(identifier: str) -> bool:
        visit.chosen, visit.returnable = item, True
        assert item is not None
        await print_one(visit, item, None, partial(_copy, visit, case.number, identifier))
        if visit.outcome is not None:
            return True
        visit.chosen = None
        return False

    return await _leaf_through(visit, case.number, prints if item is not None else None)


async def signed_case(visit: Visit) -> Case | None:
    """The case of what was just handed in, where the platform has given back by now what was signed for it."""
    outcome, session = visit.outcome, visit.visitor.session
    if visit.visitor.signed is None or outcome is None or outcome.kind not in BY_PLATFORM or session is None:
        return None
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(GIVEN_BACK_S * visit.kit.pace.second):
            case = await visit.kit.platform.call(cases.SEE, session=session.token, number=outcome.number)
            return case if isinstance(case, Case) and case.signed else None
    return None


async def see_just_signed(visit: Visit, case: Case) -> None:
    """From the receipt's page and back to it: what the visit ends with stays what was handed in."""

    async def prints(identifier: str) -> bool:
        outcome, visit.outcome, visit.returnable = visit.outcome, None, True
        try:
            await print_one(visit, visit.item, None, partial(_copy, visit, case.number, identifier))
            came = visit.outcome
        finally:
            visit.outcome = outcome
        if came is not None:
            icon = "printer" if came.kind == "certified" else "file-off"
            await notice(visit.stage, came.kind, words="signed", icon=icon, go_on="go_on")
        return False

    await _leaf_through(visit, case.number, prints)


async def _leaf_through(visit: Visit, number: str, prints: Print | None) -> Move:
    """BACK; ON where what was printed ends the visit. `prints`: None: nothing can be."""
    documents = await _fetched(visit, number)
    if documents is None:
        return Move.BACK
    opened = [one for one in [await _opened(visit, *document) for document in documents] if one is not None]
    if not opened:
        await notice(visit.stage, "broken", words="seals", icon="alert-circle", back=True)
        return Move.BACK
    at = 0
    while True:
        one = opened[at]
        genuine = visit.kit.devices.document_printer is not None and one.verdict.state is SealState.VALID
        may_print = prints if genuine else None
        view = _view(one, prints=may_print is not None, newer=at > 0, older=at + 1 < len(opened))
        touched = await visit.stage.ask(view, i.Next, i.TurnPage, i.Back)
        if isinstance(touched, i.Back):
            return Move.BACK
        if isinstance(touched, i.TurnPage):
            at = max(0, min(len(opened) - 1, at + touched.by))
        elif may_print is not None and await may_print(one.id):
            return Move.ON


def _view(one: _Opened, *, prints: bool, newer: bool, older: bool) -> SignedView:
    *lines, statement = one.said.statement.split("\n")
    rows = []
    for at, line in enumerate(lines):
        label, _, value = line.partition("\t")
        rows.append(CheckRow(str(at), Localized.alike(label), value, editable=False))
    when = message(f"signed.when.{one.said.means}", time=on_the_wall(one.said.signed_at))
    return SignedView(
        one.said.title,
        when,
        tuple(rows),
        statement,
        one.said.strokes,
        seal_words(one.verdict),
        seal_tone(one.verdict),
        prints,
        newer,
        older,
        one.said.language,
    )


async def _opened(visit: Visit, identifier: str, document: bytes) -> _Opened | None:
    """None: it says nothing that can be read."""

    def read() -> SignedContent:
        return msgspec.json.decode(read_ofd(document).attachment(SIGNED), type=SignedContent)

    verdict = await check_document(visit, document)
    try:
        said = await asyncio.to_thread(read)
    except (BadOfd, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if not fits(said.record()):  # sealed, and yet put together of two
        verdict = SealVerdict(SealState.CHANGED, verdict.organ, verdict.at, verdict.seal)
    return _Opened(identifier, said, verdict)


async def _fetched(visit: Visit, number: str) -> list[tuple[str, bytes]] | None:
    while True:
        visit.stage.show(WorkingView(message("visit.query.working"), message("visit.query.seconds")))
        assert visit.visitor.session is not None
        answer = await visit.kit.platform.call(SEE, session=visit.visitor.session.token, number=number)
        if isinstance(answer, SignedDocuments):
            return [(one.id, one.document) for one in answer.documents]
        if not await ask_again(visit, answer, words="cases"):
            return None


async def _copy(visit: Visit, number: str, identifier: str, token: str, key: str) -> Certificate | Refused | Away:
    return await visit.kit.platform.call(COPY, PageWanted(key=key), session=token, number=number, id=identifier)
