"""Finding an item: the first page, lists, the search, the guide."""

from __future__ import annotations

from dataclasses import replace

from kiosk.text import Localized as L
from kiosk.text import message
from kiosk.visit import views as v
from kiosk.visit.browsing import FOUND, FOUND_MIXED
from kiosk.visit.snapshot import Snapshot
from kiosk.visit.views.search import Scope, SearchView
from tests.screens import samples_reading
from tests.screens.samples_base import at

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
    ("livelihood", "其他民生", "Everyday life", "friends", 3),
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
_EVERYWHERE = Scope(None, L("九龙坡区", "Jiulongpo"), "500107")
_NARROWED = replace(_EVERYWHERE, district=L("江津区", "Jiangjin"))
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
HOME = v.HomeView(
    tuple(v.CategoryTile(n, L(z, e), i, c) for n, z, e, i, c in _CATEGORIES), TILES[:6], 54, SERVICES, directory=385_073
)


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
    queue=message("queue.at_counter"),
)


def _training(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, site=replace(snapshot.site, training=True))


def found(view: SearchView) -> SearchView:
    """As much as stands on a page of the senior mode."""
    if not view.others and not view.articles:
        return replace(view, tiles=view.tiles[: FOUND["senior"]])
    tiles, most = view.tiles[:1], FOUND_MIXED["senior"]
    articles = view.articles[: most - len(tiles)]
    return replace(view, tiles=tiles, articles=articles, others=view.others[: most - len(tiles) - len(articles)])


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
        "home-training": _training(at(HOME, back=False, visit=False)),
        "home-emergency": at(
            replace(HOME, emergency=L("高温应急服务（示例）", "Heat emergency services (sample)")),
            back=False,
            visit=False,
        ),
        "list": at(v.ListView(L("医保", "Medical insurance"), TILES, 0, 2), visit=False, back=False),
        "list-all": at(
            v.ListView(message("visit.home.all", count=54), TILES, 0, 7, beyond=True), visit=False, back=False
        ),
        "search": at(
            SearchView("gjj", ("公积金", "工具机", "过节金"), TILES[:4], 0, 3, scope=_EVERYWHERE),
            visit=False,
            back=False,
        ),
        "search-others": at(
            SearchView("sfz", ("身份证",), TILES[:2], 0, 9, samples_reading.MATTERS, scope=_NARROWED),
            visit=False,
            back=False,
        ),
        "search-articles": at(
            SearchView("yidi", ("异地",), TILES[:2], 0, 9, samples_reading.MATTERS[:1], samples_reading.ARTICLES[:1]),
            visit=False,
            back=False,
        ),
        "search-nothing": at(SearchView("xq", (), (), 0, 1), visit=False, back=False),
        "search-nothing-there": at(SearchView("xq", (), (), 0, 1, scope=_NARROWED), visit=False, back=False),
        "guide": at(GUIDE),
        "guide-unavailable": at(replace(GUIDE, unavailable=_NO_PAPER, queue=message("queue.only_at_counter"))),
        "guide-offline": at(replace(GUIDE, unavailable=message("devices.platform_away"), queue=None)),
        "guide-printed": at(replace(GUIDE, code="https://test.invalid/guide/0001", paper="printed")),
    }
