"""A code of a licence on show: good once, for a minute or so; a new one when it has run out and the citizen wants."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from kiosk.contract.licences import Face, Presentation, ToPhone
from kiosk.contract.operation import Operation
from kiosk.platform import Refused
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.steps.licence_calls import call
from kiosk.visit.steps.notice import notice
from kiosk.visit.views.licences import PresentView

Code = TypeVar("Code", Presentation, ToPhone)


async def show_codes(
    visit: Visit, face: Face, operation: Operation[None, Code], page_of: Callable[[Code], PresentView]
) -> None:
    while True:
        answer = await call(visit, operation, identifier=face.identifier)
        if isinstance(answer, Refused):
            await notice(visit.stage, "unusable", words="licences", icon="file-off", back=True)
            return
        if answer is None:
            return
        if await visit.stage.race(_count_down(visit, answer.expires_at, page_of(answer)), i.Back) is not None:
            return
        if not await notice(visit.stage, "run_out", words="licences", icon="clock-hour-4", go_on="again", back=True):
            return


async def _count_down(visit: Visit, ends: str, view: PresentView) -> None:
    """The page, with the seconds that are left, until there are none."""
    end = datetime.fromisoformat(ends)
    while (left := math.ceil((end - visit.kit.pace.now()).total_seconds())) > 0:
        visit.stage.show(replace(view, seconds=left))
        await visit.kit.pace.wait(1)
