"""A picture of the citizen. The platform compares it at once, or (where an item may be taken offline) it travels sealed
with the submission; then it may be declined, and a person checks who it is. A code to one's telephone does as well.
"""

from __future__ import annotations

from kiosk.contract.health import IDENTITY
from kiosk.text import Text, message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Visit
from kiosk.visit.framing import FaceJudge
from kiosk.visit.shutter import take_picture
from kiosk.visit.steps.step_up import step_up
from kiosk.visit.views import FaceView, Preview
from kiosk.visit.visitor import Shot


async def face(visit: Visit) -> Move:
    visitor, level = visit.visitor, visit.item.identity.level
    if visitor.proved(level):
        return Move.BACK if visit.backwards else Move.ON
    if visit.item.offline or visitor.session is None:
        return await _sealed(visit, level)
    return await step_up(visit, level)


async def _sealed(visit: Visit, level: str) -> Move:
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
            view = FaceView("taken", None, visitor.face.picture, visitor.face.hint)
            touched = await visit.stage.ask(view, i.Next, i.Retake, i.Skip, *visit.back)
        match touched:
            case i.Back():
                return Move.BACK
            case i.Skip():
                visitor.face, visitor.face_declined = None, True
                return Move.ON
            case i.Retake():
                visitor.face = None
            case i.ChooseMeans():
                if await step_up(visit, level, first="otp", back=True) is Move.SETTLED:
                    visitor.face, visitor.face_declined = None, False
                    return Move.SETTLED
            case _:
                visitor.face_declined = False
                return Move.ON


async def _look(visit: Visit) -> Shot | i.Intent:
    camera, stage = visit.kit.devices.face_camera, visit.stage
    away = message("visit.face.camera_away")
    there = visit.kit.health.conditions.serves(IDENTITY)
    others = ("otp",) if visit.visitor.session is not None and there else ()
    ways: tuple[type[i.Intent], ...] = (i.Skip, *((i.ChooseMeans,) if others else ()), *visit.back)
    if camera is None:
        return await stage.ask(FaceView("looking", None, None, away, others=others), *ways)

    def show(preview: Preview, hint: Text | None) -> None:
        stage.show(FaceView("looking", preview, None, hint or message("visit.face.no_face"), others=others))

    return await take_picture(stage, camera, FaceJudge(), show, away, others=ways)
