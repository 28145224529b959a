"""Snapshots of the pages on which somebody proves who they are; all names and numbers are made up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.text import Localized as L
from kiosk.text import Message, message
from kiosk.visit import views as v
from kiosk.visit.snapshot import Preferences, Progress, Site, Snapshot
from kiosk.visit.views.identity import LicenceLoginView, OtpView, TermsView
from kiosk.words import say

ITEM = L("公积金明细", "Housing fund records")
PERSON = "测**甲"

TERMS = TermsView(
    L("实名注册用户须知（样例）", "Registering with your real name (sample)"),
    (
        L("注册后，一次登录就能办各部门的事，不用再重复注册和验证。", "One sign-in then serves all departments."),
        L(
            "我们会核对您的身份证、现场照片和手机号。照片只用于这一次比对，比对后不保存。",
            "We check your ID card, a photo and your phone number. The photo is compared once and not kept.",
        ),
        L(
            "姓名、证号和手机号由政务服务平台保管，只用于核对身份和通知办理结果。",
            "The platform keeps name, ID number and phone to recognise you and to tell you results.",
        ),
        L("您可以不同意，改到窗口办理。", "You may refuse and go to a counter."),
    ),
    "2026-11",
)


def _asked(name: str, kind: str, error: Message | None) -> v.QuestionView:
    def both(key: str) -> L:
        words = message(f"identity.{name}.{key}")
        return L(say(words, "zh"), say(words, "en"))

    return v.QuestionView(name, kind, both("title"), both("hint"), "", error=error)


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
    def at(view: v.View, label: tuple[str, str] = ("核对本人", "Identity check"), back: bool = False) -> Snapshot:
        progress = Progress(2, 6, L(*label))
        return Snapshot(1, view, site, Preferences(), ITEM, progress, back, True, person=PERSON)

    def unknown(view: v.View, back: bool = False) -> Snapshot:
        return replace(at(view, ("验证身份", "Identity"), back), person="")

    both = ("otp", "counter")
    licence = LicenceLoginView("https://licence.test.invalid/kiosk?user_code=BCDF-GHJK", "BCDF-GHJK", 283, ("id_card",))
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
        "licence-login": unknown(replace(licence, scans=True)),
        "licence-login-problem": unknown(
            LicenceLoginView(
                "", "", 0, ("id_card",), problem=message("identity.licence.out_of_scope"), out_of_scope=True
            )
        ),
        "terms": unknown(TERMS),
        "identify-many": unknown(
            v.IdentifyView("id_card", ("social_security_card", "bank_card", "qr_code"), "waiting"), back=True
        ),
        "identify-bank": unknown(v.IdentifyView("bank_card", ("id_card", "e_business_licence"), "waiting"), back=True),
        "identify-bank-nobody": unknown(
            v.IdentifyView("bank_card", ("id_card",), "waiting", message("identity.bank_card.nobody"), take=True),
            back=True,
        ),
        "take_card-bank": unknown(v.TakeCardView("bank_card", 3)),
        "number": unknown(_asked("number", "id_number", message("identity.number.invalid")), back=True),
        "phone": unknown(_asked("phone", "phone", None), back=True),
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
