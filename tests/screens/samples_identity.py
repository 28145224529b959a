"""Snapshots of the pages on which somebody proves who they are; all names and numbers are made up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.text import Localized as L
from kiosk.text import message
from kiosk.visit import views as v
from kiosk.visit.snapshot import Preferences, Progress, Site, Snapshot
from kiosk.visit.views.identity import OtpView

ITEM = L("公积金明细", "Housing fund records")
PERSON = "测**甲"


@dataclass(frozen=True)
class Still:
    """A picture that stands still: one colour."""

    width: int = 320
    height: int = 240

    @property
    def rgb(self) -> bytes:
        return bytes((96, 110, 140)) * (self.width * self.height)

    def latest(self) -> Still:
        return self


def samples(site: Site, home: v.HomeView) -> dict[str, Snapshot]:
    def at(view: v.View, label: tuple[str, str] = ("拍照", "Photo"), back: bool = False) -> Snapshot:
        progress = Progress(2, 6, L(*label))
        return Snapshot(1, view, site, Preferences(), ITEM, progress, back, True, person=PERSON)

    both = ("otp", "counter")
    face = v.FaceView("looking", Still(), None, message("visit.face.too_far"), may_skip=False, others=both)
    otp = OtpView("139****0016", 42, ("face", "counter"), 1)
    return {
        "home-signed-in": Snapshot(1, home, site, Preferences(), in_visit=True, person=PERSON),
        "face-proof": at(face),
        "face-proof-problem": at(replace(face, problem=message("identity.face.mismatch"))),
        "face-proof-taken": at(replace(face, phase="taken", picture=Still(), preview=None, hint=None)),
        "face-sealed-or-code": at(replace(face, may_skip=True, others=("otp",)), back=True),
        "otp": at(otp),
        "otp-problem": at(replace(otp, again_in=0, attempt=2, problem=message("identity.otp.wrong"))),
        "otp-unsent": at(OtpView("", 0, ("counter",), 1, message("identity.otp.away"))),
        "counter": at(
            v.NoticeView("headset", message("identity.counter.title"), message("identity.counter.body"), None),
            back=True,
        ),
        "expired": at(
            v.NoticeView(
                "clock-hour-4",
                message("identity.expired.title"),
                message("identity.expired.body"),
                message("identity.button.identify"),
            )
        ),
    }
