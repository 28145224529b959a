"""A licence to take along: a copy on A4 for one purpose, or on one's own telephone, each on record at the platform."""

from __future__ import annotations

from kiosk.contract.certificates import Certificate
from kiosk.contract.licences import COPY, SEND, CopyWanted, Face
from kiosk.platform import Refused
from kiosk.text import Message, message
from kiosk.visit.context import Visit
from kiosk.visit.reading import choose
from kiosk.visit.services.licence_codes import show_codes
from kiosk.visit.steps.certificate import Came, print_made
from kiosk.visit.steps.licence_calls import call
from kiosk.visit.steps.notice import notice
from kiosk.visit.views.licences import PresentView
from kiosk.visit.views.reading import EntryRow
from kiosk.words import say

PURPOSES = {
    "keep": "folder",
    "school": "school",
    "work": "briefcase",
    "loan": "building-bank",
    "housing": "home",
    "other": "dots",
}
"""What a copy may be for, with its icon: it is printed across the page, so that it serves for nothing else."""


async def print_copy(visit: Visit, face: Face) -> None:
    """For one purpose, looked at before, and followed until the paper is there. Nothing is printed twice by itself."""
    purpose = await _purpose(visit, face)
    if purpose is None:
        return

    async def make(key: str) -> Certificate | None:
        answer = await call(visit, COPY, CopyWanted(key=key, purpose=say(purpose, "zh")), identifier=face.identifier)
        if isinstance(answer, Refused):
            await notice(visit.stage, "unusable", words="licences", icon="file-off", back=True)
        return answer if isinstance(answer, Certificate) else None

    visit.returnable = True
    came = await print_made(visit, make, may_skip=False)
    if isinstance(came, Came):
        subject = "copy_printed" if came.kind == "certified" else "copy_voided"
        icon = "printer" if came.kind == "certified" else "file-off"
        await notice(visit.stage, subject, words="licences", icon=icon, back=True)


async def _purpose(visit: Visit, face: Face) -> Message | None:
    words = {name: message(f"licences.copy.purpose.{name}") for name in PURPOSES}
    rows = [EntryRow(name, words[name], None, icon) for name, icon in PURPOSES.items()]
    title = message("licences.copy.title")
    chosen = await choose(visit, title, rows, hint=message("licences.copy.hint", licence=face.title.within()))
    return words[chosen] if chosen is not None else None


async def send(visit: Visit, face: Face) -> None:
    """A code that one's own telephone opens, once."""
    await show_codes(visit, face, SEND, lambda one: PresentView(face.title, one.url, 0, to_phone=True))
