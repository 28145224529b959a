"""What every sample is made of: the place, a page, a step of a visit, a picture."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Localized as L
from kiosk.text import Message, message
from kiosk.visit import views as v
from kiosk.visit.snapshot import Preferences, Progress, Site, Snapshot

SITE = Site(L("杨家坪步行街", "Yangjiaping Pedestrian Street"), "TEST-0137")
YB04 = L("异地就医备案", "Out-of-area treatment")


@dataclass(frozen=True)
class Still:
    """A picture that stands still: a grey ramp."""

    width: int = 320
    height: int = 240

    @property
    def rgb(self) -> bytes:
        row = bytes(c for x in range(self.width) for c in (80 + x * 120 // self.width, 110, 140))
        return row * self.height

    def latest(self) -> Still:
        return self


def doubt(why: str) -> Message:
    """What is said of a picture that was taken all the same."""
    return message("visit.doubtful", why=message(f"precheck.doubt.{why}"))


def _progress(index: int, zh: str, en: str) -> Progress:
    return Progress(index, 6, L(zh, en))


def at(
    view: v.View, index: int = 0, label: tuple[str, str] = ("", ""), back: bool = True, visit: bool = True
) -> Snapshot:
    progress = _progress(index, *label) if index else None
    return Snapshot(1, view, SITE, Preferences(), YB04 if index else None, progress, back, visit)


STEPS = {
    1: ("验证身份", "Identity"),
    2: ("核对本人", "Identity check"),
    3: ("填写信息", "Form"),
    4: ("交材料", "Documents"),
    5: ("核对签名", "Check"),
    6: ("提交", "Submit"),
}


def step(view: v.View, index: int, back: bool = True) -> Snapshot:
    return at(view, index, STEPS[index], back)
