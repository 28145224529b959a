"""Samples of what is read: entries, articles, guides of what is done elsewhere. All of it is made up."""

from __future__ import annotations

from dataclasses import replace

from kiosk.text import Localized as L
from kiosk.text import message
from kiosk.visit.snapshot import Site, Snapshot
from kiosk.visit.views import GuideRow, View
from kiosk.visit.views.closed import ClosedView
from kiosk.visit.views.licences import LicenceView, PresentView, ScanView, UseView
from kiosk.visit.views.reading import ArticleView, EntriesView, EntryAction, EntryRow, PlaceView
from kiosk.visit.views.search import ArticleTile, MatterTile
from tests.screens import samples_licences

ORGAN = "九龙坡区人力资源和社会保障局"
MATTERS = tuple(
    MatterTile(number, L.chinese(name), message("reading.matter.detail", organ=L.chinese(ORGAN), places=39))
    for number, name in ((1, "社会保障卡遗失补领"), (2, "社会保障卡首次申领（个人）"))
)
ARTICLES = tuple(
    ArticleTile(value, L(zh, en), L(by, by_en), message(f"reading.article.{value.partition(':')[0]}"), icon)
    for value, zh, en, by, by_en, icon in (
        (
            "policy:a", "关于做好异地就医备案服务的通知（示例）",
            "Notice on registering for treatment elsewhere (sample)", "市医疗保障局",
            "Healthcare Security Administration", "file-description",
        ),
        (
            "announcement:b", "年末自助服务时间安排（示例）", "Hours at the end of the year (sample)", "九龙坡区",
            "Jiulongpo", "speakerphone",
        ),
    )
)  # fmt: skip
WHO = "符合《社会保障卡》管理规定的个人和单位"
BRING = "有效身份证件、社会保障卡相关材料原件"
HALL = "九龙坡区测试政务服务中心 3 楼"
CODE = "11500107TE5T00075L450TEST001510"
IDENTIFIER = "1.2.156.3005.2.11999999TE5T00091B009.11999999TE5T00091B.04711004711.001.X"
CLOSED = ClosedView(message("visit.closed.title"), message("visit.closed.body", opens="10:00"))
KEPT = message("reading.kept", time="11-22 10:05")


def _policy(number: int) -> EntryRow:
    title = L("关于做好异地就医备案服务的通知（示例）", "Notice on registering for treatment elsewhere (sample)")
    return EntryRow(
        f"p{number}",
        title,
        L("市医疗保障局 · 测医保发〔2026〕1 号 · 2026-03-02", "Healthcare · 1 · 2026-03-02"),
        "file-description",
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
        ("policies", 6, "file-description", "blue"),
        ("business", 7, "chart-line", "teal"),
        ("district", 38, "map-2", "warn"),
    )
    return (
        emergency,
        *(
            EntryRow(
                name,
                message(f"reading.columns.{name}"),
                message(f"reading.columns.{name}_hint", count=count),
                icon,
                tint,
            )
            for name, count, icon, tint in rows
        ),
    )


