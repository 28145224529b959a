"""Samples of what makes papers needless: a form filled in from a licence, a declaration, a paper that follows."""

from __future__ import annotations

from dataclasses import replace

from kiosk.catalogue import days
from kiosk.text import Localized as L
from kiosk.text import message
from kiosk.visit import views as v
from kiosk.visit.snapshot import Progress, Site, Snapshot
from kiosk.visit.views.form import DeclareView
from kiosk.visit.views.licences import UseView

PREMISES = L("经营场所使用证明", "Proof of business premises")
STATEMENT = L(
    "本人承诺：已取得该经营场所的合法使用权，场所可以用于所申请的经营项目，不属于违法建筑。",
    "I declare that I may lawfully use these premises, that they may serve the business applied for, and that they "
    "were not built illegally.",
)
MARRIAGE = L("结婚证", "Marriage certificate")
LAST_DAY = days.show("2026-12-06", "date")


def samples(site: Site, done: v.DoneView) -> dict[str, Snapshot]:
    def at(view: v.View, index: int = 3) -> Snapshot:
        progress = Progress(index, 6, message("visit.progress.materials"))
        return Snapshot(
            1, view, site, item=L("开个体工商户", "Sole trader"), progress=progress, in_visit=True, can_go_back=True
        )

    how = v.QuestionView(
        "material.premises",
        "choice",
        L("“经营场所使用证明”怎么交？", "How will you hand in “Proof of business premises”?"),
        None,
        None,
        tuple(
            v.Option(name, words)
            for name, words in (
                ("scan", L("现在拍照提交", "Scan it now")),
                ("declare", L("不交材料，作一份承诺", "No paper: make a declaration")),
                ("later", L("先办理，2026 年 12 月 6 日前补交", "Start now, hand it in by 6 Dec 2026")),
            )
        ),
    )
    fill = UseView(
        L("生育登记", "Birth registration"),
        MARRIAGE,
        message("licences.fill.purpose", item=L("生育登记服务", "Birth registration")),
        L("市卫生健康委员会", "Health Commission"),
        (L("配偶 测**", "Spouse 测**"), L("配偶身份证号 999999********0034", "Spouse's ID number 999999********0034")),
        filling=True,
    )
    filled = v.QuestionView(
        "spouse.id_number",
        "id_number",
        L("爱人的身份证号是多少？", "What is your spouse's ID number?"),
        None,
        None,
        suggestion=v.Option("999999199102030034", L("999999********0034", "999999********0034")),
        source=message("licences.fill.source", licence=MARRIAGE.within()),
    )
    rows = (
        v.CheckRow("name", message("visit.check.applicant"), L("测**甲", "测**甲"), editable=False),
        v.CheckRow(
            "material:premises", PREMISES, message("materials.row.declared", statement=STATEMENT), editable=True
        ),
        v.CheckRow(
            "material:other",
            L("解除或者终止劳动合同证明", "Proof of termination"),
            message("materials.row.later", day=LAST_DAY),
            editable=True,
        ),
    )
    later = v.Heed(
        "calendar-event",
        message("materials.done.by", day=LAST_DAY),
        message("materials.done.what", material=L("解除或者终止劳动合同证明", "Proof of termination")),
    )
    return {
        "question-hand-in": at(how, 4),
        "declare": at(DeclareView(PREMISES, STATEMENT), 4),
        "use-filling": at(fill),
        "question-filled": at(filled),
        "check-instead": at(v.CheckView(rows, True), 5),
        "done-later": replace(
            at(
                replace(
                    done,
                    paper="printed",
                    next_step=message("visit.next.submitted_days", days=15, code="1234 5678 9012"),
                    heed=later,
                    signed=message("signed.found.screen"),
                )
            ),
            progress=None,
        ),
        "done-signed": replace(
            at(replace(done, paper="printed", signed=message("signed.found.screen"), shows_signed=True)), progress=None
        ),
    }
