"""Questions of every kind, papers to be scanned, the check of it all and the signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk.catalogue.days import show_half
from kiosk.text import Localized as L
from kiosk.text import message
from kiosk.visit import views as v
from kiosk.visit.snapshot import Snapshot
from tests.screens.samples_base import YB04, Still, doubt, step


def question(kind: str, zh: str, en: str, value: object = None, **more: object) -> Snapshot:
    return step(v.QuestionView(kind, kind, L(zh, en), more.pop("hint", None), value, **more), 3)  # type: ignore[arg-type]


def options(*pairs: tuple[str, str, str]) -> tuple[v.Option, ...]:
    return tuple(v.Option(value, L(zh, en)) for value, zh, en in pairs)


KINDS = options(
    ("long", "跨省长期居住", "Living in another province"),
    ("work", "外地长期工作", "Working in another province"),
    ("transfer", "转诊就医", "Referred by a hospital"),
    ("short", "临时外出就医", "Away for a short time"),
)
INSURANCES = options(
    ("pension", "养老保险", "Pension"),
    ("medical", "医疗保险", "Medical"),
    ("unemployment", "失业保险", "Unemployment"),
    ("injury", "工伤保险", "Work injury"),
)
HAVE = L("有", "Yes"), L("没有", "No")
CITIES = tuple(
    v.Option(f"51{i:02d}00", L(zh, en))
    for i, (zh, en) in enumerate(
        (
            ("成都市", "Chengdu"),
            ("自贡市", "Zigong"),
            ("攀枝花市", "Panzhihua"),
            ("泸州市", "Luzhou"),
            ("德阳市", "Deyang"),
            ("绵阳市", "Mianyang"),
            ("广元市", "Guangyuan"),
            ("遂宁市", "Suining"),
            ("内江市", "Neijiang"),
            ("乐山市", "Leshan"),
            ("南充市", "Nanchong"),
            ("眉山市", "Meishan"),
            ("宜宾市", "Yibin"),
            ("广安市", "Guang'an"),
            ("达州市", "Dazhou"),
            ("雅安市", "Ya'an"),
            ("巴中市", "Bazhong"),
            ("资阳市", "Ziyang"),
            ("阿坝藏族羌族自治州", "Aba Tibetan and Qiang Prefecture"),
            ("甘孜藏族自治州", "Garze Tibetan Prefecture"),
            ("凉山彝族自治州", "Liangshan Yi Prefecture"),
        )
    )
)
SLOTS = tuple(
    v.Option(value, show_half(value, date(2026, 11, 22)))
    for day in ("2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31", *(f"2027-01-{day:02d}" for day in range(4, 10)))
    for value in (f"{day}/am", f"{day}/pm")
)
INK = tuple(
    tuple((0.2 + i * 0.15 + j * 0.02, 0.5 + (0.2 if j % 2 else -0.2), j * 0.05) for j in range(7)) for i in range(3)
)
ROWS = (
    v.CheckRow("name", L("申请人", "Applicant"), "测*甲", False, True),
    v.CheckRow("id_number", L("身份证号", "ID number"), "999***********0019", False, True),
    v.CheckRow("place", L("就医地", "Place"), L("四川省成都市", "Chengdu, Sichuan"), True),
    v.CheckRow("type", L("备案类型", "Kind"), L("跨省长期居住", "Living in another province"), True),
    v.CheckRow("start", L("开始日期", "From"), L("2026 年 12 月 1 日", "1 December 2026"), True),
    v.CheckRow(
        "address",
        L("现住址", "Address"),
        L("重庆市渝北区测试路 1 号测试小区 12 栋 3 单元 501", "No. 1 Test Road, Yubei, Chongqing"),
        True,
    ),
    v.CheckRow("phone", L("手机号", "Phone"), "138****0000", True, True),
    v.CheckRow("material:residence", L("居住证明", "Proof of residence"), L("1 页", "1 page"), True),
)


def samples() -> dict[str, Snapshot]:
    page_view = v.MaterialView(
        L("居住证明", "Proof of residence"),
        "placing",
        Still(640, 480),
        None,
        L("太模糊了，请放平", "Blurred. Lay it flat."),
    )
    return {
        "question-choice": question(
            "choice", "您为什么在外地就医？", "Why are you treated elsewhere?", "long", options=KINDS
        ),
        "question-slots": question("choice", "您想哪天来？", "When would you like to come?", options=SLOTS),
        "question-choices": question(
            "choices", "要查哪几种险？", "Which insurances do you want to see?", ["medical"], options=INSURANCES
        ),
        "question-boolean": question("boolean", "您有居住证吗？", "Do you have a residence permit?", yes_no=HAVE),
        "question-date": question("date", "从哪天开始？", "From which day?", "2026-12-01", earliest="2026-01-01"),
        "question-month": question(
            "month", "从哪个月查起？", "From which month?", error=L("请把年和月写全。", "Please give year and month.")
        ),
        "question-year": question("year", "查哪一年？", "Which year?", required=False),
        "question-phone": question(
            "phone",
            "您的手机号是多少？",
            "What is your phone number?",
            "13800000000",
            hint=L("只用来通知这一件事。", "Used for this case only."),
        ),
        "question-id": question(
            "id_number", "孩子的身份证号是多少？", "What is the child's ID number?", "99999920200101001"
        ),
        "question-money": question("money", "每月房租是多少？", "How much is the rent a month?", "1800.50"),
        "question-plate": question("plate", "您的车牌号是多少？", "What is your number plate?"),
        "question-plate-letters": question("plate", "您的车牌号是多少？", "What is your number plate?", "渝A12"),
        "question-plate-last": question("plate", "您的车牌号是多少？", "What is your number plate?", "粤Z1234"),
        "question-code": question(
            "code",
            "企业的统一社会信用代码是多少？",
            "What is the company's social credit code?",
            "91999999TE5T0000XX",
            hint=L("在营业执照上，共 18 位", "On the licence, 18 characters"),
        ),
        "question-text": question(
            "text",
            "您现在住在哪里？",
            "Where do you live now?",
            "",
            hint=L("只在本次办理中使用。", "Used for this visit only."),
            suggestion=v.Option("x", L("重庆市渝北区测试路 1 号", "No. 1 Test Road, Yubei, Chongqing")),
        ),
        "question-region": question(
            "region",
            "您在哪里就医？",
            "Where are you treated?",
            ["510000"],
            options=CITIES,
            trail=options(("510000", "四川省", "Sichuan")),
        ),
        "material": step(page_view, 4),
        "material-review": step(replace(page_view, phase="review", picture=Still(640, 480), hint=None), 4),
        "material-doubtful": step(
            replace(page_view, phase="review", picture=Still(640, 480), hint=doubt("too_small")), 4
        ),
        "check": step(v.CheckView(ROWS, True, INK), 5),
        "check-revealed": step(
            v.CheckView(tuple(replace(r, hidden=False) if r.name == "id_number" else r for r in ROWS), False), 5
        ),
        "check-unsigned": step(v.CheckView(ROWS[:6], True), 5),
        "sign": step(
            v.SignView(
                message("visit.sign.statement", item=YB04),
                about=(YB04, "测*甲", message("visit.sign.checked", count=len(ROWS))),
            ),
            5,
        ),
    }
