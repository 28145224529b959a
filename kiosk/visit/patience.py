"""How long a page waits for somebody, in one table with its reasons.

After the limit a warning counts down; any touch takes it away and starts the limit again, as often as the
citizen likes (WCAG 2.2.1). Only then does the visit end. Pages on which the terminal works have no limit.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from kiosk.visit import views as v
from kiosk.visit.snapshot import Snapshot
from kiosk.visit.stage import Stage
from kiosk.visit.views import cases, certificates, decision, drafts, form, packages, payments, standing
from kiosk.visit.views.directory import DirectoryView, DistrictsView
from kiosk.visit.views.identity import LicenceLoginView, OtpView, TermsView
from kiosk.visit.views.licences import LicenceView, PresentView, ScanView, UseView
from kiosk.visit.views.queues import TicketView
from kiosk.visit.views.reading import ArticleView, EntriesView, PlaceView
from kiosk.visit.views.search import SearchView
from kiosk.visit.views.signed import PhoneSignView, SignedView

WARNING_S = 30  # WCAG 2.2.1 asks for 20 s to answer; card schemes ask terminals for 30 s
SLOW_FACTOR = 2  # large print is read more slowly, and a page that is heard takes its time


@dataclass(frozen=True, slots=True)
class Limit:
    seconds: int
    reason: str
    warns: bool = True


BROWSING = Limit(60, "nobody has begun anything: the next one finds a fresh home", warns=False)
ONE_SENTENCE = Limit(60, "a sentence and one thing to touch")
SIGNED_IN = Limit(60, "somebody is signed in, and may have left: the next one must not act in their name")
READING = Limit(90, "a page to read")
LIMITS: dict[type[v.View], Limit] = {
    v.HomeView: BROWSING,
    v.ListView: BROWSING,
    SearchView: BROWSING,
    DirectoryView: BROWSING,
    DistrictsView: BROWSING,
    v.GuideView: READING,
    EntriesView: READING,
    ArticleView: Limit(180, "a policy is read to its end"),
    PlaceView: READING,
    TicketView: Limit(60, "the number is read and the slip taken; it is on the paper, too"),
    LicenceView: Limit(60, "one's own papers do not stay open to the next in line"),
    PresentView: Limit(60, "the code is good for as long"),
    ScanView: Limit(60, "the telephone is looked for"),
    UseView: Limit(120, "what is agreed to is read first"),
    v.IdentifyView: Limit(60, "the card is looked for in a bag"),
    LicenceLoginView: Limit(120, "an app is opened on a telephone, and its code scanned"),
    TermsView: Limit(120, "four sentences are read before they are agreed to"),
    OtpView: Limit(120, "the telephone is looked for, and the code takes its time"),
    v.FaceView: Limit(60, "hat and glasses come off"),
    v.QuestionView: Limit(120, "an answer is typed with one finger, or looked up"),
    v.MaterialView: Limit(120, "papers are unfolded and laid flat"),
    v.CheckView: Limit(120, "every row is read before it is signed"),
    v.SignView: Limit(120, "a name is written with a finger"),
    v.ResultView: Limit(90, "a page to read; its figures are covered before"),
    cases.CasesView: Limit(60, "one's own cases do not stay open to the next in line"),
    cases.CaseView: Limit(90, "a page to read about one's own case"),
    cases.CodeEntryView: Limit(120, "twelve digits are copied from a slip"),
    form.DeclareView: Limit(120, "what is declared is read first"),
    form.GatherView: Limit(120, "who else is meant is thought over"),
    form.RemarksView: Limit(120, "what is to be mended is read"),
    packages.PackageView: READING,
    drafts.HandOverView: Limit(180, "a telephone is looked for, and a page opened on it"),
    drafts.ConflictView: Limit(120, "two answers are compared"),
    v.DoneView: Limit(90, "a number is copied, a code is scanned"),
    v.RateView: Limit(60, "hall evaluators wait 60 s, then record that nobody rated"),
    v.NoticeView: ONE_SENTENCE,
    standing.TechnicianView: Limit(300, "a printer is opened and closed; then nobody must find the page open"),
    PhoneSignView: Limit(180, "a telephone is looked for, and signed on"),
    SignedView: Limit(120, "what one signed is read before it is printed"),
    certificates.CertificateView: Limit(120, "a page is read before it is printed"),
    payments.BillsView: Limit(120, "amounts are compared with a bill"),
    payments.PayView: Limit(240, "a telephone is looked for, an app opened; an order lives for five minutes"),
    decision.DecisionView: Limit(120, "reasons are read"),
    certificates.TrayView: Limit(120, "the tray is looked into, pages are counted"),
}


def limit_of(snapshot: Snapshot) -> tuple[int, int] | None:
    """Seconds until the warning and seconds of the warning; None: this page waits for ever."""
    limit, profile = LIMITS.get(type(snapshot.view)), snapshot.site.profile
    if limit is BROWSING and snapshot.in_visit:
        limit = SIGNED_IN
    elif limit is None or (isinstance(snapshot.view, v.HomeView) and snapshot.preferences == snapshot.site.usual):
        return (profile.seconds(BROWSING.seconds), WARNING_S) if profile.guest else None
    slow = snapshot.preferences.mode == "senior" or snapshot.listening
    factor = SLOW_FACTOR if slow else 1
    return profile.seconds(limit.seconds) * factor, (WARNING_S * factor if limit.warns or snapshot.listening else 0)


class Patience:
    """Counts the seconds since the last touch or change of page."""

    def __init__(self, stage: Stage, *, second: float = 1.0) -> None:
        self._stage = stage
        self._second = second  # tests count faster
        self._idle = 0
        stage.on_activity = self.touched

    def touched(self) -> None:
        self._idle = 0

    async def run_out(self) -> None:
        """Return when nobody has answered the warning."""
        self._idle = 0
        while True:
            await asyncio.sleep(self._second)
            limit = limit_of(self._stage.snapshot)
            if limit is None:
                self._idle = 0
                self._stage.warn(None)
                continue
            self._idle += 1
            until_warning, warning = limit
            left = until_warning + warning - self._idle
            if left <= 0:
                return
            self._stage.warn(left if left <= warning else None)
