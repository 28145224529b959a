"""The papers, one after the other: laid under the camera, taken by itself when sharp, looked at before they count."""

from __future__ import annotations

from contextlib import AsyncExitStack

from kiosk.catalogue.model import Material
from kiosk.text import Text, message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Visit
from kiosk.visit.framing import judge_document, judge_face
from kiosk.visit.shutter import LivePreview, shot_of, well_framed
from kiosk.visit.steps.admit import PAGES
from kiosk.visit.views import MaterialView
from kiosk.visit.visitor import Shot


async def materials(visit: Visit) -> Move:
    wanted = visit.item.asked_materials
    at = len(wanted) - 1 if visit.backwards else 0
    while 0 <= at < len(wanted):
        at += 1 if await _take(visit, wanted[at], back=visit.returnable or at > 0) is Move.ON else -1
    return Move.BACK if at < 0 else Move.ON


async def take_again(visit: Visit, name: str) -> None:
    """From the check page. Going back there keeps what was taken before."""
    material = next(one for one in visit.item.asked_materials if one.name == name)
    await _take(visit, material, back=True)


async def _take(visit: Visit, material: Material, *, back: bool) -> Move:
    """Pages until the citizen goes on. `Capture` on a page that was taken keeps it and takes one more."""
    visitor = visit.visitor
    pages = list(visitor.pages.get(material.name, ()))
    review = bool(pages)
    while True:
        touched: i.Intent | None
        if review:
            touched = await _review(visit, material, pages, back=back)
        else:
            touched = await _place(visit, material, pages, back=back)
        match touched:
            case i.Back():
                return Move.BACK
            case i.Skip():
                visitor.pages.pop(material.name, None)
                return Move.ON
            case i.Next():
                visitor.pages[material.name] = pages
                return Move.ON
            case i.Retake():
                pages.pop()
                review = False
            case i.Capture():
                review = False
            case _:
                review = bool(pages)


async def _review(visit: Visit, material: Material, pages: list[Shot], *, back: bool) -> i.Intent:
    view = MaterialView(material.title, "review", None, pages[-1].picture, None, len(pages))
    more = (i.Capture,) if len(pages) < PAGES else ()
    return await visit.stage.ask(view, i.Next, i.Retake, *more, *((i.Back,) if back else ()))


async def _place(visit: Visit, material: Material, pages: list[Shot], *, back: bool) -> i.Intent | None:
    """Until one page more was taken (None), or something else was wanted."""
    stage, devices = visit.stage, visit.kit.devices
    photo = material.source == "photo"
    camera = devices.face_camera if photo else devices.document_camera
    judge = judge_face if photo else judge_document
    words = "visit.face" if photo else "visit.material"
    away = message("visit.face.camera_away" if photo else "visit.material.camera_away")
    number = len(pages) + 1
    others = ((i.Back,) if back else ()) + (() if material.required else (i.Skip,))
    async with AsyncExitStack() as closing:
        if camera is None:
            return await stage.ask(MaterialView(material.title, "placing", None, None, away, number), *others)
        stream = await closing.enter_async_context(camera.open())
        preview = LivePreview(stream)

        def show(hint: Text | None) -> None:
            told = hint or message(f"{words}.hold_still")
            stage.show(MaterialView(material.title, "placing", preview, None, told, number))

        show(material.hint if material.hint is not None else message("visit.material.no_page"))
        got = await stage.race(well_framed(stream, judge, show, away), i.Capture, *others)
        if isinstance(got, i.Capture):
            got = stream.latest()
        if isinstance(got, i.Intent):
            return got
        if got is not None:
            pages.append(await shot_of(got))
    return None
