"""Is one face well in the picture? Presence and framing only, never whose face it is."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2

from drivers.camera.frame import Pixels

FramingProblem = Literal["none", "noFace", "several", "tooFar", "tooClose", "offCentre", "dark"]
Box = tuple[float, float, float, float]
"""Left, top, width and height, from 0 to 1 within the frame."""

SEARCH_WIDTH = 480  # pixels; 15 ms a frame
LEAST_FACE = 0.14  # of the height; smaller ones pass by in the background
SMALL, LARGE = 0.28, 0.68  # of the height: the classifier's box spans forehead to chin
OFF_X, OFF_Y = 0.16, 0.20  # of width and height, from the middle
BESIDE = 0.55  # of the larger face's size, from which a second one stands beside, not behind
DARK = 50.0  # mean brightness of the face, or of the picture without one
WINDOW, NEEDED = 5, 3  # the classifier misses single frames, and sees a face in a curtain now and then


@dataclass(frozen=True)
class FramingResult:
    """`present` is None where it cannot be known: then a person presses the button."""

    problem: FramingProblem
    present: bool | None = None
    face: Box | None = None


UNKNOWN = FramingResult("none")


class FaceFinder:
    """OpenCV's frontal face cascade. A missing classifier makes every result `UNKNOWN`."""

    def __init__(self, cascade: Path | None = None) -> None:
        self._cascade = _load(cascade)

    def look(self, bgr: Pixels) -> FramingResult:
        """Judge one frame."""
        if self._cascade is None:
            return UNKNOWN
        height = round(bgr.shape[0] * SEARCH_WIDTH / bgr.shape[1])
        grey = cv2.cvtColor(cv2.resize(bgr, (SEARCH_WIDTH, height), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
        least = round(height * LEAST_FACE)
        found = self._cascade.detectMultiScale(cv2.equalizeHist(grey), 1.1, 5, minSize=(least, least))
        faces = sorted(((int(x), int(y), int(w), int(h)) for x, y, w, h in found), key=lambda face: -face[3])
        if not faces:
            return FramingResult("dark" if float(grey.mean()) < DARK else "noFace", present=False)
        x, y, w, h = faces[0]
        box = (x / SEARCH_WIDTH, y / height, w / SEARCH_WIDTH, h / height)
        beside = len(faces) > 1 and faces[1][3] > BESIDE * h
        return FramingResult(_framing(box, beside, float(grey[y : y + h, x : x + w].mean())), True, box)


def _framing(face: Box, beside: bool, brightness: float) -> FramingProblem:
    left, top, width, height = face
    if beside:
        return "several"
    if height < SMALL:
        return "tooFar"
    if height > LARGE:
        return "tooClose"
    if abs(left + width / 2 - 0.5) > OFF_X or abs(top + height / 2 - 0.5) > OFF_Y:
        return "offCentre"
    return "dark" if brightness < DARK else "none"


def _load(cascade: Path | None) -> cv2.CascadeClassifier | None:
    try:
        path = cascade or Path(cv2.__file__).parent / "data" / "haarcascade_frontalface_default.xml"
        if not path.exists():
            return None
        classifier = cv2.CascadeClassifier(str(path))
    except (AttributeError, SystemError, cv2.error):  # OpenCV 5 has none in its main package
        return None
    return None if classifier.empty() else classifier


class SteadyFraming:
    """Three of the last five frames must agree before anything else is said."""

    def __init__(self) -> None:
        self._recent: deque[FramingResult] = deque(maxlen=WINDOW)
        self._said = FramingResult("noFace", present=False)

    def feed(self, result: FramingResult) -> FramingResult:
        """What may be said now; its `face` is that of the newest frame that agrees."""
        self._recent.append(result)
        if result.present is None:
            return result
        problem, count = Counter(one.problem for one in self._recent).most_common(1)[0]
        if count >= NEEDED:
            self._said = next(one for one in reversed(self._recent) if one.problem == problem)
        return self._said
