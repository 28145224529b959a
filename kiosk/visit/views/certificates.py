"""What a visit shows of a certificate: the page before it is printed, the printer at work, the question at the tray."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Localized, Text
from kiosk.visit.views import Picture, View


@dataclass(frozen=True)
class CertificateView(View):
    """One page, to be looked at before it is printed. `covered`: what is the citizen's own is not in the picture;
    None: nothing of that kind is known. `may_skip`: the answer was on the screen, paper is a wish."""

    title: Localized
    picture: Picture
    page: int  # from 0
    pages: int
    copies: int
    most_copies: int
    covered: bool | None
    may_skip: bool = False
    seal: Text | None = None  # what checking its seal found
    seal_tone: str = "good"  # or "warn"


@dataclass(frozen=True)
class PrintingView(View):
    """`phase`: "printing" or "waiting" (for what `problem` says, until somebody has done `todo`)."""

    title: Localized
    phase: str
    copy: int  # from 1
    copies: int
    pages: int
    problem: Text | None = None
    todo: Text | None = None


@dataclass(frozen=True)
class TrayView(View):
    """The printer does not say how it ended: only the citizen can see it."""

    title: Localized
    pages: int
    problem: Text
