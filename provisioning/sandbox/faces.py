"""The comparing service for faces. The sandbox has no pictures of its test people and compares nothing: it looks
whether the picture shows one face, well framed, and then says what the operator has set."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from drivers.camera.face import FaceFinder
from drivers.camera.frame import Pixels
from provisioning.problem import Problem

VERDICTS = ("match", "mismatch")


@dataclass
class Faces:
    """`verdict`: what a clear picture is judged to be."""

    verdict: str = "match"
    _finder: FaceFinder = field(default_factory=FaceFinder)

    def compare(self, jpeg: bytes) -> None:
        """Raises `Problem`: 422 `face-unclear`, 403 `face-mismatch`. The picture is not kept."""
        pixels = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
        if pixels is None:
            raise Problem(422, "face-unclear", "the picture is no JPEG")
        seen = self._finder.look(_coloured(pixels))
        if seen.present is False or seen.problem == "several":
            raise Problem(422, "face-unclear", f"the picture does not show one clear face ({seen.problem})")
        if self.verdict != "match":
            raise Problem(403, "face-mismatch", "the face is another one than on the card")


def _coloured(pixels: object) -> Pixels:
    return np.asarray(pixels, np.uint8)
