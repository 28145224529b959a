"""The three virtual cameras: what lies under them, stands before them or is held up to them."""

from __future__ import annotations

from typing import Any

from drivers.camera.twin import CameraTwin
from provisioning.bench.orders import Clumsy
from provisioning.bench.station import Choice, TwinStation

PAGE_SCENES: list[Choice] = [
    {"id": "nothing", "zh": "没有东西", "en": "nothing"},
    {"id": "page", "zh": "一页材料", "en": "a page"},
    {"id": "card", "zh": "一张证件", "en": "a card"},
    {"id": "blurred", "zh": "模糊", "en": "blurred"},
    {"id": "dark", "zh": "太暗", "en": "dark"},
    {"id": "glare", "zh": "反光", "en": "glare"},
    {"id": "moving", "zh": "在动", "en": "moving"},
]
FACE_SCENES: list[Choice] = [
    {"id": "nothing", "zh": "没有人", "en": "nobody"},
    {"id": "face", "zh": "一个人", "en": "one person"},
    {"id": "far", "zh": "站得太远", "en": "too far"},
    {"id": "faces", "zh": "两个人", "en": "two people"},
    {"id": "dark", "zh": "太暗", "en": "dark"},
]
FAR = 0.16  # share of the picture's height that a face of somebody at the next machine takes
LONGEST_CODE = 1200  # bytes that a code of readable size holds


class CameraStation(TwinStation):
    def __init__(self, device: str) -> None:
        self.twin = CameraTwin()
        super().__init__(device, self.twin)


class DocumentCamera(CameraStation):
    PLIGHTS = {  # noqa: RUF012 - a mapping that nobody changes
        "nothing": {},
        "page": {},
        "card": {},
        "blurred": {"blur": "on"},
        "dark": {"dark": "on"},
        "glare": {"glare": "on"},
        "moving": {"move": "on"},
    }

    def __init__(self) -> None:
        super().__init__("document_camera")
        self.actions |= {"show": self._lay}

    def _lay(self, scene: str) -> None:
        self.suffer(scene)
        {"nothing": self.twin.show_nothing, "card": self.twin.show_card}.get(scene, self.twin.show_page)()

    def reset(self) -> None:
        self.panel.reset()

    def state(self) -> dict[str, Any]:
        return {"page_scenes": PAGE_SCENES, "page_scene": self.plight}


class FaceCamera(CameraStation):
    PLIGHTS = {  # noqa: RUF012 - a mapping that nobody changes
        "nothing": {},
        "face": {},
        "far": {},
        "faces": {},
        "dark": {"dark": "on"},
    }

    def __init__(self) -> None:
        super().__init__("face_camera")
        self.actions |= {"show": self._stand}

    def _stand(self, scene: str) -> None:
        self.suffer(scene)
        if scene == "nothing":
            self.twin.show_nothing()
        elif scene == "faces":
            self.twin.show_faces()
        else:
            self.twin.show_face(share=FAR if scene == "far" else 0.5)

    def reset(self) -> None:
        self.panel.reset()

    def state(self) -> dict[str, Any]:
        return {"face_scenes": FACE_SCENES, "face_scene": self.plight}


class ScannerCamera(CameraStation):
    def __init__(self) -> None:
        super().__init__("scanner")
        self.actions |= {"show": self._show, "hide": lambda _: self.twin.show_nothing()}

    def _show(self, code: str) -> None:
        if not code or len(code.encode()) > LONGEST_CODE:
            raise Clumsy(f"码里要有 1 到 {LONGEST_CODE} 字节 · a code holds 1 to {LONGEST_CODE} bytes")
        self.twin.show_code(code)
