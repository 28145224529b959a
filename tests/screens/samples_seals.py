"""Seals and signatures: a certificate that bears one, and what a citizen signed."""

from __future__ import annotations

import math
from dataclasses import replace

from kiosk.seals.verdict import SealState, SealVerdict
from kiosk.text import Localized as L
from kiosk.text import message
from kiosk.visit.seal_checks import seal_words
from kiosk.visit.snapshot import Progress, Site, Snapshot
from kiosk.visit.views import CheckRow, SignView, View
from kiosk.visit.views.certificates import CertificateView
from kiosk.visit.views.signed import PhoneSignView, SignedView
from tests.screens import samples_money

SEALED = SealVerdict(SealState.VALID, "沙箱政务服务平台电子签章专用章", "2026-11-22T02:24:05Z", "TESTPLATFORM")
ROWS = tuple(
    CheckRow(str(at), L(label, label), value, editable=False)
    for at, (label, value) in enumerate(
        (
            ("申请人", "测**甲"),
            ("身份证号", "999***********0016"),
            ("备案类型", "长期异地居住"),
            ("备案到哪里", "四川省 成都市"),
            ("开始日期", "2026年12月1日"),
            ("手机号", "138****1234"),
            ("居住证明", "已拍 2 页"),
        )
    )
)
INK = (
    tuple((0.15 + 0.5 * n / 30, 0.45 + 0.2 * math.sin(n / 3), n / 40) for n in range(30)),
    tuple((0.3 + 0.4 * n / 30, 0.6 + 0.15 * math.cos(n / 2), 1 + n / 40) for n in range(30)),
)


def samples(site: Site) -> dict[str, Snapshot]:
    progress = Progress(4, 5, message("visit.progress.print"))
    page = CertificateView(samples_money.CERTIFICATE, samples_money.sheet(), 0, 2, 1, 3, covered=True)
    sealed = replace(page, seal=message("seals.short.valid"))
    unknown = replace(page, seal=message("seals.short.unknown"), seal_tone="warn")
    item = message("services.progress")
    signed = SignedView(
        samples_money.ITEM,
        message("signed.when.pad", time="2026-11-22 10:24"),
        ROWS,
        "本人申请办理“异地就医备案”，以上内容真实、完整，由本人提供。",
        INK,
        seal_words(SEALED),
        "good",
        prints=True,
        older=True,
    )
    about = (samples_money.ITEM, "测**甲", message("visit.sign.checked", count=8))
    waits = PhoneSignView("https://phone.example.invalid/phone/sign/kZ3v0nA1b2C3d4E5f6G7h8", "10:29")
    statement = message("visit.sign.statement", item=samples_money.ITEM)
    signing = Progress(4, 5, message("visit.progress.check"))

    def asks(view: View) -> Snapshot:
        return Snapshot(1, view, site, item=samples_money.ITEM, progress=signing, can_go_back=True, in_visit=True)

    changed = seal_words(replace(SEALED, state=SealState.CHANGED))
    return {
        "sign-phone": asks(SignView(statement, phone=True, about=about)),
        "phone_sign": asks(waits),
        "phone_sign-opened": asks(replace(waits, opened=True)),
        "signed": Snapshot(1, signed, site, item=item, can_go_back=True, in_visit=True),
        "signed-changed": Snapshot(
            1,
            replace(
                signed,
                when=message("signed.when.press", time="2026-11-22 10:24"),
                seal=changed,
                seal_tone="bad",
                prints=False,
                older=False,
                strokes=(),
            ),
            site,
            item=item,
            can_go_back=True,
            in_visit=True,
        ),
    } | {
        name: Snapshot(1, view, site, item=samples_money.ITEM, progress=progress, can_go_back=True)
        for name, view in {"certificate-sealed": sealed, "certificate-seal-unknown": unknown}.items()
    }
