"""What the citizen signed for a case: shown word for word, with what its seal proves, and printed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial

import msgspec

from kiosk.clock import on_the_wall
from kiosk.contract.cases import Case
from kiosk.contract.certificates import Certificate
from kiosk.contract.identity import EXPIRED
from kiosk.contract.signed_documents import COPY, SEE, SIGNED, PageWanted, SignedContent, SignedDocuments
from kiosk.platform import Away, Refused
from kiosk.seals.ofd import BadOfd, read_ofd
from kiosk.seals.verdict import SealState, SealVerdict
from kiosk.signing import fits
from kiosk.text import Localized, message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Visit
from kiosk.visit.seal_checks import check_document, seal_tone, seal_words
from kiosk.visit.steps.certificate import print_one
from kiosk.visit.steps.identify import sign_in_again
from kiosk.visit.steps.notice import notice
from kiosk.visit.views import CheckRow, WorkingView
from kiosk.visit.views.signed import SignedView


@dataclass(frozen=True, repr=False)
class _Opened:
    id: str
    said: SignedContent
    verdict: SealVerdict


async def see_signed(visit: Visit, case: Case) -> Move:
    """ON: one was printed, which ends with a receipt."""
    documents = await _fetched(visit, case.number)
    if documents is None:
        return Move.BACK
    opened = [one for one in [await _opened(visit, *document) for document in documents] if one is not None]
    if not opened:
        await notice(visit.stage, "broken", words="seals", icon="alert-circle", back=True)
        return Move.BACK
    item, at = visit.kit.catalogue.find(case.item_code), 0
    printer = visit.kit.devices.document_printer
    while True:
        one = opened[at]
        prints = item is not None and printer is not None and one.verdict.state is SealState.VALID
        view = _view(one, prints=prints, newer=at > 0, older=at + 1 < len(opened))
        touched = await visit.stage.ask(view, i.Next, i.TurnPage, i.Back)
        if isinstance(touched, i.Back):
            return Move.BACK
        if isinstance(touched, i.TurnPage):
            at = max(0, min(len(opened) - 1, at + touched.by))
        elif prints and item is not None:
            visit.chosen, visit.returnable = item, True
            await print_one(visit, item, None, partial(_copy, visit, case.number, one.id))
            if visit.outcome is not None:
                return Move.ON
            visit.chosen = None


def _view(one: _Opened, *, prints: bool, newer: bool, older: bool) -> SignedView:
    *lines, statement = one.said.statement.split("\n")
    rows = []
    for at, line in enumerate(lines):
        label, _, value = line.partition("\t")
        rows.append(CheckRow(str(at), Localized(label, label), value, editable=False))
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
        if isinstance(answer, Away):
            if not await notice(visit.stage, "away", words="cases", icon="cloud-off", go_on="again", back=True):
                return None
        elif answer.type == EXPIRED:
            await sign_in_again(visit)
        else:
            await notice(visit.stage, "refused", words="cases", icon="alert-circle", back=True, number=answer.type)
            return None


async def _copy(visit: Visit, number: str, identifier: str, token: str, key: str) -> Certificate | Refused | Away:
    return await visit.kit.platform.call(COPY, PageWanted(key=key), session=token, number=number, id=identifier)
