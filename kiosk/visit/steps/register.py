"""First-time registration at the terminal: consent, then three proofs at once: card, telephone and face."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from drivers.camera.frame import smaller_jpeg
from kiosk.contract import registration as contract
from kiosk.contract.identity import LARGEST_PICTURE, CodeSent, Evidence, Session
from kiosk.platform import MISFIT, Away, Refused
from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.framing import FaceJudge
from kiosk.visit.shutter import take_picture
from kiosk.visit.steps.notice import notice
from kiosk.visit.steps.one_time_code import Texting, Typed, ask_code
from kiosk.visit.steps.typed import ask_phone
from kiosk.visit.submission import utc
from kiosk.visit.views import FaceView, Preview, WorkingView
from kiosk.visit.views.identity import TermsView
from kiosk.visit.visitor import Shot

FACE_SIDE = 640  # px, as for comparing
CODE = {"code-wrong": "wrong", "code-expired": "expired", "too-many-tries": "void"}
FACE = {"face-mismatch": "mismatch", "face-unclear": "unclear"}


@dataclass
class Proofs:
    """What was given so far; what the platform did not take is given again."""

    texting: Texting = field(default_factory=Texting)
    typed: Typed | None = None
    face: bytes | None = field(default=None, repr=False)
    problem: Message | None = None


async def register(visit: Visit, card: Evidence) -> Session | Message:
    """A session of the citizen who is registered now, or why not: then nothing was kept anywhere."""
    agreed = await _consent(visit)
    if isinstance(agreed, Message):
        return agreed
    phone = await ask_phone(visit)
    if isinstance(phone, i.Intent):
        return message("identity.register.declined")
    given = Proofs()
    while True:
        asked = await _asked(visit, given, phone, agreed, card)
        if isinstance(asked, Message):
            return asked
        visit.stage.show(WorkingView(message("identity.register.registering"), message("identity.proof.seconds")))
        answer = await visit.kit.platform.call(contract.REGISTER, asked)
        if isinstance(answer, Session):
            return answer
        if isinstance(answer, Away):
            await notice(visit.stage, "register_away", words="identity", icon="cloud-off", go_on="again")
        elif not _take_back(given, answer):
            return _why(answer)


async def _asked(
    visit: Visit, given: Proofs, phone: str, agreed: contract.Agreed, card: Evidence
) -> contract.Registration | Message:
    """The registration with all its proofs; a message: the citizen does not want it, or it cannot be."""
    if given.typed is None:
        typed = await _code(visit, given, phone)
        if isinstance(typed, Message):
            return typed
        given.typed, given.problem = typed, None
    if given.face is None:
        face = await _face(visit, given.problem)
        if isinstance(face, Message):
            return face
        given.face, given.problem = face, None
    proof = contract.PhoneProof(phone=phone, challenge=given.typed.challenge, code=given.typed.code)
    return contract.Registration(consent=agreed, card=card, face=given.face, phone=proof)


def _take_back(given: Proofs, answer: Refused) -> bool:
    """What has to be given again; False: nothing helps."""
    if answer.type in CODE:
        given.typed, given.problem = None, message(f"identity.otp.{CODE[answer.type]}")
        if answer.type != "code-wrong":
            given.texting.forget()
    elif answer.type in FACE:
        given.face, given.problem = None, message(f"identity.face.{FACE[answer.type]}")
    else:
        return False
    return True


def _why(answer: Refused) -> Message:
    if answer.type == "consent-outdated":
        return message("identity.register.outdated")
    kind = "misfit" if answer.type.startswith(MISFIT) else "refused"
    return message(f"identity.proof.{kind}", number=answer.type)


async def _consent(visit: Visit) -> contract.Agreed | Message:
    visit.stage.show(WorkingView(message("identity.register.reading"), message("identity.proof.seconds")))
    consent = await visit.kit.platform.call(contract.CONSENT)
    if isinstance(consent, Away):
        return message("identity.proof.away")
    if isinstance(consent, Refused):
        return _why(consent)
    view = TermsView(consent.title, consent.paragraphs, consent.version)
    if isinstance(await visit.stage.ask(view, i.Next, i.Skip), i.Skip):
        return message("identity.register.declined")
    return contract.Agreed(version=consent.version, at=utc(visit.kit.pace.now()))


async def _code(visit: Visit, given: Proofs, phone: str) -> Typed | Message:
    async def send() -> CodeSent | Refused | Away:
        return await visit.kit.platform.call(contract.SEND, contract.PhoneAsked(phone=phone))

    got = await ask_code(visit, given.texting, send, others=(), back=(i.Back,), problem=given.problem)
    if isinstance(got, Typed):
        return got
    return _why(got) if isinstance(got, Refused) else message("identity.register.declined")


async def _face(visit: Visit, problem: Message | None) -> bytes | Message:
    camera, stage = visit.kit.devices.face_camera, visit.stage
    if camera is None or not camera.status.ready:
        return message("identity.register.no_camera")

    def show(preview: Preview, hint: object) -> None:
        words = hint if isinstance(hint, Message) else message("visit.face.no_face")
        stage.show(FaceView("looking", preview, None, words, may_skip=False, problem=problem))

    while True:
        away = message("identity.register.no_camera")
        shot = await take_picture(stage, camera, FaceJudge(), show, away, others=(i.Back,))
        if not isinstance(shot, Shot):
            return message("identity.register.declined")
        view = FaceView("taken", None, shot.picture, shot.hint, may_skip=False)
        if isinstance(await stage.ask(view, i.Next, i.Retake), i.Next):
            return await asyncio.to_thread(smaller_jpeg, shot.jpeg, FACE_SIDE, LARGEST_PICTURE)
