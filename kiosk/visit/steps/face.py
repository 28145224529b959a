"""A picture of the citizen, taken by itself when well framed. It may be declined: then a person checks who it is."""

from __future__ import annotations

from kiosk.text import Text, message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Visit
from kiosk.visit.framing import FaceJudge
from kiosk.visit.shutter import take_picture
from kiosk.visit.views import FaceView, Preview
from kiosk.visit.visitor import Shot


async def face(visit: Visit) -> Move:
    visitor = visit.visitor
    while True:
        touched: i.Intent
        if visitor.face is None:
            got = await _look(visit)
            if isinstance(got, Shot):
                visitor.face, visitor.strokes = got, ()
                continue
            touched = got
        else:
            view = FaceView("taken", None, visitor.face.picture, None)
            touched = await visit.stage.ask(view, i.Next, i.Retake, i.Skip, *visit.back)
        match touched:
            case i.Back():
                return Move.BACK
            case i.Skip():
                visitor.face, visitor.face_declined = None, True
                return Move.ON
            case i.Retake():
                visitor.face = None
            case _:
                visitor.face_declined = False
                return Move.ON


async def _look(visit: Visit) -> Shot | i.Intent:
    camera, stage = visit.kit.devices.face_camera, visit.stage
    away = message("visit.face.camera_away")
    if camera is None:
        return await stage.ask(FaceView("looking", None, None, away), i.Skip, *visit.back)

    def show(preview: Preview, hint: Text | None) -> None:
        stage.show(FaceView("looking", preview, None, hint or message("visit.face.no_face")))

    return await take_picture(stage, camera, FaceJudge(), show, away, others=(i.Skip, *visit.back))
