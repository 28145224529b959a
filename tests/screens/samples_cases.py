"""Snapshots of the pages about cases; all numbers are made up."""

from __future__ import annotations

from kiosk.catalogue.fields import Field, FieldKind
from kiosk.catalogue.load import load
from kiosk.catalogue.packages import shaped
from kiosk.contract import cases as c
from kiosk.text import Localized as L
from kiosk.text import message
from kiosk.visit.case_pages import page_of, public_page_of, row_of
from kiosk.visit.snapshot import Preferences, Site, Snapshot
from kiosk.visit.steps.form import gather_view
from kiosk.visit.steps.situations import package_view
from kiosk.visit.views import QuestionView, View
from kiosk.visit.views.cases import CasesView, CodeEntryView
from kiosk.visit.views.drafts import ConflictView, Difference, HandOverView
from kiosk.visit.views.form import Remark, RemarksView

NUMBER = "11999999TE5T00016J3502099001000202611220001"
TITLE = L("租房提取住房公积金", "Withdraw the housing fund for rent")
STATES: tuple[tuple[c.State, L, str | None], ...] = (
    ("correction", TITLE, None),
    ("deciding", L("居住证申领", "Residence permit"), "2026-12-10"),
    ("decided", L("新生儿出生“一件事”", "Newborn one-stop service"), None),
    ("refused", L("失业保险金申领", "Unemployment benefit"), None),
    (
        "delivered",
        L("灵活就业人员参加企业职工基本养老保险登记", "Enrol flexible-employment worker in pension scheme"),
        None,
    ),
)


def _summary(state: c.State, title: L, due: str | None, number: str = NUMBER) -> c.CaseSummary:
    return c.CaseSummary(
        number=number, item_code=NUMBER[:31], title=title, state=state, submitted_at="2026-11-20T02:24:05Z", due=due
    )


def _case(state: c.State, *reached: c.State, **more: object) -> c.Case:
    notes = {"correction": L("一次性告知需要补正的内容", "Everything still wanted was told at once")}
    timeline = tuple(
        c.Reached(state=one, at=f"2026-11-2{day}T02:24:05Z", note=notes.get(one)) for day, one in enumerate(reached)
    )
    right: dict[str, object] = {
        "number": NUMBER, "item_code": NUMBER[:31], "title": TITLE, "state": state,
        "submitted_at": "2026-11-20T02:24:05Z", "due": None, "version": "3", "days": 3, "timeline": timeline,
        "ways": ("pickup", "post"),
    }  # fmt: skip
    return c.Case(**(right | more))  # type: ignore[arg-type]


CORRECTION = _case(
    "correction",
    "received",
    "accepted",
    "correction",
    correction=c.Correction(
        notice="0001",
        until="2026-11-27",
        wanted=(
            c.Wanted(
                kind="answer", name="amount", why=L("提取金额和租房合同不一致", "The amount differs from the contract")
            ),
            c.Wanted(
                kind="material", name="contract", why=L("合同第二页没有拍清楚", "The contract's second page is blurred")
            ),
        ),
    ),
)
DECLINED = _case(
    "decided",
    "received",
    "decided",
    decision=c.Decision(
        approved=False,
        by="machine",
        reviewable=True,
        reasons=(
            L("外地户籍的灵活就业人员，首次参保的缴费档次不能高于 200%。", "The first base may not be above 200%."),
        ),
    ),
)
POSTED = _case(
    "decided",
    "received",
    "accepted",
    "deciding",
    "decided",
    decision=c.Decision(approved=True, by="person", reasons=()),
    result=c.Result(title=TITLE, certificate=NUMBER),
    delivery=c.Delivery(
        way="post",
        carrier=L("邮政速递", "Postal express"),
        tracking="TEST0123456789",
        address="测**，138****1234，测试路 1 号…",
        done=True,
    ),
)
COUNTER = L("沙箱政务服务中心 1 号综合窗口", "Sandbox service centre, counter 1")
HOURS = L("工作日 9:00 至 17:00", "Working days, 9:00 to 17:00")
PICKUP = _case(
    "decided",
    "received",
    "decided",
    decision=c.Decision(approved=True, by="person", reasons=()),
    delivery=c.Delivery(
        way="pickup",
        pickup_code="042135",
        place=COUNTER,
        hours=HOURS,
    ),
)
IN_LOCKER = _case(
    "decided",
    "received",
    "decided",
    decision=c.Decision(approved=True, by="person", reasons=()),
    delivery=c.Delivery(
        way="locker",
        place=L("沙箱政务服务中心大门内 24 小时取件柜", "Sandbox service centre, 24-hour locker at the entrance"),
        hours=L("全天", "Day and night"),
        box="A07",
        until="2026-11-29T08:30:00.000Z",
    ),
)
TAKEN_OUT = _case(
    "decided",
    "received",
    "decided",
    "decided",
    decision=c.Decision(approved=True, by="person", reasons=()),
    delivery=c.Delivery(way="pickup", pickup_code="042135", place=COUNTER, hours=HOURS, taken_out=True),
)
PACKAGE = _case(
    "deciding",
    "received",
    "deciding",
    title=L("新生儿出生“一件事”", "Newborn one-stop service"),
    due="2026-12-05",
    ways=(),
    children=(
        _summary("decided", L("户口登记（新生儿）", "Household registration of a newborn"), None, "1"),
        _summary(
            "correction", L("城乡居民基本医疗保险参保登记", "Enrolment in residents' medical insurance"), None, "2"
        ),
        _summary("received", L("社会保障卡申领", "Social security card"), "2026-12-10", "3"),
    ),
)
PUBLIC = c.PublicCase(
    number=NUMBER, item_code=NUMBER[:31], title=TITLE, state="deciding", submitted_at="2026-11-20T02:24:05Z",
    due="2026-11-25", days=3, timeline=POSTED.timeline[:3],
)  # fmt: skip


