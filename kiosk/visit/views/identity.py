"""Pages on which somebody proves who they are, beyond the card and the face."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Localized, Text
from kiosk.visit.views import View


@dataclass(frozen=True)
class OtpView(View):
    """A one-time code was sent to a telephone, and is typed here."""

    sent_to: str  # masked; empty: none could be sent yet
    again_in: int  # seconds until another one may be sent
    others: tuple[str, ...]  # other ways: "face", "counter"
    attempt: int = 0  # rises when what was typed is to be forgotten
    problem: Text | None = None


@dataclass(frozen=True)
class LicenceLoginView(View):
    """A code that the app of the electronic business licence scans."""

    code: str  # what the QR code says; empty: there is none now, and another can be asked for
    user_code: str  # the same letters stand on the telephone
    seconds: int  # that the code still lives
    others: tuple[str, ...]  # other means
    problem: Text | None = None
    scans: bool = False  # the licence's own code may be held before the scanner as well
    out_of_scope: bool = False  # whoever agreed may not do this: another person of the enterprise must sign in


@dataclass(frozen=True)
class TermsView(View):
    """What somebody agrees to before they register."""

    title: Localized
    paragraphs: tuple[Localized, ...]
    version: str
