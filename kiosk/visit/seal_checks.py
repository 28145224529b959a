"""A seal is checked beside the visit, never in its way: here, then by the platform, which may know worse of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from kiosk import clock
from kiosk.contract.health import SEALS
from kiosk.contract.signatures import VERIFY, SealChecked, SealToCheck
from kiosk.seals.ofd import read_ofd
from kiosk.seals.trust import trust_in_use
from kiosk.seals.verdict import SealState, SealVerdict, sm3, verify, verify_ofd
from kiosk.text import Localized, Message, message
from kiosk.visit.context import Visit

TONES = {SealState.VALID: "good", SealState.UNKNOWN: "warn"}  # the others: "bad"


async def check_document(visit: Visit, document: bytes) -> SealVerdict:
    """An OFD document with its seal in it."""

    def own() -> tuple[SealVerdict, SealToCheck | None]:
        verdict = verify_ofd(document, trust_in_use(visit.kit.settings))
        if verdict.state is not SealState.VALID:
            return verdict, None
        ofd = read_ofd(document)
        return verdict, SealToCheck(digest=sm3(ofd.manifest).hex(), sealed=ofd.sealing)

    return await _confirmed(visit, *await asyncio.to_thread(own))


async def check_beside(visit: Visit, content: bytes, sealed: bytes, about: str | None = None) -> SealVerdict:
    """A seal that travels beside what it is of. `about`: what it has to say that it is of; None: anything."""

    def own() -> tuple[SealVerdict, SealToCheck]:
        digest = sm3(content).hex()
        return verify(content, sealed, trust_in_use(visit.kit.settings), about), SealToCheck(
            digest=digest, sealed=sealed
        )

    return await _confirmed(visit, *await asyncio.to_thread(own))


async def _confirmed(visit: Visit, own: SealVerdict, asked: SealToCheck | None) -> SealVerdict:
    """The platform may know worse, never better."""
    if own.state is not SealState.VALID or asked is None or not visit.kit.health.conditions.serves(SEALS):
        return own
    answer = await visit.kit.platform.call(VERIFY, asked)
    return replace(own, state=answer.state) if isinstance(answer, SealChecked) else own


def seal_words(verdict: SealVerdict, issuer: Localized | None = None) -> Message:
    """A seal as a sentence. `issuer`: whose document it is, where its name is known in every language."""
    organ = issuer if issuer is not None and issuer.zh == verdict.organ else verdict.organ
    params = {"organ": organ, "time": clock.on_the_wall(verdict.at)} if verdict.at else {}
    return message(f"seals.state.{verdict.state}", **params)


def seal_tone(verdict: SealVerdict) -> str:
    """ "good", "warn" or "bad"."""
    return TONES.get(verdict.state, "bad")
