"""A virtual camera, and its driver."""

from __future__ import annotations

import pytest

from drivers.camera import camera as camera_module
from drivers.camera.camera import Camera
from drivers.camera.twin import CameraTwin


@pytest.fixture
def twin():
    with CameraTwin(size=(640, 480)) as twin:
        twin.show_page()
        yield twin


@pytest.fixture
async def camera(twin, monkeypatch):
    monkeypatch.setattr(camera_module, "LOOK_INTERVAL", 0.2)
    camera = Camera("document_camera", twin.source)
    await camera.start()
    yield camera
    await camera.close()
