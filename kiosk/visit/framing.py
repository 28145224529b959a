"""What a frame lacks to be taken, in a citizen's words, and when it is taken by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from drivers.camera.frame import Frame, Pixels
from kiosk.text import Message, message

FACE_STILL_S = 0.8  # well framed for so long: a face that has just arrived is still moving

FACE_HINTS = {
    "noFace": "no_face",
    "several": "many_faces",
    "tooFar": "too_far",
    "tooClose": "too_near",
    "offCentre": "off_centre",
    "dark": "dark",
    "none": "hold_still",
}
DOCUMENT_HINTS = {
    "noPage": "no_page",
    "moving": "moving",
    "blurred": "blurred",
    "dark": "dark",
    "glare": "bright",
    "tooSmall": "too_small",
    "none": "hold_still",
}


@dataclass(frozen=True)
class Verdict:
    hint: Message
    take: bool
    kept: Pixels = field(repr=False)  # what would be kept of this frame
    doubt: str = ""  # what is wrong with it as it is: "blurred", "dark" …


class Judge(Protocol):
    """Looks at one frame after the other; on a worker thread."""

    def look(self, frame: Frame) -> Verdict: ...


class FaceJudge:
    def __init__(self) -> None:
        from drivers.camera.face import FaceFinder, SteadyFraming  # noqa: PLC0415 - only with a camera

        self._finder = FaceFinder()
        self._steady = SteadyFraming()
        self._good_since: float | None = None

    def look(self, frame: Frame) -> Verdict:
        said = self._steady.feed(self._finder.look(frame.bgr))
        if said.present is None:  # nobody can tell: the citizen presses the button
            return Verdict(message("visit.face.press"), take=False, kept=frame.bgr)
        if said.problem != "none":
            self._good_since = None
        elif self._good_since is None:
            self._good_since = frame.taken_at
        still = self._good_since is not None and frame.taken_at - self._good_since >= FACE_STILL_S
        doubt = "" if said.problem == "none" else FACE_HINTS[said.problem]
        return Verdict(message(f"visit.face.{FACE_HINTS[said.problem]}"), still, frame.bgr, doubt)


class DocumentJudge:
    """Keeps the sheet alone, upright, where its edges are seen."""

    def __init__(self) -> None:
        from drivers.camera.document import assess  # noqa: PLC0415 - only with a camera
        from drivers.camera.shutter import AutoShutter  # noqa: PLC0415 - the same

        self._assess = assess
        self._shutter = AutoShutter()
        self._before: Pixels | None = None

    def look(self, frame: Frame) -> Verdict:
        seen = self._assess(frame.bgr, self._before)
        self._before = frame.bgr
        take = self._shutter.feed(seen, frame.taken_at)
        kept = frame.bgr if seen.rectified is None else seen.rectified
        doubt = "" if seen.problem == "none" else DOCUMENT_HINTS[seen.problem]
        return Verdict(message(f"visit.material.{DOCUMENT_HINTS[seen.problem]}"), take, kept, doubt)
