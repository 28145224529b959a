"""Check your answers: every row that will be sent, each with its way to change it, and the signature under it.

The signature belongs to exactly what was on show, in the language in which it was read (`kiosk/signing.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiosk.catalogue.answers import show
from kiosk.masking import mask_id_number
from kiosk.signing import shown_text
from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.asking import asked_fields
from kiosk.visit.context import Move, Visit
from kiosk.visit.precheck import MATERIAL, remarks
from kiosk.visit.privacy import OWN, ask_for, clear_values, with_reveal
from kiosk.visit.steps.form import ask_again
from kiosk.visit.steps.materials import take_again
from kiosk.visit.steps.sign import sign
from kiosk.visit.still_owed import in_words
from kiosk.visit.views import CheckRow, CheckView
from kiosk.visit.views.form import RemarksView

SIGNATURE = "signature"


async def check(visit: Visit) -> Move:
    visitor, stage = visit.visitor, visit.stage
    revealed: str | None = None
    while True:
        rows = tuple(rows_of(visit))
        statement = message("visit.sign.statement", item=visit.item.name)
        language = visitor.signed.language if visitor.signed is not None else stage.snapshot.preferences.language
        if visitor.signed is not None and visitor.signed.shown != _shown(rows, statement, language):
            visitor.strokes, visitor.signed = (), None
        needs_signature = visit.item.signature
        shown, revealed = revealed, None
        clear = clear_values(visit, asked_fields(visit))
        view = CheckView(with_reveal(rows, clear, shown), needs_signature, visitor.strokes)
        del clear
        touched: i.Intent | None
        if shown is None:
            touched = await stage.ask(view, i.Next, i.Edit, i.Reveal, *visit.back)
        else:
            reveal_s = stage.snapshot.site.profile.reveal_s
            touched = await ask_for(visit, reveal_s, view, i.Next, i.Edit, i.Reveal, *visit.back)
        if touched is None:
            continue
        if isinstance(touched, i.Reveal):
            revealed = touched.row if touched.row != shown else None
            continue
        if isinstance(touched, i.Back):
            return Move.BACK
        if isinstance(touched, i.Edit) and touched.row != SIGNATURE:
            if touched.row in {row.name for row in rows if row.editable}:
                await _edit(visit, touched.row)
        elif isinstance(touched, i.Next) and not await _stands(visit):
            continue
        elif isinstance(touched, i.Edit) or (needs_signature and not visitor.strokes):
            language = stage.snapshot.preferences.language
            await sign(visit, statement, _shown(rows, statement, language), language, len(rows))
        else:
            return Move.ON


async def _stands(visit: Visit) -> bool:
    """Whether it may be handed in: nothing is to be said against it, or the citizen leaves it to a person. False:
    back to the check page, with one thing changed."""
    found = remarks(visit.item, visit.visitor, visit.kit.pace.now().date())
    if not found or visit.asks_a_person:
        return True
    may_go_on = not any(one.must for one in found)
    view = RemarksView(found, may_go_on)
    touched = await visit.stage.ask(view, i.Edit, i.Back, *((i.Next,) if may_go_on else ()))
    if isinstance(touched, i.Edit) and touched.row in {one.row for one in found}:
        await _edit(visit, touched.row)
    elif isinstance(touched, i.Next):
        visit.asks_a_person = True
    return visit.asks_a_person


async def _edit(visit: Visit, row: str) -> None:
    visit.visitor.strokes = ()
    visit.asks_a_person = False
    if row.startswith(MATERIAL):
        await take_again(visit, row.removeprefix(MATERIAL))
    else:
        await ask_again(visit, row)


def rows_of(visit: Visit) -> Iterator[CheckRow]:
    visitor = visit.visitor
    if visitor.masked_name:
        yield CheckRow(OWN + "name", message("visit.check.applicant"), visitor.masked_name, editable=False)
    if visitor.id_number:
        masked = mask_id_number(visitor.id_number)
        yield CheckRow(OWN + "id_number", message("visit.check.id_number"), masked, editable=False)
    for field in asked_fields(visit):
        if field.name in visitor.answers:
            yield CheckRow(field.name, field.label, show(field, visitor.answers[field.name]), editable=True)
        elif not field.required:
            yield CheckRow(field.name, field.label, message("visit.check.left_out"), editable=True)
    if visit.item.identity.face:
        taken = message("visit.check.face_declined" if visitor.face_declined else "visit.check.face_taken")
        if visitor.proved(visit.item.identity.level):
            taken = message("identity.proved")
        yield CheckRow(OWN + "face", message("visit.check.face"), taken, editable=False)
    for material in visit.item.asked_materials:
        count = len(visitor.pages.get(material.name, ()))
        value = message("visit.check.pages", count=count) if count else message("visit.check.left_out")
        if (used := visitor.licences.get(material.name)) is not None:
            value = message("licences.consent.provided", licence=used.title)
        elif (other := visitor.instead.get(material.name)) is not None:
            value = in_words(other)
        yield CheckRow(MATERIAL + material.name, material.title, value, editable=True)


def _shown(rows: Sequence[CheckRow], statement: Message, language: str) -> str:
    return shown_text([(row.label, row.value) for row in rows], statement, language)