def reading_samples(site: Site) -> dict[str, Snapshot]:
    def at(view: View) -> Snapshot:
        return Snapshot(1, view, site, can_go_back=True, in_visit=True)

    text = L(
        "参保人在外地长期居住或者临时外出就医的，可以在自助终端、手机和窗口备案，备案当场生效。",
        "People who live or are treated elsewhere may register at a terminal, on a phone or at a counter, at once.",
    )
    links = (
        EntryRow(
            "interpretation",
            L("一图读懂：异地就医怎么备案", "In short: how to register"),
            message("reading.columns.interpretation"),
            "bulb",
            "warn",
        ),
        EntryRow(
            "YB04",
            L("异地就医备案", "Register for out-of-area treatment"),
            L("市医疗保障局", "Healthcare Security Administration"),
            "ambulance",
            "good",
            message("reading.columns.go"),
        ),
    )
    place = PlaceView(
        L.chinese("社会保障卡遗失补领"), L.chinese(ORGAN),
        (
            GuideRow(message("visit.guide.who"), L.chinese(WHO), "user"),
            GuideRow(message("visit.guide.bring"), L.chinese(BRING), "id"),
            GuideRow(message("reading.place.where"), L.chinese(HALL), "map-pin"),
            GuideRow(message("reading.place.hours"), L.chinese("周一至周五 9:00–17:00"), "clock"),
            GuideRow(message("reading.place.booking"), message("reading.place.book", phone="12345"), "calendar-plus"),
            GuideRow(message("reading.place.code"), L(CODE, CODE), "article"),
        ),
        message("reading.place.more", count=38), KEPT, "https://test.invalid/guide/0001",
    )  # fmt: skip
    policies = tuple(_policy(number) for number in range(6))
    licence = LicenceView(
        "marriage_certificate",
        L("结婚证", "Marriage certificate"),
        L("市民政局", "Civil Affairs Bureau"),
        (
            GuideRow(message("licences.row.holder"), L("测**甲", "测**甲"), "user"),
            GuideRow(message("licences.row.issued"), L("2021-08-17", "2021-08-17"), "calendar"),
            GuideRow(L("证字号", "Number"), L("J999999-****-004711", "J999999-****-004711"), "file-text"),
            GuideRow(message("licences.row.grade"), message("licences.grade.A"), "shield-check"),
            GuideRow(message("licences.row.identifier"), L(IDENTIFIER, IDENTIFIER), "article"),
        ),
        message("licences.standing.valid"),
        "good",
        message("seals.state.valid", organ=L("市民政局", "Civil Affairs Bureau"), time="2026-11-22 10:24"),
        "good",
        message("licences.watermark", terminal="TEST-0137", time="2026-11-22 10:24"),
        samples_licences.ACTIONS,
    )
    changed = replace(
        licence,
        state=message("licences.standing.revoked"),
        tone="bad",
        seal=message("seals.state.changed", organ=L("市民政局", "Civil Affairs Bureau"), time="2026-11-22 10:24"),
        seal_tone="bad",
        actions=(),
        advice=message("licences.advice"),
    )
    scanning = ScanView(message("licences.scan.title"), message("licences.scan.hint"))
    consent = UseView(
        L("婚姻证明", "Proof of marital status"),
        L("结婚证", "Marriage certificate"),
        message(
            "licences.consent.purpose",
            item=L("公共租赁住房保障资格申请", "Public rental housing"),
            material=L("婚姻证明", "Proof of marital status"),
        ),
        L("市住房和城乡建设委员会", "Housing Commission"),
        (
            L("持证人 测**甲", "Holder 测**甲"),
            L("证字号 J999999-****-004711", "Number J999999-****-004711"),
            L("配偶 测**", "Spouse 测**"),
        ),
    )
    held = EntriesView(
        message("services.licences"),
        message("licences.of", name="测**甲"),
        tuple(
            EntryRow(
                kind, L(zh, en), L("市民政局", "Civil Affairs Bureau"), icon, tone, message(f"licences.standing.{word}")
            )
            for kind, zh, en, icon, tone, word in (
                ("a", "社会保障卡", "Social security card", "credit-card", "good", "valid"),
                ("b", "结婚证", "Marriage certificate", "heart", "good", "valid"),
                ("c", "职业资格证书", "Professional qualification", "award", "bad", "revoked"),
                ("d", "道路运输从业资格证", "Road transport qualification", "truck", "warn", "expired"),
            )
        ),
        actions=(EntryAction("scan", message("licences.scan.action"), "scan"),),
    )
    return {
        "entries-licences": at(held),
        "closed": Snapshot(1, CLOSED, site),
        "licence": at(licence),
        "licence-changed": at(changed),
        "present": at(PresentView(L("结婚证", "Marriage certificate"), "KLP1:" + "x" * 32, 47)),
        "scan": at(scanning),
        "scan-foreign": at(
            replace(
                scanning, problem=message("licences.scan.foreign"), foreign="https://pay.test.invalid/?amount=10000"
            )
        ),
        "use": at(consent),
        "use-original": at(
            replace(consent, warning=message("licences.consent.original", licence=consent.licence.within()))
        ),
        "entries-columns": at(EntriesView(message("services.columns"), None, _front(), kept=KEPT)),
        "entries-policies": at(
            EntriesView(
                message("reading.columns.policies"), message("reading.columns.together"), policies, 0, 3, kept=KEPT
            )
        ),
        "entries-none": at(
            EntriesView(
                message("reading.columns.announcements"),
                None,
                (),
                kept=KEPT,
                empty=message("reading.columns.no_announcements"),
            )
        ),
        "article": at(ArticleView(policies[0].title, policies[0].detail or "", (text,) * 3, links, KEPT)),
        "article-long": at(ArticleView(policies[0].title, policies[0].detail or "", (text,) * 14, (), KEPT)),
        "place": at(place),
    }
