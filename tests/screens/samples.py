"""One snapshot for every state that a screen can show; all people and numbers are made up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.text import Localized as L
from kiosk.text import Message
from kiosk.visit import views as v
from kiosk.visit.snapshot import Preferences, Progress, Site, Snapshot

SITE = Site(L("杨家坪步行街", "Yangjiaping Pedestrian Street"), "TEST-0137")
YB04 = L("异地就医备案", "Out-of-area treatment")
_CATEGORIES = (
    ("社保", "Social security", "shield-check", 10),
    ("医保", "Medical insurance", "stethoscope", 6),
    ("公积金", "Housing fund", "home-dollar", 5),
    ("户政", "Household registry", "users", 6),
    ("出入境", "Exit and entry", "plane-departure", 3),
    ("车驾管", "Vehicles", "car", 5),
    ("不动产", "Real estate", "building-community", 3),
    ("税务", "Taxes", "receipt-tax", 4),
    ("民政", "Civil affairs", "heart-handshake", 4),
    ("市场监管", "Business", "building-store", 2),
    ("生活缴费", "Utility bills", "bolt", 1),
    ("其他民生", "Other services", "layout-grid", 3),
    ("一件事", "Life events", "stack-2", 2),
)
_ITEMS = (
    ("SB01", "社保参保证明", "Social insurance certificate", "certificate", "社保", "身份证 · 拍照", "ID card · photo"),
    ("YB03", "医保账户余额", "Medical account balance", "wallet", "医保", "社保卡", "Social security card"),
    ("YB04", "异地就医备案", "Out-of-area treatment", "ambulance", "医保", "身份证 · 拍照", "ID card · photo"),
    ("GJ01", "公积金明细", "Housing fund records", "list-details", "公积金", "身份证", "ID card"),
    ("CJ02", "交通违法缴款", "Pay traffic fine", "traffic-lights", "车驾管", "身份证", "ID card"),
    ("BD02", "有无住房证明", "Home-ownership certificate", "home-search", "不动产", "身份证", "ID card"),
    ("SB04", "养老金发了多少", "Pension payment details", "coins", "社保", "身份证", "ID card"),
    (
        "SB08",
        "灵活就业人员养老保险参保登记",
        "Enrol flexible-employment worker in pension scheme",
        "user-plus",
        "社保",
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
HOME = v.HomeView(tuple(v.CategoryTile(n, L(n, e), i, c) for n, e, i, c in _CATEGORIES), TILES[:6], 54)


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
    }
