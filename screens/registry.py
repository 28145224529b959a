"""Which screen draws which view, and what makes two snapshots the same screen."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from importlib import import_module
from typing import Any

from kiosk.visit import views
from kiosk.visit.snapshot import Snapshot
from kiosk.visit.views import (
    View,
    cases,
    certificates,
    decision,
    directory,
    drafts,
    form,
    licences,
    packages,
    payments,
    queues,
    reading,
    signed,
    standing,
)
from kiosk.visit.views import identity as proofs
from kiosk.visit.views.closed import ClosedView
from kiosk.visit.views.search import SearchView
from screens.page import Page

NAMES: dict[type[View], str] = {
    views.HomeView: "home",
    views.ListView: "list",
    SearchView: "search",
    directory.DirectoryView: "directory",
    directory.DistrictsView: "districts",
    views.GuideView: "guide",
    views.IdentifyView: "identify",
    views.FaceView: "face",
    proofs.OtpView: "otp",
    proofs.LicenceLoginView: "licence_login",
    proofs.TermsView: "terms",
    views.QuestionView: "question",
    views.MaterialView: "material",
    views.CheckView: "check",
    views.SignView: "sign",
    views.WorkingView: "working",
    views.ResultView: "result",
    views.TakeCardView: "take_card",
    views.DoneView: "done",
    views.RateView: "rate",
    views.FarewellView: "farewell",
    views.NoticeView: "notice",
    views.OutOfOrderView: "out_of_order",
    certificates.CertificateView: "certificate",
    certificates.PrintingView: "printing",
    certificates.TrayView: "tray",
    signed.SignedView: "signed",
    signed.PhoneSignView: "phone_sign",
    payments.BillsView: "bills",
    payments.PayView: "pay",
    decision.DecisionView: "decision",
    cases.CasesView: "cases",
    cases.CaseView: "case",
    cases.CodeEntryView: "code_entry",
    packages.PackageView: "package",
    drafts.HandOverView: "hand_over",
    drafts.ConflictView: "conflict",
    form.GatherView: "gather",
    form.RemarksView: "remarks",
    form.DeclareView: "declare",
    reading.EntriesView: "entries",
    reading.ArticleView: "article",
    reading.PlaceView: "place",
    queues.TicketView: "ticket",
    licences.LicenceView: "licence",
    licences.PresentView: "present",
    licences.ScanView: "scan",
    licences.UseView: "use",
    ClosedView: "closed",
    standing.AttractView: "attract",
    standing.TechnicianView: "technician",
}

_SAME: dict[type[View], tuple[str, ...]] = {
    views.ListView: ("title", "page"),
    SearchView: (),
    directory.DirectoryView: ("title", "page"),
    directory.DistrictsView: ("page",),
    views.GuideView: ("title",),
    views.IdentifyView: ("means",),
    proofs.OtpView: ("attempt",),
    proofs.LicenceLoginView: (),
    proofs.TermsView: ("version",),
    views.QuestionView: ("name", "kind", "trail"),
    views.MaterialView: ("title", "page"),
    views.ResultView: ("title", "page"),
    views.DoneView: ("number",),
    views.NoticeView: ("title",),
    reading.EntriesView: ("title", "page"),
    reading.ArticleView: ("title",),
    reading.PlaceView: ("title",),
    queues.TicketView: ("number",),
    licences.LicenceView: ("title", "state"),
    licences.PresentView: ("code",),
    licences.ScanView: (),
    licences.UseView: ("title", "licence"),
    cases.CasesView: ("page",),
    cases.CaseView: ("number", "state"),
    cases.CodeEntryView: ("attempt", "words"),
    drafts.HandOverView: ("code",),
    form.GatherView: ("name",),
    form.DeclareView: ("material",),
    certificates.CertificateView: ("title", "page"),
    payments.BillsView: ("payee", "page"),
}


def name_of(view: View) -> str:
    return NAMES[type(view)]


def draw_of(view: View) -> Callable[[Page, Any], None]:
    draw: Callable[[Page, Any], None] = import_module(f"screens.{name_of(view)}").draw
    return draw


def identity(snapshot: Snapshot) -> Hashable:
    """While this stays equal it is the same screen: what the citizen has typed there is kept."""
    view = snapshot.view
    parts = tuple(repr(getattr(view, name)) for name in _SAME.get(type(view), ()))
    return name_of(view), parts
