"""Samples of the whole directory, gone through: its ways, departments, events, main items, matters, districts."""

from __future__ import annotations

from dataclasses import replace

from kiosk.catalogue import regions
from kiosk.text import Localized as L
from kiosk.text import Text, message
from kiosk.visit.directory_pages import DISTRICTS, ICONS, ROWS, TILES, TINTS
from kiosk.visit.snapshot import Snapshot
from kiosk.visit.views import ItemTile
from kiosk.visit.views.directory import Crumb, DirectoryView, DistrictsView, DistrictTile, HeapTile
from kiosk.visit.views.search import MatterTile, Scope
from provisioning.sandbox.directory_facets import facets
from tests.screens.samples_base import at

OWN = L("九龙坡区", "Jiulongpo")
EVERYWHERE = Scope(None, OWN, "500107")
NARROWED = Scope(L("江津区", "Jiangjin"), OWN, "500107")
TOP = Crumb(message("directory.top"), ())
BY = {way: Crumb(message(f"directory.way.{way}"), (way,)) for way in ICONS}
POLICE = Crumb(L("公安局", "Police"), ("department", "police"))
FARTHEST = Crumb(L("文化和旅游发展委员会", "Culture and tourism"), ("department", "culture"))
MAINS = ("居民身份证", "居民户口簿", "居住证", "机动车驾驶证", "旅馆业特种行业许可证", "见义勇为抚恤金", "养犬")


def _count(number: int) -> Text:
    return message("directory.count", count=number)


def _ways() -> tuple[HeapTile, ...]:
    examples = {
        "event": ("生孩子、上学读书、找工作", "Having a child, Going to school, Finding work", 13),
        "department": (
            "公安局、医疗保障局、民政局",
            "Police, Medical insurance",
            25,
        ),
        "topic": ("婚姻生育、户籍身份、教育上学", "Marriage and children, Education", 19),
    }
    rows = [
        HeapTile(
            (way,),
            message(f"directory.way.{way}"),
            message(f"directory.way.{way}_hint", examples=L(zh, en), count=count),
            ICONS[way],
            TINTS[way],
        )
        for way, (zh, en, count) in examples.items()
    ]
    hint = message("directory.way.district_hint", own=OWN)
    return (*rows, HeapTile(None, message("directory.way.district"), hint, "map-pin", "warn"))


def _tiles(way: str) -> tuple[HeapTile, ...]:
    listed = facets().kinds if way == "department" else facets().events
    tiles = [HeapTile((way, one.id), L(one.zh, one.en), _count(456), one.icon, TINTS[way]) for one in listed]
    return tuple(tiles[: TILES["standard"]])


def _groups() -> tuple[HeapTile, ...]:
    return tuple(
        HeapTile(("department", "police", str(number)), L.chinese(name), _count(36), "book", "grey")
        for number, name in enumerate(MAINS, 1)
    )


def _matters() -> tuple[MatterTile, ...]:
    detail = message("reading.matter.detail", organ=L.chinese("江津区公安局"), places=39)
    names = (
        "注销",
        "首次申领",
        "到期换领",
        "遗失补领",
        "信息变更",
        "真伪核验",
        "异地办理（个人）",
        "电子证照签发（单位）",
    )
    return tuple(MatterTile(n, L.chinese(f"居民身份证{name}"), detail) for n, name in enumerate(names))


def _districts() -> tuple[DistrictTile, ...]:
    codes = sorted((one.code for one in regions.below((), root="500000")), key=lambda code: (code != "500107", code))
    codes = [codes[0], "500000", *codes[1 : DISTRICTS["standard"] - 5], *codes[-4:]]  # the longest names, too
    titles = {one.code: one.title for one in regions.below((), root="500000")}
    return tuple(
        DistrictTile(code, titles.get(code, message("directory.city")), code == "500107", code == "500116")
        for code in codes
    )


def directory_samples(items: tuple[ItemTile, ...]) -> dict[str, Snapshot]:
    def shown(view: DirectoryView | DistrictsView) -> Snapshot:
        return at(view, visit=False)

    hint = message("directory.hint", count="385,073")
    ways = DirectoryView(message("directory.title"), (), "ways", None, hint, heaps=_ways())
    narrowed = (*ways.heaps[:3], replace(ways.heaps[3], title=message("directory.way.other_district")))
    department = DirectoryView(
        message("directory.way.department"), (TOP,), "tiles", EVERYWHERE, heaps=_tiles("department"), pages=2
    )
    heap = DirectoryView(
        POLICE.label, (TOP, BY["department"]), "rows", EVERYWHERE, None, items[:3], _groups()[:3], page=0, pages=4
    )
    examples = L("打印户籍证明、身份证到期换领", "Household certificate, ID card renewal")
    own = HeapTile(
        ("department", "police", "own"), message("directory.own"),
        message("directory.own_hint", examples=examples, count=14), "circle-check", "good",
    )  # fmt: skip
    matters = DirectoryView(
        L.chinese("居民身份证"), (TOP, BY["department"], POLICE), "rows", NARROWED, matters=_matters(), pages=5
    )
    return {
        "directory": shown(ways),
        "directory-narrowed": shown(replace(ways, scope=NARROWED, heaps=narrowed)),
        "directory-department": shown(department),
        "directory-event": shown(
            replace(department, title=message("directory.way.event"), heaps=_tiles("event"), pages=1, scope=NARROWED)
        ),
        "directory-heap": shown(heap),
        "directory-groups": shown(replace(heap, items=(), heaps=(own, *_groups()), pages=2)),
        "directory-matters": shown(matters),
        "directory-long": shown(replace(matters, trail=(TOP, BY["department"], FARTHEST))),
        "directory-none": shown(replace(matters, matters=(), pages=1)),
        "districts": shown(
            DistrictsView(
                message("directory.districts.title"),
                message("directory.districts.hint", own=OWN),
                _districts(),
                0,
                2,
                message("directory.districts.whole"),
            )
        ),
    }


def fitting(view: DirectoryView | DistrictsView) -> DirectoryView | DistrictsView:
    """As many as stand on a page of the senior mode."""
    if isinstance(view, DistrictsView):
        return replace(view, tiles=view.tiles[: DISTRICTS["senior"]])
    most = TILES["senior"] if view.layout == "tiles" else ROWS["senior"]
    items = view.items[:1] if view.heaps else view.items
    return replace(view, items=items, heaps=view.heaps[: most - 2 * len(items)], matters=view.matters[:most])