SHOP = next(item for item in load().further if item.short == "YS03")
SHOP_ANSWERS = {"operator": "individual", "sells_food": True, "sells_tobacco": True, "sign_board": True}
DIFFERENCES = (
    Difference(L("收款账号", "Bank account"), L("**** 0000", "**** 0000"), L("**** 1111", "**** 1111")),
    Difference(L("租房情况", "Kind of lease"), L("租公租房", "Public rental housing"), L("没填", "not filled in")),
)
FAMILY = Field(
    "family", FieldKind.LIST, L("家庭成员", "Family member"),
    L("和您一起住的家人有哪些？", "Which relatives live with you?"),
    hint=L("一位一位填，最多 5 位", "One after the other, five at most"), min_items=1, max_items=5,
    parts=(
        Field("name", FieldKind.NAME, L("姓名", "Name"), L("姓名？", "Name?")),
        Field("id_number", FieldKind.ID_NUMBER, L("身份证号", "ID number"), L("号码？", "Number?")),
    ),
)  # fmt: skip
RELATIVE = {"name": "测试员乙", "id_number": "999999198512120028"}
REMARKS = (
    Remark("phone", L("手机号码", "Mobile number"), message("form.error.phone"), must=True),
    Remark(
        "material:residence", L("居住证明", "Proof of residence"),
        message("precheck.page", page=1, why=message("precheck.doubt.blurred")), must=False,
    ),
    Remark("agent_id", L("代办人身份证号", "Agent's ID number"), message("precheck.own_number"), must=False),
)  # fmt: skip


def samples(site: Site) -> dict[str, Snapshot]:
    def at(view: View) -> Snapshot:
        return Snapshot(1, view, site, Preferences(), None, None, True, True)

    rows = tuple(
        row_of(_summary(state, title, due, f"{NUMBER[:-1]}{index}")) for index, (state, title, due) in enumerate(STATES)
    )
    return {
        "cases": at(CasesView("测**甲", rows)),
        "cases-pages": at(CasesView("测**甲", rows[:3], 0, 3)),
        "case-correction": at(page_of(CORRECTION)),
        "case-declined": at(page_of(DECLINED)),
        "case-posted": at(page_of(POSTED)),
        "case-locker": at(page_of(IN_LOCKER)),
        "case-taken-out": at(page_of(TAKEN_OUT)),
        "case-pickup": at(page_of(PICKUP, message("cases.deliver.changed"))),
        "case-package": at(page_of(PACKAGE)),
        "case-public": at(public_page_of(PUBLIC)),
        "code-entry": at(CodeEntryView(True)),
        "package": at(package_view(shaped(SHOP, SHOP_ANSWERS), SHOP_ANSWERS)),
        "package-small": at(package_view(shaped(SHOP, {"operator": "company"}), {"operator": "company"})),
        "hand-over": at(HandOverView("http://127.0.0.1:8442/phone/12345678", "12345678", "10:29")),
        "conflict": at(ConflictView(DIFFERENCES)),
        "question-phone": at(
            QuestionView(
                "purpose",
                "digits",
                L("多少平方米？", "How many square metres?"),
                None,
                None,
                required=False,
                phone=True,
            )
        ),
        "code-entry-draft": at(CodeEntryView(True, words="drafts.code", digits=8)),
        "gather": at(gather_view(FAMILY, [RELATIVE, RELATIVE])),
        "gather-empty": at(gather_view(FAMILY, [], message("form.error.required"))),
        "gather-full": at(gather_view(FAMILY, [RELATIVE] * 5)),
        "remarks": at(RemarksView(REMARKS[1:], True)),
        "remarks-must": at(RemarksView(REMARKS, False)),
        "code-entry-error": at(CodeEntryView(True, message("cases.code.unknown"), 1)),
    }
