"""Page vision on drawn pages with known corners and known faults."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from drivers.camera import scene
from drivers.camera.document import Assessment, _origins, assess
from drivers.camera.shutter import STEADY, AutoShutter
from drivers.camera.twin import CameraTwin

FULL = ["标题", *["这一行有很多字" * 3] * 17]
SPARSE = ["标题"]


@pytest.fixture(scope="module")
def eye():
    return CameraTwin()


def see(eye: CameraTwin) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(eye.picture(), np.uint8), cv2.IMREAD_COLOR)


@pytest.mark.parametrize("lines", [None, FULL, SPARSE])
def test_a_good_page_is_good_whatever_stands_on_it(eye, lines):
    # Guards against: a nearly empty page called blurred, since sharpness was measured by the amount of text.
    eye.show_page(lines)
    result = assess(see(eye), see(eye))
    assert (result.problem, result.sheet) == ("none", "a4")
    assert result.rectified is not None
    assert result.rectified.shape == (1754, 1240, 3)


def test_a_card_is_told_from_a_page(eye):
    eye.show_card()
    result = assess(see(eye))
    assert (result.problem, result.sheet) == ("none", "id1")
    assert result.rectified is not None
    assert result.rectified.shape == (638, 1012, 3)


def test_the_sheet_comes_out_straight_and_the_right_way_up(eye):
    # Guards against: a page that is mirrored, on its side, or cut at the edge.
    quarters = np.zeros((1188, 840, 3), np.uint8)
    colours = {(0, 0): (250, 250, 250), (0, 1): (250, 120, 120), (1, 0): (120, 250, 120), (1, 1): (120, 120, 250)}
    for (row, column), colour in colours.items():
        quarters[row * 594 : (row + 1) * 594, column * 420 : (column + 1) * 420] = colour
    eye.show_page(quarters)
    rectified = assess(see(eye)).rectified
    assert rectified is not None
    for (row, column), colour in colours.items():
        for x, y in ((0.02, 0.02), (0.02, 0.48), (0.48, 0.02), (0.48, 0.48)):
            seen = rectified[int((row / 2 + y) * 1754), int((column / 2 + x) * 1240)]
            assert np.abs(seen / seen.max() - np.array(colour) / 250).max() < 0.12


@pytest.mark.parametrize("fault", ["blur", "dark", "glare"])
def test_a_bad_page_is_named(eye, fault):
    eye.show_page()
    getattr(eye, fault)()
    try:
        result = assess(see(eye), see(eye))
    finally:
        getattr(eye, fault)(False)
    assert result.problem == {"blur": "blurred"}.get(fault, fault)
    assert result.corners is not None
    assert result.rectified is None


@pytest.mark.parametrize(("sigma", "good"), [(0, True), (0.7, True), (2, False), (4, False)])
@pytest.mark.parametrize("lines", [scene.SAMPLE_PAGE, FULL, SPARSE])
def test_the_border_of_sharpness(lines, sigma, good):
    # Guards against: a threshold that drifts from where print stops being legible.
    seen = scene.lay_on_desk((1280, 960), scene.page(lines))
    seen = cv2.GaussianBlur(seen, (0, 0), sigma) if sigma else seen
    assert (assess(seen).problem == "none") is good


def test_nothing_a_telephone_and_a_far_page_are_no_page(eye):
    eye.show_nothing()
    assert assess(see(eye)).problem == "noPage"
    eye.show_code("x")
    assert assess(see(eye)).problem == "noPage"
    small = scene.desk((1280, 960))
    near = scene.lay_on_desk((512, 384), scene.page(FULL))
    small[288:672, 384:896] = near
    assert assess(small).problem in ("tooSmall", "noPage")
    card = scene.lay_on_desk((640, 480), scene.page(FULL))
    frame = cv2.resize(scene.desk((1280, 960)), (1000, 750))
    frame[135:615, 180:820] = card
    assert assess(frame).problem == "tooSmall"


def test_a_page_that_is_pushed_is_moving(eye):
    eye.show_page()
    still = see(eye)
    assert assess(np.roll(still, 25, axis=1), still).problem == "moving"
    assert assess(see(eye), still).problem == "none"


def test_a_dark_room_is_dark_not_empty(eye):
    eye.show_nothing()
    eye.dark()
    try:
        assert assess(see(eye)).problem == "dark"
    finally:
        eye.dark(False)


CORNERS = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))
GOOD = Assessment(CORNERS, "none")
GONE = Assessment(None, "noPage")


def taken(shutter: AutoShutter, *steps: tuple[Assessment, int]) -> list[float]:
    at, times = 0.0, []
    for assessment, frames in steps:
        for _ in range(frames):
            at += 0.08
            if shutter.feed(assessment, at):
                times.append(at)
    return times


def test_the_shutter_waits_until_a_page_lies_still_and_takes_it_once():
    # Guards against: a picture with the hand in it; the same page taken again and again.
    times = taken(AutoShutter(), (GONE, 5), (GOOD, 30))
    assert len(times) == 1
    assert times[0] > 5 * 0.08 + STEADY


def test_the_shutter_begins_anew_after_any_fault_and_after_each_page():
    shifted = Assessment(tuple((x + 0.05, y) for x, y in CORNERS), "none")
    flicker = [(GOOD, 3), (Assessment(CORNERS, "glare"), 1), (GOOD, 3), (shifted, 3)]
    assert taken(AutoShutter(), *flicker) == []
    assert len(taken(AutoShutter(), (GOOD, 10), (GONE, 3), (GOOD, 10))) == 2


def test_a_picture_thrown_away_may_be_taken_again():
    shutter = AutoShutter()
    assert taken(shutter, (GOOD, 10))
    shutter.again()
    assert taken(shutter, (GOOD, 10))


@pytest.mark.parametrize("lean", [0.0, 0.02, 0.14])
def test_upright_is_where_the_perspective_says(lean):
    # Guards against: the quick way of bending a sheet upright drifting from the exact one, most at a steep slant.
    quad = np.array([(500 + 900 * lean, 60), (1300 - 900 * lean, 70), (1320, 1030), (480, 1020)], np.float32)
    width, height = 1240, 1754
    bend = cv2.getPerspectiveTransform(np.float32([(0, 0), (width, 0), (width, height), (0, height)]), quad)
    x, y = _origins(bend, width, height)
    assert x.shape == y.shape == (height, width)
    for row in (0, 1, 15, 16, 877, height - 1):
        for column in (0, 7, 16, 620, width - 1):
            exact = cv2.perspectiveTransform(np.float32([[(column, row)]]), bend)[0, 0]
            assert np.abs(exact - (x[row, column], y[row, column])).max() < 0.02
