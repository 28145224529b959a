"""Presence and framing on drawn faces."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from drivers.camera.face import UNKNOWN, FaceFinder, FramingResult, SteadyFraming
from drivers.camera.twin import CameraTwin


@pytest.fixture(scope="module")
def finder():
    return FaceFinder()


@pytest.fixture(scope="module")
def eye():
    return CameraTwin(size=(640, 480))


def look(finder, eye) -> FramingResult:
    return finder.look(cv2.imdecode(np.frombuffer(eye.picture(), np.uint8), cv2.IMREAD_COLOR))


@pytest.mark.parametrize(
    ("show", "problem"),
    [
        (lambda eye: eye.show_face(), "none"),
        (lambda eye: eye.show_face(share=0.4), "none"),
        (lambda eye: eye.show_face(share=0.24), "tooFar"),
        (lambda eye: eye.show_face(share=0.75), "tooClose"),
        (lambda eye: eye.show_face(share=0.4, at=0.25), "offCentre"),
        (lambda eye: eye.show_faces(), "several"),
        (lambda eye: eye.show_nothing(), "noFace"),
        (lambda eye: eye.show_page(), "noFace"),
    ],
)
def test_framing(finder, eye, show, problem):
    show(eye)
    result = look(finder, eye)
    assert result.problem == problem
    assert result.present is (problem != "noFace")


def test_a_dark_picture_asks_for_light(finder, eye):
    eye.show_face()
    eye.dark()
    try:
        assert look(finder, eye).problem == "dark"
    finally:
        eye.dark(False)


def test_without_a_classifier_presence_is_unknown(tmp_path, eye):
    # Guards against: a terminal that cannot photograph anyone because a library left its data out.
    (tmp_path / "broken.xml").write_text("<nothing/>")
    for cascade in (tmp_path / "missing.xml", tmp_path / "broken.xml"):
        assert look(FaceFinder(cascade), eye) == UNKNOWN
        assert SteadyFraming().feed(UNKNOWN).present is None


def test_three_of_five_frames_must_agree():
    # Guards against: a hint that flickers with every missed frame.
    good, none = FramingResult("none", True, (0.3, 0.3, 0.4, 0.4)), FramingResult("noFace", False)
    steady = SteadyFraming()
    said = [steady.feed(result).problem for result in (good, good, none, good, none, none, good, none)]
    assert said == ["noFace", "noFace", "noFace", "none", "none", "noFace", "noFace", "noFace"]
