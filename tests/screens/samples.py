"""One snapshot for every state that a screen can show; all people and numbers are made up."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from kiosk.rating_tags import tags
from kiosk.text import Localized as L
from kiosk.text import message
from kiosk.visit import views as v
from kiosk.visit.snapshot import Snapshot
from kiosk.visit.views.cases import CasesView
from kiosk.visit.views.directory import DirectoryView, DistrictsView
from kiosk.visit.views.payments import BillsView
from kiosk.visit.views.reading import EntriesView
from kiosk.visit.views.search import SearchView
from tests.screens import (
    samples_cases,
    samples_directory,
    samples_form,
    samples_home,
    samples_identity,
    samples_licences,
    samples_money,
    samples_papers,
    samples_places,
    samples_rating,
    samples_reading,
    samples_seals,
    samples_standing,
)
from tests.screens.samples_base import SITE, YB04, Still, at, doubt, step

RESULT = v.ResultView(
    L("社保缴费明细", "Social insurance payments"),
    L("累计缴费", "Paid in all"),
    "126 个月",
    (L("月份", "Month"), L("险种", "Insurance"), L("基数", "Base"), L("个人缴费", "Own share")),
    tuple((f"2026-{m:02d}", "养老", "4,512.00", "360.96") for m in range(10, 2, -1)),
    "2026-11-22",
    L("以社保经办机构的记录为准。", "The agency's own records apply."),
    0,
    3,
)
TAGS = tuple(v.RatingTag(code, title, code == "208") for code, title in tags().of["dissatisfied"])
NUMBER = "500112202611220001"


def _visit_samples() -> dict[str, Snapshot]:
    face = v.FaceView("looking", Still(), None, L("请再靠近一点", "Come a little closer"))
    done = v.DoneView(
        "submitted",
        YB04,
        NUMBER,
        NUMBER,
        "printing",
        None,
        L("当场办结，今天起生效。", "Done at once, valid from today."),
    )
    held = replace(
        done,
        outcome="held",
        number="TEST-0137-000482",
        code="TEST-0137-000482",
        paper="printed",
        next_step=L("上传成功会发短信到 138****0000。", "We text 138****0000 when it is uploaded."),
    )
    identify = v.IdentifyView("id_card", ("social_security_card",), "waiting")
    return (
        {
            "identify": step(identify, 1),
            "identify-problem": step(
                replace(
                    identify, problem=L("身份证放反了，请翻过来再放。", "The card is upside down. Please turn it over.")
                ),
                1,
            ),
            "identify-reading": step(replace(identify, phase="reading"), 1),
            "identify-social": step(v.IdentifyView("social_security_card", ("qr_code",), "waiting"), 1),
            "identify-code": step(v.IdentifyView("qr_code", ("social_security_card",), "waiting"), 1),
            "identify-code-foreign": step(
                v.IdentifyView("qr_code", ("id_card",), "waiting", message("visit.identify.code_foreign")), 1
            ),
            "identify-code-checking": step(v.IdentifyView("qr_code", (), "checking"), 1),
            "face": step(face, 2),
            "face-taken": step(replace(face, phase="taken", picture=Still(), hint=None), 2),
            "face-doubtful": step(replace(face, phase="taken", picture=Still(), hint=doubt("many_faces")), 2),
            "working": step(
                v.WorkingView(L("正在提交", "Submitting"), L("约 3 秒，请不要离开。", "About 3 seconds, please stay.")),
                6,
                False,
            ),
            "result": at(RESULT),
            "result-covered": at(replace(RESULT, headline=None, rows=(), covered=True)),
            "take_card": at(v.TakeCardView("id_card", 3), back=False),
            "take_card-unsure": at(v.TakeCardView("id_card", 3, unsure=True), back=False),
            "take_card-late": at(v.TakeCardView("social_security_card", 12), back=False),
            "done": at(done, visit=False, back=False),
            "done-held": at(held, back=False),
            "done-answered": at(
                replace(
                    done,
                    outcome="answered",
                    number="TEST-0137-3FA94C21",
                    paper="unprinted",
                    problem=L("打印机缺纸，回执没有打印。", "The printer is out of paper."),
                ),
                back=False,
            ),
            "rate": at(v.RateView(None, ()), back=False),
            "rate-tags": at(v.RateView("dissatisfied", TAGS), back=False),
            "farewell": at(v.FarewellView(True), visit=False, back=False),
            "notice": at(
                v.NoticeView(
                    "cloud-off",
                    L("平台暂时联系不上", "The platform cannot be reached"),
                    L(
                        "可以先把申请交给本机，网络恢复后自动上传。",
                        "We can accept your application now and upload it later.",
                    ),
                    L("先交给本机", "Leave it here for now"),
                )
            ),
            "out_of_order": at(
                v.OutOfOrderView(
                    L("本机暂停服务", "Out of order"),
                    L("请到旁边的终端办理。", "Please use the terminal next to this one."),
                ),
                visit=False,
                back=False,
            ),
            "warning": replace(step(identify, 1), warning=24),
            "toast": replace(
                step(identify, 1), toast=L("已通知工作人员，请稍候", "Staff have been called, please wait")
            ),
        }
        | samples_standing.samples(SITE)
        | samples_cases.samples(SITE)
        | samples_identity.samples(SITE, samples_home.HOME)
        | samples_money.samples(SITE)
        | samples_seals.samples(SITE)
        | samples_places.samples(SITE)
        | samples_rating.samples(SITE)
        | samples_papers.samples(SITE, done)
        | samples_licences.samples()
    )


def fitting(snapshot: Snapshot) -> Snapshot:
    """As many items a page as the visit shows in this mode."""
    view = snapshot.view
    senior = snapshot.preferences.mode == "senior"
    if senior and isinstance(view, v.ListView):
        return replace(snapshot, view=replace(view, tiles=view.tiles[:4]))
    if senior and isinstance(view, SearchView):
        return replace(snapshot, view=samples_home.found(view))
    if senior and isinstance(view, (DirectoryView, DistrictsView)):
        return replace(snapshot, view=samples_directory.fitting(view))
    if senior and isinstance(view, CasesView):
        return replace(snapshot, view=replace(view, rows=view.rows[:3]))
    if senior and isinstance(view, EntriesView):
        return replace(snapshot, view=replace(view, rows=view.rows[:4]))
    if isinstance(view, BillsView):
        return replace(snapshot, view=samples_money.fitting(view, snapshot.preferences))
    if senior and isinstance(view, v.ResultView):
        return replace(snapshot, view=replace(view, rows=view.rows[:5]))
    return snapshot


@cache
def samples() -> dict[str, Snapshot]:
    return {
        **samples_home.samples(),
        **samples_directory.directory_samples(samples_home.TILES),
        **samples_form.samples(),
        **_visit_samples(),
        **samples_reading.reading_samples(SITE),
    }
