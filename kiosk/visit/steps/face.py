"""A picture of the citizen, taken by itself when well framed. It may be declined: then a person checks who it is."""

from __future__ import annotations

from contextlib import AsyncExitStack

from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Visit
from kiosk.visit.framing import judge_face
from kiosk.visit.shutter import LivePreview, shot_of, well_framed
from kiosk.visit.views import FaceView


async def face(visit: Visit) -> Move:
    visitor = visit.visitor
    while True:
        if visitor.face is None:
            touched = await _look(visit)
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
            case i.Next():
                visitor.face_declined = False
                return Move.ON


async def _look(visit: Visit) -> i.Intent | None:
    """Until a picture was taken (None), or something else was wanted."""
    camera, stage = visit.kit.devices.face_camera, visit.stage
    away = message("visit.face.camera_away")
    async with AsyncExitStack() as closing:
        if camera is None:
            return await stage.ask(FaceView("looking", None, None, away), i.Skip, *visit.back)
        stream = await closing.enter_async_context(camera.open())
        preview = LivePreview(stream)

        def show(hint: Message | None) -> None:
            stage.show(FaceView("looking", preview, None, hint or message("visit.face.hold_still")))

        show(message("visit.face.no_face"))
        got = await stage.race(well_framed(stream, judge_face, show, away), i.Capture, i.Skip, *visit.back)
        if isinstance(got, i.Capture):
            got = stream.latest()
        if isinstance(got, i.Intent):
            return got
        if got is not None:
            visit.visitor.face = await shot_of(got)
    return None
