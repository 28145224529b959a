"""One more proof, where an item asks for more than the card: a face that the platform compares, or a one-time code to
the telephone that it knows. Neither is the only way; the last one is a person at a counter.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from drivers.camera.frame import smaller_jpeg
from kiosk.contract.identity import EXPIRED, LARGEST_PICTURE, SEND_CODE, STEP_UP, CodeSent, Session, StepUp
from kiosk.platform import MISFIT, Away, Refused
from kiosk.text import Message, Text, message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Visit
from kiosk.visit.framing import FaceJudge
from kiosk.visit.shutter import take_picture
from kiosk.visit.steps.identify import sign_in_again
from kiosk.visit.steps.notice import notice
from kiosk.visit.steps.one_time_code import Texting, Typed, ask_code
from kiosk.visit.views import FaceView, Preview, WorkingView
from kiosk.visit.visitor import Shot

FACE_SIDE = 640  # px: twice what comparing takes, at 60 kB
WAYS = ("face", "otp")
COUNTER = "counter"

FACE_PROBLEMS = {"face-mismatch": "mismatch", "face-unclear": "unclear"}
CODE_PROBLEMS = {"code-wrong": "wrong", "code-expired": "expired", "too-many-tries": "void"}


@dataclass
class Proving:
    """How far it has come. `shut`: ways that lead nowhere any more."""

    visit: Visit
    level: str
    way: str
    back: tuple[type[i.Back], ...]
    problem: Message | None = None
    shut: set[str] = field(default_factory=set)
    texting: Texting = field(default_factory=Texting)

    @property
    def others(self) -> tuple[str, ...]:
        return (*(way for way in self.open_ways() if way != self.way), COUNTER)

    def open_ways(self) -> list[str]:
        camera = self.visit.kit.devices.face_camera
        able = {"face": camera is not None and camera.status.ready, "otp": True}
        return [way for way in WAYS if able[way] and way not in self.shut]

    def go(self, way: str) -> None:
        if way == COUNTER or way in self.open_ways():
            self.way, self.problem = way, None

    def close(self, problem: Message) -> None:
        """The present way is over: on to the next, or to the counter."""
        self.shut.add(self.way)
        self.way = next(iter(self.open_ways()), COUNTER)
        self.problem = problem


async def step_up(visit: Visit, level: str, *, first: str = "face", back: bool = False) -> Move:
    """`SETTLED` once the session reaches `level`; `BACK` where the citizen goes back (`back`: also where the step
    itself is the first)."""
    at = Proving(visit, level, first, (i.Back,) if back else visit.back)
    if first not in at.open_ways():
        at.way = next(iter(at.open_ways()), COUNTER)
    while True:
        if at.way == COUNTER:
            ways = at.open_ways()
            await notice(visit.stage, "counter", words="identity", icon="headset", back=bool(ways or at.back))
            if not ways:
                return Move.BACK
            at.go(ways[0])
            continue
        proof = await (_by_face(at) if at.way == "face" else _by_code(at))
        if isinstance(proof, Move):
            return proof
        if proof is not None and await _prove(at, proof):
            return Move.SETTLED


async def _prove(at: Proving, proof: StepUp) -> bool:
    """Ask the platform. False: not yet, `at` says why."""
    visitor, stage = at.visit.visitor, at.visit.stage
    assert visitor.session is not None
    stage.show(WorkingView(message(f"identity.{proof.method}.proving"), message("identity.proof.seconds")))
    answer = await at.visit.kit.platform.call(STEP_UP, proof, session=visitor.session.token)
    if isinstance(answer, Session):
        visitor.session = answer
        if answer.level.reaches(at.level):
            return True
        at.close(message("identity.proof.more"))
    elif isinstance(answer, Away):
        at.problem = message("identity.proof.away")
    elif answer.type == EXPIRED:
        await sign_in_again(at.visit)
    elif proof.method == "face" and answer.type == "too-many-tries":
        at.close(message("identity.face.shut"))
    else:
        problems = FACE_PROBLEMS if proof.method == "face" else CODE_PROBLEMS
        at.problem = _problem(proof.method, answer, problems)
        if answer.type in ("code-expired", "too-many-tries"):
            at.texting.forget()
    return False


def _problem(way: str, answer: Refused, known: dict[str, str]) -> Message:
    if answer.type in known:
        return message(f"identity.{way}.{known[answer.type]}")
    if answer.type.startswith(MISFIT):
        return message("identity.proof.misfit", number=answer.type)
    return message("identity.proof.refused", number=answer.type)


# ---- face ---------------------------------------------------------------------------------------
async def _by_face(at: Proving) -> StepUp | Move | None:
    """A picture that the citizen gives; it is kept nowhere. None: another way was chosen."""
    visit = at.visit
    while True:
        shot = await _look(at)
        touched: i.Intent = shot if isinstance(shot, i.Intent) else i.Retake()
        if isinstance(shot, Shot):
            view = FaceView("taken", None, shot.picture, shot.hint, may_skip=False, others=at.others)
            touched = await visit.stage.ask(view, i.Next, i.Retake, i.ChooseMeans, *at.back)
        match touched:
            case i.Next() if isinstance(shot, Shot):
                picture = await asyncio.to_thread(smaller_jpeg, shot.jpeg, FACE_SIDE, LARGEST_PICTURE)
                return StepUp(method="face", picture=picture)
            case i.Back():
                return Move.BACK
            case i.ChooseMeans(way):
                at.go(way)
                return None


async def _look(at: Proving) -> Shot | i.Intent:
    visit, stage = at.visit, at.visit.stage
    camera = visit.kit.devices.face_camera
    assert camera is not None

    def show(preview: Preview, hint: Text | None) -> None:
        words = hint or message("visit.face.no_face")
        stage.show(FaceView("looking", preview, None, words, may_skip=False, others=at.others, problem=at.problem))

    away = message("identity.face.camera_away")
    return await take_picture(stage, camera, FaceJudge(), show, away, others=(i.ChooseMeans, *at.back))


# ---- one-time code ------------------------------------------------------------------------------
async def _by_code(at: Proving) -> StepUp | Move | None:
    """A code that was sent and typed. None: another way was chosen, or the session was renewed."""
    visit = at.visit

    async def send() -> CodeSent | Refused | Away:
        session = visit.visitor.session
        assert session is not None
        return await visit.kit.platform.call(SEND_CODE, session=session.token)

    got = await ask_code(visit, at.texting, send, others=at.others, back=at.back, problem=at.problem)
    at.problem = None
    match got:
        case Typed(challenge, code):
            return StepUp(method="otp", challenge=challenge, code=code)
        case Refused(type="no-phone"):
            at.close(message("identity.otp.no_phone"))
        case Refused():
            await sign_in_again(visit)
        case i.Back():
            return Move.BACK
        case i.ChooseMeans(way):
            at.go(way)
    return None
