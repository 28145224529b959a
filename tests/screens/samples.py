"""One snapshot for every state that a screen can show; all people and numbers are made up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.rating_tags import tags
from kiosk.text import Localized as L
from kiosk.text import message
from kiosk.visit import views as v
from kiosk.visit.snapshot import Preferences, Progress, Site, Snapshot
from kiosk.visit.views.cases import CasesView
from kiosk.visit.views.payments import BillsView
from kiosk.visit.views.reading import EntriesView
from tests.screens import (
    samples_cases,
    samples_identity,
    samples_money,
    samples_papers,
    samples_places,
    samples_rating,
    samples_reading,
    samples_seals,
    samples_standing,
)

SITE = Site(L("杨家坪步行街", "Yangjiaping Pedestrian Street"), "TEST-0137")
YB04 = L("异地就医备案", "Out-of-area treatment")
_CATEGORIES = (
    ("social_insurance", "社保", "Social security", "shield-check", 10),
    ("medical_insurance", "医保", "Medical insurance", "stethoscope", 6),
    ("housing_fund", "公积金", "Housing fund", "home-dollar", 5),
    ("household", "户政", "Household registry", "users", 6),
    ("exit_entry", "出入境", "Exit and entry", "plane-departure", 3),
    ("vehicles", "车驾管", "Vehicles", "car", 5),
    ("real_estate", "不动产", "Real estate", "building-community", 3),
    ("tax", "税务", "Taxes", "receipt-tax", 4),
    ("civil_affairs", "民政", "Civil affairs", "heart-handshake", 4),
    ("market", "市场监管", "Business", "building-store", 2),
    ("utilities", "生活缴费", "Utility bills", "bolt", 1),
    ("livelihood", "其他民生", "Other services", "layout-grid", 3),
    ("packages", "一件事", "Life events", "stack-2", 2),
)
_ITEMS = (
    (
        "SB01",
        "社保参保证明",
        "Social insurance certificate",
        "certificate",
        "social_insurance",
        "身份证 · 拍照",
        "ID card · photo",
    ),
    (
        "YB03",
        "医保账户余额",
        "Medical account balance",
        "wallet",
        "medical_insurance",
        "社保卡",
        "Social security card",
    ),
    (
        "YB04",
        "异地就医备案",
        "Out-of-area treatment",
        "ambulance",
        "medical_insurance",
        "身份证 · 拍照 · 带材料",
        "ID card · photo · papers",
    ),
    ("GJ01", "公积金明细", "Housing fund records", "list-details", "housing_fund", "身份证", "ID card"),
    ("CJ02", "交通违法缴款", "Pay traffic fine", "traffic-lights", "vehicles", "身份证", "ID card"),
    ("BD02", "有无住房证明", "Home-ownership certificate", "home-search", "real_estate", "身份证", "ID card"),
    ("SB04", "养老金发了多少", "Pension payment details", "coins", "social_insurance", "身份证", "ID card"),
    (
        "SB08",
        "灵活就业人员养老保险参保登记",
        "Enrol flexible-employment worker in pension scheme",
        "user-plus",
        "social_insurance",
        "身份证 · 拍照",
        "ID card · photo",
    ),
)
_NO_PAPER = L("打印机缺纸，暂不能办", "The printer is out of paper")


def tile(index: int) -> v.ItemTile:
    short, zh, en, icon, category, needs, needs_en = _ITEMS[index % len(_ITEMS)]
    able = short != "BD02"
    code = f"{short}{index:027d}"
    return v.ItemTile(code, short, L(zh, en), icon, category, able, L(needs, needs_en), None if able else _NO_PAPER)


TILES = tuple(tile(i) for i in range(8))
SERVICES = tuple(
    v.ServiceTile(name, message(f"services.{name}"), icon)
    for name, icon in (
        ("progress", "progress-check"),
        ("licences", "id"),
        ("resume", "device-mobile"),
        ("columns", "news"),
    )
)
HOME = v.HomeView(tuple(v.CategoryTile(n, L(z, e), i, c) for n, z, e, i, c in _CATEGORIES), TILES[:6], 54, SERVICES)


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


def _progress(index: int, zh: str, en: str) -> Progress:
    return Progress(index, 6, L(zh, en))


def at(
    view: v.View, index: int = 0, label: tuple[str, str] = ("", ""), back: bool = True, visit: bool = True
) -> Snapshot:
    progress = _progress(index, *label) if index else None
    return Snapshot(1, view, SITE, Preferences(), YB04 if index else None, progress, back, visit)


# ---- within an item -----------------------------------------------------------------------------
GUIDE = v.GuideView(
    L("异地就医备案", "Register for out-of-area medical treatment"),
    L("市医疗保障局", "Municipal Healthcare Security Administration"),
    (
        v.GuideRow(
            L("谁能办", "For"),
            L(
                "本市参保、在外地长期居住或临时外出就医的人",
                "Insured here and living elsewhere, or treated elsewhere for a time",
            ),
            "user",
        ),
        v.GuideRow(
            L("带什么", "Bring"),
            L("居民身份证；长期居住的另带居住证明", "ID card; proof of residence if you live elsewhere"),
            "id",
        ),
        v.GuideRow(L("多久办好", "Time"), L("当场办结，今天起生效", "At once, valid from today"), "clock"),
        v.GuideRow(L("收费", "Fee"), L("不收费", "None"), "coin"),
        v.GuideRow(L("拿到什么", "Result"), L("办件回执", "A receipt"), "receipt"),
        v.GuideRow(
            L("依据", "Basis"),
            L(
                "《关于进一步做好基本医疗保险跨省异地就医直接结算工作的通知》",
                "Notice on direct settlement of treatment in other provinces",
            ),
            "book",
        ),
        v.GuideRow(L("咨询", "Ask"), L("12345", "12345"), "phone"),
        v.GuideRow(L("投诉", "Complain"), L("12345", "12345"), "message-2"),
    ),
    4,
    (
        L("刷身份证", "Show your ID card"),
        L("拍一张照片", "Have a picture taken"),
        L("填三个问题", "Answer three questions"),
        L("拍居住证明", "Scan a proof"),
        L("核对并签名", "Check and sign"),
        L("取走回执", "Take the receipt"),
    ),
    None,
)
STEPS = {
    1: ("验证身份", "Identity"),
    2: ("拍照核对", "Picture"),
    3: ("填写信息", "Form"),
    4: ("交材料", "Documents"),
    5: ("核对签名", "Check"),
    6: ("提交", "Submit"),
}


def step(view: v.View, index: int, back: bool = True) -> Snapshot:
    return at(view, index, STEPS[index], back)


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
    v.Option(f"2026-12-{day:02d}/{half}", L(f"12 月 {day} 日{zh}", f"{day} December, {en}"))
    for day in range(1, 11)
    for half, zh, en in (("am", "上午", "morning"), ("pm", "下午", "afternoon"))
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
RESULT = v.ResultView(
    L("社保缴费明细", "Social insurance payments"),
    L("累计缴费", "Paid in all"),
    "126 个月",
    (L("月份", "Month"), L("险种", "Insurance"), L("基数", "Base"), L("个人缴费", "Own share")),
    tuple((f"2026-{m:02d}", "养老", "4,512.00", "360.96") for m in range(10, 2, -1)),
    "2026-11-22",
    L("以社保经办机构的记录为准。", "The records of the agency are decisive."),
    0,
    3,
)
TAGS = tuple(v.RatingTag(code, title, code == "208") for code, title in tags().of["dissatisfied"])
NUMBER = "500112202611220001"


def _visit_samples() -> dict[str, Snapshot]:
    face = v.FaceView("looking", Still(), None, L("请再靠近一点", "Come a little closer"))
    page_view = v.MaterialView(
        L("居住证明", "Proof of residence"),
        "placing",
        Still(640, 480),
        None,
        L("太模糊了，请放平", "Blurred. Lay it flat."),
    )
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
            "list": at(v.ListView(L("医保", "Medical insurance"), TILES, 0, 2), visit=False, back=False),
            "search": at(v.SearchView("gjj", ("公积金", "工具机", "过节金"), TILES[:4], 0, 3), visit=False, back=False),
            "search-others": at(
                v.SearchView("sfz", ("身份证",), TILES[:2], 0, 9, samples_reading.MATTERS), visit=False, back=False
            ),
            "search-articles": at(
                v.SearchView(
                    "yidi", ("异地",), TILES[:2], 0, 9, samples_reading.MATTERS[:1], samples_reading.ARTICLES[:1]
                ),
                visit=False,
                back=False,
            ),
            "search-nothing": at(v.SearchView("xq", (), (), 0, 1), visit=False, back=False),
            "guide": at(GUIDE),
            "guide-unavailable": at(replace(GUIDE, unavailable=_NO_PAPER)),
            "guide-printed": at(replace(GUIDE, code="https://test.invalid/guide/0001", paper="printed")),
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
            "question-choice": question(
                "choice", "您为什么在外地就医？", "Why are you treated elsewhere?", "long", options=KINDS
            ),
            "question-slots": question("choice", "您想哪天来？", "When would you like to come?", options=SLOTS),
            "question-choices": question("choices", "要哪几种险？", "Which insurances?", ["work"], options=KINDS),
            "question-boolean": question("boolean", "您有居住证吗？", "Do you have a residence permit?"),
            "question-date": question("date", "从哪天开始？", "From which day?", "2026-12-01", earliest="2026-01-01"),
            "question-month": question(
                "month", "从哪个月查起？", "From which month?", error=L("请写全年和月。", "Please give year and month.")
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
            "check": step(v.CheckView(ROWS, True, INK), 5),
            "check-revealed": step(
                v.CheckView(tuple(replace(r, hidden=False) if r.name == "id_number" else r for r in ROWS), False), 5
            ),
            "check-unsigned": step(v.CheckView(ROWS[:6], True), 5),
            "sign": step(
                v.SignView(
                    L("我填写的内容和提交的材料真实有效，愿意承担责任。", "What I gave is true, and I answer for it.")
                ),
                5,
            ),
            "working": step(
                v.WorkingView(L("正在提交", "Submitting"), L("约 3 秒，请不要离开。", "About 3 seconds, please stay.")),
                6,
                False,
            ),
            "result": at(RESULT),
            "result-covered": at(replace(RESULT, headline=None, rows=(), covered=True)),
            "take_card": at(v.TakeCardView("id_card", 3), back=False),
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
                        "可以先收下您的申请，网络恢复后自动上传。",
                        "We can accept your application now and upload it later.",
                    ),
                    L("先收下", "Accept now"),
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
        | samples_identity.samples(SITE, HOME)
        | samples_money.samples(SITE)
        | samples_seals.samples(SITE)
        | samples_places.samples(SITE)
        | samples_rating.samples(SITE)
        | samples_papers.samples(SITE, done)
    )


def fitting(snapshot: Snapshot) -> Snapshot:
    """As many items a page as the visit shows in this mode."""
    view = snapshot.view
    senior = snapshot.preferences.mode == "senior"
    if senior and isinstance(view, v.ListView):
        return replace(snapshot, view=replace(view, tiles=view.tiles[:4]))
    if senior and isinstance(view, v.SearchView):
        return replace(snapshot, view=replace(view, tiles=view.tiles[: 3 - len(view.others) - len(view.articles)]))
    if senior and isinstance(view, CasesView):
        return replace(snapshot, view=replace(view, rows=view.rows[:3]))
    if senior and isinstance(view, EntriesView):
        return replace(snapshot, view=replace(view, rows=view.rows[:4]))
    if senior and isinstance(view, BillsView):
        return replace(snapshot, view=samples_money.fitting(view))
    if senior and isinstance(view, v.ResultView):
        return replace(snapshot, view=replace(view, rows=view.rows[:5]))
    return snapshot


def samples() -> dict[str, Snapshot]:
    return {
        "home": at(HOME, back=False, visit=False),
        "home-offline": at(
            replace(
                HOME,
                notice=L("网络暂时不通，可先收下，稍后上传。", "The network is away. We accept now and upload later."),
            ),
            back=False,
            visit=False,
        ),
        "home-emergency": at(
            replace(HOME, emergency=L("高温应急服务（示例）", "Heat emergency services (sample)")),
            back=False,
            visit=False,
        ),
        **_visit_samples(),
        **samples_reading.reading_samples(SITE),
    }
