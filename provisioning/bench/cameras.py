"""The three virtual cameras: what lies under them, stands before them or is held up to them."""

from __future__ import annotations

from typing import Any

from drivers.camera.twin import CameraTwin
from provisioning.bench.orders import Clumsy

PAGE_SCENES = [
    {"id": "nothing", "zh": "没有东西", "en": "nothing"},
    {"id": "page", "zh": "一页材料", "en": "a page"},
    {"id": "card", "zh": "一张证件", "en": "a card"},
    {"id": "blurred", "zh": "模糊", "en": "blurred"},
    {"id": "dark", "zh": "太暗", "en": "dark"},
    {"id": "glare", "zh": "反光", "en": "glare"},
    {"id": "moving", "zh": "在动", "en": "moving"},
]
FACE_SCENES = [
    {"id": "nothing", "zh": "没有人", "en": "nobody"},
    {"id": "face", "zh": "一个人", "en": "one person"},
    {"id": "far", "zh": "站得太远", "en": "too far"},
    {"id": "faces", "zh": "两个人", "en": "two people"},
    {"id": "dark", "zh": "太暗", "en": "dark"},
]
FAR = 0.16  # share of the picture's height that a face of somebody at the next machine takes
LONGEST_CODE = 1200  # bytes that a code of readable size holds


class Cameras:
    def __init__(self) -> None:
        self._twins = {
            "document_camera": CameraTwin(),
            "face_camera": CameraTwin(),
            "scanner": CameraTwin(),
        }
        self._plugged = dict.fromkeys(self._twins, True)
        self._scenes = {"document_camera": "nothing", "face_camera": "nothing"}

    def start(self) -> None:
        for twin in self._twins.values():
            twin.start()

    def close(self) -> None:
        for twin in self._twins.values():
            twin.close()

    def knows(self, device: str) -> bool:
        return device in self._twins

    def addresses(self) -> dict[str, str]:
        return {name: twin.source for name, twin in self._twins.items()}

    def picture(self, name: str) -> bytes:
        """What this camera sees now, as JPEG."""
        return self._twins[name].picture()

    def plugged(self) -> dict[str, bool]:
        return dict(self._plugged)

    def state(self) -> dict[str, Any]:
        return {
            "page_scenes": PAGE_SCENES,
            "page_scene": self._scenes["document_camera"],
            "face_scenes": FACE_SCENES,
            "face_scene": self._scenes["face_camera"],
        }

    def do(self, device: str, action: str, value: str | None) -> None:
        """Raises `Clumsy` for what cannot be done."""
        twin = self._twins[device]
        match device, action:
            case _, "plug":
                twin.replug()
                self._plugged[device] = True
            case _, "unplug":
                twin.unplug()
                self._plugged[device] = False
            case "document_camera", "show" if value in {scene["id"] for scene in PAGE_SCENES}:
                _lay(twin, value)
                self._scenes[device] = value
            case "face_camera", "show" if value in {scene["id"] for scene in FACE_SCENES}:
                _stand(twin, value)
                self._scenes[device] = value
            case "scanner", "show" if value and len(value.encode()) <= LONGEST_CODE:
                twin.show_code(value)
            case "scanner", "hide":
                twin.show_nothing()
            case _:
                raise Clumsy(f"{device} 不能这样 · cannot {action} {value or ''}")


def _lay(twin: CameraTwin, scene: str) -> None:
    twin.blur(scene == "blurred")
    twin.dark(scene == "dark")
    twin.glare(scene == "glare")
    twin.move(scene == "moving")
    if scene == "nothing":
        twin.show_nothing()
    elif scene == "card":
        twin.show_card()
    else:
        twin.show_page()


def _stand(twin: CameraTwin, scene: str) -> None:
    twin.dark(scene == "dark")
    if scene == "nothing":
        twin.show_nothing()
    elif scene == "faces":
        twin.show_faces()
    else:
        twin.show_face(share=FAR if scene == "far" else 0.5)
