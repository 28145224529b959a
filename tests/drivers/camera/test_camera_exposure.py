"""Exposure of a V4L2 camera, by the controls that a camera has or lacks."""

from __future__ import annotations

import cv2
import pytest

from drivers.camera import exposure
from drivers.configuration import BadConfiguration, load

AUTO, TIME = cv2.CAP_PROP_AUTO_EXPOSURE, cv2.CAP_PROP_EXPOSURE
AUTO_WB, WARMTH = cv2.CAP_PROP_AUTO_WB, cv2.CAP_PROP_WB_TEMPERATURE


class Controls:
    def __init__(self, **lacks: int) -> None:
        self.values: dict[int, float] = {AUTO: 1, TIME: 157, AUTO_WB: 0, WARMTH: 4600}
        for control in lacks.values():
            del self.values[control]

    def set(self, control: int, value: float) -> bool:
        if control not in self.values:
            return False
        self.values[control] = value
        return True

    def get(self, control: int) -> float:
        return self.values.get(control, 0.0)


def test_a_camera_left_fixed_by_another_program_finds_its_exposure_again():
    # Guards against: pages that are dark for ever after somebody tried another program.
    camera = Controls()
    exposure.begin(camera, "auto")
    exposure.settled(camera, "auto")
    assert camera.values == {AUTO: 3, TIME: 157, AUTO_WB: 1, WARMTH: 4600}


def test_hold_keeps_what_the_camera_found():
    # Guards against: the exposure pumping while a page is laid down, which reads as motion.
    camera = Controls()
    exposure.begin(camera, "hold")
    camera.values |= {TIME: 312, WARMTH: 5100}  # it settles
    exposure.settled(camera, "hold")
    assert camera.values == {AUTO: 1, TIME: 312, AUTO_WB: 0, WARMTH: 5100}


@pytest.mark.parametrize("lacking", [TIME, WARMTH])
def test_what_a_camera_does_not_tell_stays_automatic(lacking):
    # Guards against: a picture that turns black because 0 was held.
    camera = Controls(lacking=lacking)
    exposure.begin(camera, "hold")
    exposure.settled(camera, "hold")
    assert camera.values[AUTO if lacking == TIME else AUTO_WB] == (3 if lacking == TIME else 1)


def test_a_number_is_fixed():
    camera = Controls()
    exposure.begin(camera, "250")
    assert (camera.values[AUTO], camera.values[TIME]) == (1, 250)


@pytest.mark.parametrize("how", ["auto", "hold", "156"])
def test_devices_toml_takes_it(tmp_path, how):
    file = tmp_path / "devices.toml"
    file.write_text(f'[document_camera]\nsource = "/dev/video0"\nexposure = "{how}"\n')
    configured = load(file).document_camera
    assert configured is not None
    assert configured.exposure == how


@pytest.mark.parametrize("how", ["never", "0", "-4", "１２"])
def test_anything_else_is_one_sentence(tmp_path, how):
    file = tmp_path / "devices.toml"
    file.write_text(f'[face_camera]\nsource = "/dev/video0"\nexposure = "{how}"\n')
    with pytest.raises(BadConfiguration, match="exposure"):
        load(file)
