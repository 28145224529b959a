"""Samples of certificates and payments; all numbers are made up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from PIL import Image, ImageDraw

from kiosk.text import Localized as L
from kiosk.text import message
from kiosk.visit import views as v
from kiosk.visit.snapshot import Preferences, Progress, Site, Snapshot
from kiosk.visit.steps import owed
from kiosk.visit.views.certificates import CertificateView, PrintingView, TrayView
from kiosk.visit.views.decision import DecisionView
from kiosk.visit.views.payments import BillRow, BillsView, PayView

CERTIFICATE = L("社会保险参保证明（个人）", "Social insurance certificate")
ITEM = L("社保参保证明", "Social insurance certificate")


PAYEE = L("测试自来水公司", "Test Water Company")
BILLS = L("水电气讯缴费", "Utility bills")


def _bill(title: L, state: str, day: str, amount: str, chosen: bool = True) -> BillRow:
    key, params = state, {}
    if day:
        key, params = ("overdue" if state == "overdue" else "due"), {"day": day}
    if day == "2026-09-25":
        key, params["more"] = "overdue_with", L("违约金 29.49", "late charge 29.49")
    return BillRow(title.en, title, message(f"payments.detail.{key}", **params), amount, state, chosen)


REASONS = (
    L(
        "外地户籍的灵活就业人员，首次参保的缴费档次不能高于 200%。请改选档次后重新申报。",
        "With a household registration elsewhere, the first base may not be above 200%. Choose another one.",
    ),
    L("没有签名，由工作人员联系确认", "There is no signature; a person will call"),
)
PENSION = L("灵活就业养老保险 2026-11", "Pension, flexible employment 2026-11")
ROWS = (
    _bill(L("水费 2026-08", "Water 2026-08"), "overdue", "2026-09-25", "1,012.61"),
    _bill(L("水费 2026-09", "Water 2026-09"), "overdue", "2026-10-25", "98.60"),
    _bill(L("水费 2026-10", "Water 2026-10"), "unpaid", "2026-11-25", "102.51"),
    _bill(L("水费 2026-07", "Water 2026-07"), "paid", "", "88.00", chosen=False),
    _bill(PENSION, "unpaid", "", "900.00", chosen=False),
)
DO_NOT_PAY_AGAIN = v.Heed("alert-triangle", message("visit.unsettled.title"), message("visit.unsettled.bill"))
ALSO_LATE = replace(ROWS[0], bill="gas", title=L("燃气费 2026-08", "Gas 2026-08"), amount="341.07")
NEXT = _bill(L("水费 2026-11", "Water 2026-11"), "unpaid", "2026-12-25", "97.00")


@dataclass(frozen=True)
class Sheet:
    width: int
    height: int
    rgb: bytes


@cache
def sheet() -> Sheet:
    """A page of grey lines, some of them covered; as large as the real ones (`kiosk/visit/pages.py`)."""
    picture = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((400, 140, 840, 200), fill="#14213D")
    for row in range(22):
        top = 320 + row * 48
        draw.rectangle((128, top, 128 + 240, top + 18), fill="#8A93A5")
        cover = "#CDD6E6" if row % 3 == 0 else "#14213D"
        draw.rectangle((460, top, 460 + 180 + 74 * row % 440, top + 18), fill=cover)
    draw.ellipse((860, 1400, 1080, 1620), outline="#C8161D", width=10)
    return Sheet(picture.width, picture.height, picture.tobytes())


def fitting(view: BillsView, preferences: Preferences) -> BillsView:
    """As many rows as a page holds in this mode (`kiosk/visit/steps/owed.py`)."""
    size = (owed.WITH_CHARGES if ROWS[0] in view.rows else owed.ROWS)[preferences.mode]
    return replace(view, rows=view.rows[: min(size, owed.LOW_ROWS) if preferences.low else size])


def samples(site: Site) -> dict[str, Snapshot]:
    def at(view: v.View, index: int = 4, back: bool = True, visit: bool = True) -> Snapshot:
        progress = Progress(index, 5, message("visit.progress.print"))
        return Snapshot(1, view, site, item=ITEM, progress=progress, can_go_back=back, in_visit=visit)

    page = CertificateView(CERTIFICATE, sheet(), 0, 1, 1, 3, covered=True)
    printing = PrintingView(CERTIFICATE, "printing", 1, 1, 2)
    done = v.DoneView(
        "certified",
        ITEM,
        "YL20261122000017",
        "YL20261122000017",
        "unprinted",
        None,
        sheet=True,
    )
    bills = BillsView(PAYEE, "*678", ROWS[:4], "1,213.72")
    halls = L("各供水、供电、供气、通信单位的营业厅和手机应用", "Service halls and apps of the utilities")
    elsewhere = message("payments.elsewhere", places=halls)
    pay = PayView(
        "waiting", PAYEE, "213.72", "https://pay.example.invalid/o/JK261122000017", scanner=True, ways=(elsewhere,)
    )
    asked = replace(pay, pay_code="", ways=())
    paid = v.DoneView(
        "paid",
        BILLS,
        "JK261122000017",
        "https://receipt.example.invalid/v/99990126/0000000017/134623",
        "printed",
        None,
        message("visit.next.paid"),
    )
    shots = {
        "bills": at(bills),
        "bills-many": at(replace(bills, rows=(ROWS[0], ALSO_LATE, ROWS[3], ROWS[4]), page=1, pages=4)),
        "bills-five": at(replace(bills, rows=(*ROWS[1:], NEXT), page=1, pages=4)),
        "bills-none-chosen": at(replace(bills, rows=(replace(ROWS[0], chosen=False),), total="")),
        "pay": at(pay),
        "pay-fee": at(
            replace(pay, scanner=False, may_skip=True, ways=(message("payments.later.any"), elsewhere)), back=False
        ),
        "pay-paying": at(replace(asked, phase="paying")),
        "pay-checking": at(replace(asked, phase="checking", may_leave=True)),
        "pay-refused": at(replace(pay, problem=message("payments.code_refused"))),
        "done-paid": Snapshot(1, paid, site, in_visit=True),
        "done-unsettled": Snapshot(
            1, replace(paid, outcome="unsettled", next_step=None, heed=DO_NOT_PAY_AGAIN), site, in_visit=True
        ),
        "decision": at(DecisionView(ITEM, REASONS, reviewable=True), back=False),
        "decision-counter": at(
            DecisionView(ITEM, REASONS[:1], reviewable=False, problem=message("decision.away")), back=False
        ),
        "done-decided": Snapshot(
            1,
            replace(paid, outcome="decided", number="500112202611220001", next_step=message("visit.next.decided")),
            site,
            in_visit=True,
        ),
        "certificate": at(page),
        "certificate-pages": at(replace(page, page=1, pages=3, copies=2, covered=False, may_skip=True)),
        "certificate-plain": at(replace(page, covered=None)),
        "printing": at(printing, back=False, visit=False),
        "printing-copies": at(replace(printing, copy=2, copies=3), back=False, visit=False),
        "printing-waiting": at(
            replace(
                printing,
                phase="waiting",
                problem=message("certificates.waiting.paper_out"),
                todo=message("certificates.todo.paper_out"),
            ),
            back=False,
            visit=False,
        ),
        "tray": at(TrayView(CERTIFICATE, 2, message("certificates.tray.look")), back=False),
        "done-certified": Snapshot(1, done, site, in_visit=True),
        "done-voided": Snapshot(
            1,
            replace(done, outcome="voided", sheet=False, next_step=message("visit.next.voided")),
            site,
            in_visit=True,
        ),
        "done-both": Snapshot(
            1,
            replace(
                done,
                outcome="decided",
                number="500112202611220001",
                paper="printed",
                next_step=message("visit.next.decided"),
            ),
            site,
            in_visit=True,
        ),
    }
    paying = Progress(3, 4, message("visit.progress.payment"))
    return {
        name: replace(shot, item=BILLS, progress=paying) if name.startswith(("bills", "pay")) else shot
        for name, shot in shots.items()
    }
