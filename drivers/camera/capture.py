"""The thread that holds an open camera: it keeps reading, opens again what broke, and says what it sees.

A read result alone cannot be trusted: some versions of OpenCV return the old frame, and True, after
the cable was pulled. So three witnesses are heard: the read, the device's path, and the pixels, which
a sensor's noise never lets repeat. A fourth, for a library that hangs, is the clock in `camera.py`.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "2")  # s; 10 by default. Read when cv2 opens a device
os.environ.setdefault("OPENCV_LOG_LEVEL", "ERROR")  # a missing camera is a status here, not a line on stderr
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # AV_LOG_QUIET, likewise

import cv2
import numpy as np

from drivers.camera import exposure
from drivers.camera.frame import Frame, Pixels
from drivers.camera.status import BROKEN, NO_DEVICE, OFFLINE, ONLINE, Seen, summarize
from drivers.status import CameraStatus

log = logging.getLogger(__name__)

OPEN_LIMIT = 2000  # ms
READ_LIMIT = 2000  # ms
RETRY_AFTER = 0.7  # s; a camera that came back must show a picture within 3 s
FROZEN_AFTER = 2.0  # s of identical pixels
WARM_UP = 0.5  # s at most, until the exposure has settled
SETTLED = 0.02  # relative change of mean brightness between two frames
FPS = 15  # asked for; enough to see a hand leave the page, and two cameras share one USB 2 bus
SIZE = (1920, 1080)  # asked for; a camera gives the nearest it can


def is_network(source: str) -> bool:
    return source.startswith(("http://", "https://"))


class Capture(threading.Thread):
    """Runs until `stop`. `on_frame` and `on_status` are called in this thread.

    `turn` is held while the camera is open: who opens it again waits until it was let go of.
    """

    def __init__(
        self,
        source: str,
        turn: threading.Lock,
        on_frame: Callable[[Frame], None],
        on_status: Callable[[CameraStatus], None],
        exposing: str = "auto",
    ) -> None:
        super().__init__(name="camera", daemon=True)
        self._source = source
        self._turn = turn
        self._on_frame = on_frame
        self._on_status = on_status
        self._exposing = exposing
        self._stopped = threading.Event()

    def stop(self) -> None:
        """At once; the thread lets go of the camera after the read in which it is."""
        self._stopped.set()

    def run(self) -> None:
        while not self._stopped.is_set():
            if not self._turn.acquire(timeout=0.5):
                continue
            try:
                seen = self._hold_open()
            finally:
                self._turn.release()
            if not self._stopped.is_set():
                self._on_status(seen)
                self._stopped.wait(RETRY_AFTER)

    def _hold_open(self) -> CameraStatus:
        """Read until something ends it; returns what that was."""
        if not self._is_there():
            return NO_DEVICE
        device = self._open()
        try:
            if not device.isOpened():
                return OFFLINE
            return self._read(device)
        finally:
            device.release()

    def _is_there(self) -> bool:
        return is_network(self._source) or Path(self._source).exists()

    def _open(self) -> cv2.VideoCapture:
        if is_network(self._source):
            limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_LIMIT, cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_LIMIT]
            return cv2.VideoCapture(self._source, cv2.CAP_FFMPEG, limits)
        device = cv2.VideoCapture(self._source, cv2.CAP_V4L2)
        # MJPG before the size: uncompressed, USB 2 carries 720p at 10 frames a second only.
        device.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        device.set(cv2.CAP_PROP_FRAME_WIDTH, SIZE[0])
        device.set(cv2.CAP_PROP_FRAME_HEIGHT, SIZE[1])
        device.set(cv2.CAP_PROP_FPS, FPS)
        device.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        exposure.begin(device, self._exposing)
        given = (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT, cv2.CAP_PROP_FPS)  # the nearest that it can
        log.debug("%s gives %g x %g at %g frames a second", self._source, *(device.get(value) for value in given))
        return device

    def _read(self, device: cv2.VideoCapture) -> CameraStatus:
        sample, changed_at = b"", time.monotonic()
        warm, brightness = False, -1.0
        began = changed_at
        while not self._stopped.is_set():
            good, read = device.read()
            now = time.monotonic()
            if not self._is_there():
                return NO_DEVICE
            if not good or read is None:
                return summarize(Seen(reads=False, network=is_network(self._source)))
            pixels = np.asarray(read, np.uint8)
            if (newest := _sample(pixels)) != sample:
                sample, changed_at = newest, now
            elif now - changed_at > FROZEN_AFTER:
                return BROKEN
            if not warm:
                before, brightness = brightness, float(np.frombuffer(newest, np.uint8).mean()) + 1.0
                warm = now - began > WARM_UP or abs(brightness - before) < SETTLED * brightness
                if warm and not is_network(self._source):
                    exposure.settled(device, self._exposing)
                continue
            self._on_status(ONLINE)
            self._on_frame(Frame(pixels, now))
        return ONLINE


def _sample(pixels: Pixels) -> bytes:
    """Every sixteenth pixel each way: noise shows there too, at a hundredth of the work."""
    return pixels[::16, ::16].tobytes()
