"""Samples of what is read: entries, articles, guides of what is done elsewhere. All of it is made up."""

from __future__ import annotations

from kiosk.text import Localized as L
from kiosk.text import message
from kiosk.visit.snapshot import Site, Snapshot
from kiosk.visit.views import GuideRow, MatterTile
from kiosk.visit.views.library import ArticleView, EntriesView, EntryRow, PlaceView

ORGAN = "九龙坡区人力资源和社会保障局"
MATTERS = tuple(
    MatterTile(number, L(name, name), message("library.matter.detail", organ=ORGAN, places=39))
    for number, name in ((1, "社会保障卡遗失补领"), (2, "社会保障卡首次申领（个人）"))
)
WHO = "符合《社会保障卡》管理规定的个人和单位"
BRING = "有效身份证件、社会保障卡相关材料原件"
HALL = "九龙坡区测试政务服务中心 3 楼"
CODE = "11500107TE5T00075L450TEST001510"
KEPT = message("library.kept", time="11-22 10:05")


def _policy(number: int) -> EntryRow:
    title = L("关于做好异地就医备案服务的通知（示例）", "Notice on registering for treatment elsewhere (sample)")
    return EntryRow(
        f"p{number}",
        title,
        L("市医疗保障局 · 测医保发〔2026〕1 号 · 2026-03-02", "Healthcare · 1 · 2026-03-02"),
        "gavel",
    )


def _front() -> tuple[EntryRow, ...]:
    emergency = EntryRow(
        "emergency",
        L("应急专栏（示例）：渝康码", "Emergency column (sample): health code"),
        None,
        "alert-triangle",
        "bad",
    )
    rows = (
        ("announcements", 3, "speakerphone", "violet"),
        ("policies", 6, "gavel", "blue"),
        ("business", 7, "chart-line", "teal"),
        ("district", 38, "map-2", "warn"),
    )
    return (
        emergency,
        *(
            EntryRow(
                name,
                message(f"library.columns.{name}"),
                message(f"library.columns.{name}_hint", count=count),
                icon,
                tint,
            )
            for name, count, icon, tint in rows
        ),
    )


def library_samples(site: Site) -> dict[str, Snapshot]:
    def at(view: EntriesView | ArticleView | PlaceView) -> Snapshot:
        return Snapshot(1, view, site, can_go_back=True, in_visit=True)

    text = L(
        "参保人在外地长期居住或者临时外出就医的，可以在自助终端、手机和窗口备案，备案当场生效。",
        "People who live or are treated elsewhere may register at a terminal, on a phone or at a counter, at once.",
    )
    links = (
        EntryRow(
            "interpretation",
            L("一图读懂：异地就医怎么备案", "In short: how to register"),
            message("library.columns.interpretation"),
            "bulb",
            "warn",
        ),
        EntryRow(
            "YB04",
            L("异地就医备案", "Register for out-of-area treatment"),
            L("市医疗保障局", "Healthcare Security Administration"),
            "ambulance",
            "good",
            message("library.columns.go"),
        ),
    )
    place = PlaceView(
        L("社会保障卡遗失补领", "社会保障卡遗失补领"), L(ORGAN, ORGAN),
        (
            GuideRow(L("谁可以办", "谁可以办"), L(WHO, WHO), "user"),
            GuideRow(L("带什么", "带什么"), L(BRING, BRING), "id"),
            GuideRow(message("library.place.where"), L(HALL, HALL), "map-pin"),
            GuideRow(message("library.place.hours"), L("周一至周五 9:00–17:00", "周一至周五 9:00–17:00"), "clock"),
            GuideRow(message("library.place.booking"), message("library.place.book", phone="12345"), "calendar-plus"),
            GuideRow(message("library.place.code"), L(CODE, CODE), "article"),
        ),
        message("library.place.more", count=38), KEPT, "https://test.invalid/guide/0001",
    )  # fmt: skip
    policies = tuple(_policy(number) for number in range(6))
    return {
        "entries-columns": at(EntriesView(message("services.columns"), None, _front(), kept=KEPT)),
        "entries-policies": at(
            EntriesView(
                message("library.columns.policies"), message("library.columns.together"), policies, 0, 3, kept=KEPT
            )
        ),
        "entries-none": at(
            EntriesView(
                message("library.columns.announcements"),
                None,
                (),
                kept=KEPT,
                empty=message("library.columns.no_announcements"),
            )
        ),
        "article": at(ArticleView(policies[0].title, policies[0].detail or "", (text,) * 3, links, KEPT)),
        "article-long": at(ArticleView(policies[0].title, policies[0].detail or "", (text,) * 14, (), KEPT)),
        "place": at(place),
    }
