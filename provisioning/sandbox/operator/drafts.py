"""A citizen's telephone (手机端), as a page: begin a form, go on with one from a terminal, hand one to a terminal.

GET  /phone                items, and a door to each
POST /phone                begin a draft of an item → 303 to its page
GET  /phone/{code}         take over what a terminal handed over → 303 to its page
GET  /phone/drafts/{id}    its questions
POST /phone/drafts/{id}    save (form fields, and `version`); 409 page where a terminal was faster: mine or theirs
POST /phone/drafts/{id}/handoff   a code for a terminal, as a square code
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import qrcode
from qrcode.image.svg import SvgPathImage
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from kiosk.catalogue.answers import show_answer
from kiosk.catalogue.fields import Field, FieldKind, questions
from kiosk.catalogue.model import Item, Step
from kiosk.catalogue.validators import tidy
from kiosk.contract.drafts import Draft
from provisioning import clock
from provisioning.callers import read_bytes
from provisioning.pages import page
from provisioning.problem import Problem, malformed
from provisioning.sandbox.drafts import Drafts

if TYPE_CHECKING:
    from provisioning.sandbox.application import Sandbox

ITEMS = 30  # of the list: what is handed in, the most used first
LATER = (FieldKind.REGION, FieldKind.SLOT, FieldKind.LIST, FieldKind.DECLARATION)
"""Kinds that this small page leaves to the terminal."""


class Phone:
    def __init__(self, sandbox: Sandbox) -> None:
        self._catalogue = sandbox.catalogue
        self._drafts: Drafts = sandbox.drafts

    def routes(self) -> list[Route]:
        return [
            Route("/phone", self.items, methods=["GET"]),
            Route("/phone", self.begin, methods=["POST"]),
            Route("/phone/drafts/{id}", self.draft, methods=["GET"]),
            Route("/phone/drafts/{id}", self.save, methods=["POST"]),
            Route("/phone/drafts/{id}/handoff", self.hand_over, methods=["POST"]),
            Route("/phone/{code}", self.take_over, methods=["GET"]),
        ]

    async def items(self, _: Request) -> Response:
        every = (*self._catalogue.of(None), *self._catalogue.further)
        items = [item for item in every if Step.SUBMIT in item.steps and item.form.get("properties")][:ITEMS]
        return HTMLResponse(page("phone.html", items=items, code=None, draft=None, asked=[], svg=None, conflict=None))

    async def begin(self, request: Request) -> Response:
        given = await _fields(request)
        now = clock.now()
        draft = self._drafts.save("", given.get("item", ""), {}, "mobile", now)
        return RedirectResponse(f"/phone/drafts/{draft.id}", 303)

    async def take_over(self, request: Request) -> Response:
        draft = self._drafts.claim(request.path_params["code"], clock.now())
        return RedirectResponse(f"/phone/drafts/{draft.id}", 303)

    async def draft(self, request: Request) -> Response:
        return self._page(self._drafts.see(request.path_params["id"]))

    async def save(self, request: Request) -> Response:
        given = await _fields(request)
        draft = self._drafts.see(request.path_params["id"])
        answers = self._answers(draft, given)
        try:
            saved = self._drafts.change(draft.id, given.get("version", ""), answers, "mobile", clock.now())
        except Problem as problem:
            if problem.status != 412:
                raise
            return self._conflict(draft, answers)
        return self._page(saved)

    async def hand_over(self, request: Request) -> Response:
        draft = self._drafts.see(request.path_params["id"])
        code = self._drafts.hand_over(draft.id, clock.now()).code
        picture = io.BytesIO()
        qrcode.make(code, image_factory=SvgPathImage, box_size=24).save(picture)
        return self._page(draft, code=code, svg=picture.getvalue().decode())

    # ---- inside ----------------------------------------------------------------------------------------------------
    def _page(self, draft: Draft, code: str | None = None, svg: str | None = None) -> Response:
        asked = [
            (one, _said(one, draft.answers) or "", one.kind not in LATER, _shown(one, draft.answers))
            for one in _flat(questions(self._item(draft)))
        ]
        return HTMLResponse(
            page("phone.html", items=[], draft=draft, asked=asked, code=code, svg=svg, conflict=None),
            headers={"Cache-Control": "no-store"},
        )

    def _conflict(self, theirs: Draft, mine: Mapping[str, Any]) -> Response:
        fields = [one for one in _flat(questions(self._item(theirs))) if one.kind not in LATER]
        rows = [
            (one, _said(one, mine) or "", _shown(one, mine), _shown(one, theirs.answers))
            for one in fields
            if _said(one, mine) != _said(one, theirs.answers)
        ]
        whole = [(one, _said(one, mine) or "") for one in fields]
        conflict = {"rows": rows, "mine": whole}
        return HTMLResponse(
            page("phone.html", items=[], draft=theirs, asked=[], code=None, svg=None, conflict=conflict),
            status_code=409,
        )

    def _item(self, draft: Draft) -> Item:
        item = self._catalogue.find(draft.item_code)
        assert item is not None
        return item

    def _answers(self, draft: Draft, given: Mapping[str, str]) -> dict[str, Any]:
        """What the page's fields say; what it does not ask stays as it was."""
        answers = dict(draft.answers)
        for one in _flat(questions(self._item(draft))):
            if one.kind in LATER or one.name not in given:
                continue
            value = _value(one, given[one.name])
            person, _, part = one.name.partition(".")
            held = answers.get(person)
            at = dict(held) if isinstance(held, Mapping) else {}
            at, name = (at, part) if part else (answers, person)
            if value in (None, ""):
                at.pop(name, None)
            else:
                at[name] = value
            if part:
                answers[person] = at
        return {name: value for name, value in answers.items() if value != {}}


def _flat(fields: tuple[Field, ...]) -> Iterator[Field]:
    """The parts of a person stand here one by one, as `spouse.name`."""
    for one in fields:
        if one.kind is FieldKind.PERSON:
            yield from (replace(part, name=f"{one.name}.{part.name}") for part in one.parts)
        else:
            yield one


def _said(field: Field, answers: Mapping[str, Any]) -> Any:
    person, _, part = field.name.partition(".")
    held = answers.get(person)
    return held if not part else held.get(part) if isinstance(held, Mapping) else None


def _value(field: Field, text: str) -> Any:
    if field.kind is FieldKind.BOOLEAN:
        return {"true": True, "false": False}.get(text)
    if field.kind is FieldKind.CHOICES:
        return [one for one in text.split(",") if one]
    return tidy(field, text)


def _shown(field: Field, answers: Mapping[str, Any]) -> str:
    return show_answer(field, _said(field, answers), "zh") or "—"


async def _fields(request: Request) -> dict[str, str]:
    # a page of another site must not save in this one's name
    origin = request.headers.get("Origin")
    if origin is not None and origin.split("//", 1)[-1] != request.headers.get("Host"):
        raise malformed("another site's page")
    try:
        parsed = parse_qs((await read_bytes(request)).decode(), keep_blank_values=True, max_num_fields=200)
    except (UnicodeDecodeError, ValueError) as error:
        raise malformed("no form") from error
    return {name: ",".join(values) for name, values in parsed.items()}
