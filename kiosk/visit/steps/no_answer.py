"""The platform gave no answer: the citizen hears why, and may ask once more."""

from __future__ import annotations

from kiosk.contract.identity import EXPIRED
from kiosk.platform import Away, Refused
from kiosk.visit.context import Visit
from kiosk.visit.steps.identify import sign_in_again
from kiosk.visit.steps.notice import AWAY, notice


async def ask_again(visit: Visit, answer: Refused | Away, *, words: str) -> bool:
    """False: back. `words`: the file that says `away` and `refused`."""
    if isinstance(answer, Away):
        return await notice(visit.stage, "away", words=words, icon=AWAY, go_on="again", back=True)
    if answer.type == EXPIRED:
        await sign_in_again(visit)
        return True
    await notice(visit.stage, "refused", words=words, icon="alert-circle", back=True, number=answer.type)
    return False
