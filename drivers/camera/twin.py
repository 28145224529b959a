"""A virtual network camera: MJPEG over HTTP on loopback, of a scene that is drawn.

The scene is drawn once and noise is laid over it, so a frame costs little; nothing is encoded while
nobody looks.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Sequence

import cv2
import numpy as np

from drivers.camera import scene
from drivers.camera.frame import Pixels
from drivers.twin import Twin, amount, switch

BOUNDARY = b"frame"
NOISE = 3.0  # grey levels (standard deviation), as a small sensor indoors
DRIFT = 10  # pixels that a hand moves a telephone to and fro


class CameraTwin(Twin):
    """`source` is where its pictures come from."""

    KNOBS = (
        switch("blur", "模糊", "blurred"),
        switch("dark", "太暗", "dark"),
        switch("glare", "反光", "glare"),
        switch("move", "在动", "moving"),
        switch("freeze", "画面不动了", "picture stands still"),
        amount("fps", "每秒画面", "pictures a second", unit="fps", values=(12, 2, 0.4)),
    )

    def __init__(
        self, host: str = "127.0.0.1", port: int = 0, size: tuple[int, int] = (1280, 960), fps: float = 12.0
    ) -> None:
        self.host = host
        self.port = port
        self.size = size
        self.fps = fps
        self._changed = threading.Condition()
        self._listener: socket.socket | None = None
        self._watchers: list[socket.socket] = []
        self._closed = True
        self._still = scene.desk(size)
        self._held: tuple[Pixels, Pixels] | None = None
        self._blurred = self._dark = self._glare = self._moving = self._frozen = False
        self._drawn: Pixels | None = None  # the scene with blur, darkness and glare
        self._jpeg = b""
        self._serial = 0
        self._random = np.random.default_rng(20261122)
        width, height = size
        noise = self._random.normal(0, NOISE, (height + 64, width + 64, 1)).repeat(3, axis=2)
        self._lighter = np.clip(noise, 0, 255).astype(np.uint8)
        self._darker = np.clip(-noise, 0, 255).astype(np.uint8)

    @property
    def source(self) -> str:
        """What goes into `devices.toml`."""
        return f"http://{self.host}:{self.port}/stream.mjpg"

    @property
    def plugged_in(self) -> bool:
        return self._listener is not None

    @property
    def watched(self) -> bool:
        """Somebody has the camera open."""
        return bool(self._watchers)

    # ---- life -----------------------------------------------------------------------------------
    def start(self) -> None:
        self._closed = False
        self.replug()
        threading.Thread(target=self._film, name="camera-twin", daemon=True).start()

    def close(self) -> None:
        self.unplug()
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def unplug(self) -> None:
        with self._changed:
            listener, self._listener = self._listener, None
            watchers, self._watchers = self._watchers, []
            self._changed.notify_all()
        for one in [*watchers, *([listener] if listener else [])]:
            _hang_up(one)

    def replug(self) -> None:
        if self._listener is not None:
            return
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((self.host, self.port))
        listener.listen(4)
        self.port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), name="camera-twin-accept", daemon=True).start()

    # ---- what is held into view -----------------------------------------------------------------
    def show_nothing(self) -> None:
        self._show(scene.desk(self.size))

    def show_page(self, content: Sequence[str] | Pixels | None = None) -> None:
        """A page on the desk: lines of text, a picture of the page, or (None) a sample."""
        sheet = content if isinstance(content, np.ndarray) else scene.page(content or scene.SAMPLE_PAGE)
        self._show(scene.lay_on_desk(self.size, sheet))

    def show_card(self) -> None:
        """A card (ID-1) on the desk."""
        self._show(scene.lay_on_desk(self.size, scene.card()))

    def show_code(self, payload: str | bytes) -> None:
        """A QR code on a telephone that is held into view by a hand that is not quite still."""
        data = payload.encode() if isinstance(payload, str) else payload
        self._show(scene.desk(self.size), scene.code_on_phone(data, self.size[1]))

    def show_face(self, share: float = 0.5, at: float = 0.5) -> None:
        """A drawn face: `share` of the height, its middle `at` this part of the width."""
        self._show(scene.face(self.size, share, at))

    def show_faces(self) -> None:
        """Two drawn faces beside each other."""
        left, right = scene.face(self.size, 0.4, 0.27), scene.face(self.size, 0.4, 0.73)
        middle = self.size[0] // 2
        self._show(np.concatenate((left[:, :middle], right[:, middle:]), axis=1))

    def blur(self, on: bool = True) -> None:
        self._set(_blurred=on, _drawn=None)

    def dark(self, on: bool = True) -> None:
        self._set(_dark=on, _drawn=None)

    def glare(self, on: bool = True) -> None:
        """A lamp is mirrored in the page."""
        self._set(_glare=on, _drawn=None)

    def move(self, on: bool = True) -> None:
        """The page is being pushed about."""
        self._set(_moving=on)

    def freeze(self, on: bool = True) -> None:
        """The same frame for ever, as of a camera whose sensor has hung."""
        self._set(_frozen=on)

    def _show(self, still: Pixels, held: tuple[Pixels, Pixels] | None = None) -> None:
        self._set(_still=still, _held=held, _drawn=None)

    def _set(self, **state: object) -> None:
        with self._changed:
            self.__dict__.update(state)

    def picture(self) -> bytes:
        """What the camera sees now, as JPEG; for a person at the bench."""
        with self._changed:
            return self._encode(self._frame(time.monotonic()))

    # ---- film -----------------------------------------------------------------------------------
    def _film(self) -> None:
        while True:
            began = time.monotonic()
            with self._changed:
                self._changed.wait_for(lambda: self._closed or bool(self._watchers))
                if self._closed:
                    return
                if not (self._frozen and self._jpeg):
                    self._jpeg = self._encode(self._frame(began))
                self._serial += 1
                self._changed.notify_all()
            time.sleep(max(0.0, 1 / self.fps - (time.monotonic() - began)))

    def _frame(self, now: float) -> Pixels:
        if self._drawn is None:
            self._drawn = self._draw()
        frame = self._drawn.copy()
        if self._moving:
            frame = np.roll(frame, (int(20 * np.sin(now * 5)), int(120 * np.sin(now * 3.3))), axis=(0, 1))
        if self._held is not None:
            self._hold(frame, *self._held, now)
        y, x, v, u = (int(n) for n in self._random.integers(0, 64, 4))
        height, width = frame.shape[:2]
        cv2.add(frame, self._lighter[y : y + height, x : x + width], frame)
        cv2.subtract(frame, self._darker[v : v + height, u : u + width], frame)
        return frame

    def _draw(self) -> Pixels:
        drawn = self._still
        if self._blurred:
            drawn = np.asarray(cv2.GaussianBlur(drawn, (0, 0), self.size[1] / 190), np.uint8)
        if self._glare:
            width, height = self.size
            y, x = np.mgrid[0:height, 0:width].astype(np.float32)
            spot = np.exp(
                -(((x - width * 0.55) / (width * 0.09)) ** 2 + ((y - height * 0.42) / (height * 0.08)) ** 2) * 1.2
            )
            drawn = np.asarray(np.clip(drawn + 330 * spot[..., None], 0, 255), np.uint8)
        return (drawn // 7).astype(np.uint8) if self._dark else drawn

    def _hold(self, frame: Pixels, pixels: Pixels, mask: Pixels, now: float) -> None:
        left = (frame.shape[1] - pixels.shape[1]) // 2 + int(DRIFT * np.sin(now * 1.7))
        top = (frame.shape[0] - pixels.shape[0]) // 2 + int(DRIFT * np.sin(now * 2.3))
        place = frame[top : top + pixels.shape[0], left : left + pixels.shape[1]]
        np.copyto(place, pixels // 7 if self._dark else pixels, where=mask[..., None] > 0)

    def _encode(self, frame: Pixels) -> bytes:
        _, data = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 85])
        return data.tobytes()

    # ---- the line -------------------------------------------------------------------------------
    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), name="camera-twin-line", daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if self._asked(client):
                with self._changed:
                    self._watchers.append(client)
                    self._changed.notify_all()
                self._stream(client)
        with self._changed:
            if client in self._watchers:
                self._watchers.remove(client)
        _hang_up(client)

    def _asked(self, client: socket.socket) -> bool:
        """True when a request came; who only looks whether the camera is there sends none."""
        client.settimeout(5.0)
        request = b""
        while b"\r\n\r\n" not in request:
            data = client.recv(1024)
            if not data or len(request) > 16_384:
                return False
            request += data
        client.sendall(
            b"HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nConnection: close\r\n"
            b"Content-Type: multipart/x-mixed-replace; boundary=" + BOUNDARY + b"\r\n\r\n"
        )
        return True

    def _stream(self, client: socket.socket) -> None:
        sent = self._serial
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._serial != sent or client not in self._watchers)  # noqa: B023
                if client not in self._watchers:
                    return
                picture, sent = self._jpeg, self._serial
            head = b"--%b\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % (BOUNDARY, len(picture))
            client.sendall(head + picture + b"\r\n")


def _hang_up(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
