"""The papers, one after the other: laid under the camera, taken by itself when sharp, looked at before they count."""

from __future__ import annotations

from kiosk.catalogue.material import Material
from kiosk.text import Text, message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Visit
from kiosk.visit.framing import DocumentJudge, FaceJudge
from kiosk.visit.shutter import take_picture
from kiosk.visit.steps.admit import PAGES
from kiosk.visit.steps.held_materials import offer_licences
from kiosk.visit.steps.instead import SCAN, choose_way, put_instead, ways_of
from kiosk.visit.views import MaterialView, Preview
from kiosk.visit.visitor import Shot


async def materials(visit: Visit) -> Move:
    await offer_licences(visit)
    wanted = [one for one in visit.item.asked_materials if one.name not in visit.visitor.licences]
    at = len(wanted) - 1 if visit.backwards else 0
    while 0 <= at < len(wanted):
        at += 1 if await _give(visit, wanted[at], back=visit.returnable or at > 0) is Move.ON else -1
    return Move.BACK if at < 0 else Move.ON


async def take_again(visit: Visit, name: str) -> None:
    """From the check page. Going back there keeps what was taken before; a page in place of a licence is a choice."""
    visit.visitor.licences.pop(name, None)
    material = next(one for one in visit.item.asked_materials if one.name == name)
    await _give(visit, material, back=True)


async def _give(visit: Visit, material: Material, *, back: bool) -> Move:
    """Scanned, or what the item allows in its place."""
    while ways := ways_of(visit, material):
        way = await choose_way(visit, material, ways, back=back)
        if way is None:
            return Move.BACK
        if way != SCAN:
            if await put_instead(visit, material, way):
                visit.visitor.pages.pop(material.name, None)
                return Move.ON
        elif await _take(visit, material, back=True) is Move.ON:
            visit.visitor.instead.pop(material.name, None)
            return Move.ON
    return await _take(visit, material, back=back)


async def _take(visit: Visit, material: Material, *, back: bool) -> Move:
    """Pages until the citizen goes on. `Capture` on a page that was taken keeps it and takes one more."""
    visitor = visit.visitor
    pages = list(visitor.pages.get(material.name, ()))
    review = bool(pages)
    while True:
        touched: i.Intent
        if review:
            touched = await _review(visit, material, pages, back=back)
        else:
            got = await _place(visit, material, pages, back=back)
            if isinstance(got, Shot):
                pages.append(got)
                review = True
                continue
            touched = got
        match touched:
            case i.Back() if pages and not review:
                review = True  # from the next page to the one before
            case i.Back():
                return Move.BACK
            case i.Skip():
                visitor.pages.pop(material.name, None)
                return Move.ON
            case i.Next():
                visitor.pages[material.name] = pages
                visitor.strokes = ()
                return Move.ON
            case i.Retake():
                pages.pop()
                review = False
            case _:
                review = False


async def _review(visit: Visit, material: Material, pages: list[Shot], *, back: bool) -> i.Intent:
    view = MaterialView(material.title, "review", None, pages[-1].picture, pages[-1].hint, len(pages))
    more = (i.Capture,) if len(pages) < PAGES else ()
    return await visit.stage.ask(view, i.Next, i.Retake, *more, *((i.Back,) if back else ()))


async def _place(visit: Visit, material: Material, pages: list[Shot], *, back: bool) -> Shot | i.Intent:
    """One page more, or whatever else was wanted."""
    stage, devices, photo = visit.stage, visit.kit.devices, material.source == "photo"
    camera = devices.face_camera if photo else devices.document_camera
    away = message("visit.face.camera_away" if photo else "visit.material.camera_away")
    number = len(pages) + 1
    others: tuple[type[i.Intent], ...] = ((i.Back,) if back else ()) + (() if material.required else (i.Skip,))
    if camera is None:
        return await stage.ask(MaterialView(material.title, "placing", None, None, away, number), *others)

    def show(preview: Preview, hint: Text | None) -> None:
        told = hint or material.hint or message("visit.material.no_page")
        stage.show(MaterialView(material.title, "placing", preview, None, told, number))

    judge = FaceJudge() if photo else DocumentJudge()
    return await take_picture(stage, camera, judge, show, away, others=others)
