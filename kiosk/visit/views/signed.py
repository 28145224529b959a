"""What a visit shows of signatures: a document that was signed, and signing on a telephone."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.signing import Strokes
from kiosk.text import Text
from kiosk.visit.views import CheckRow, View


@dataclass(frozen=True)
class SignedView(View):
    """What was signed, word for word, with the signature and what its seal proves. `newer`, `older`: there is another
    one."""

    title: Text
    when: Text
    rows: tuple[CheckRow, ...] = field(repr=False)  # masked, as they were on show
    statement: str
    strokes: Strokes = field(repr=False)
    seal: Text
    seal_tone: str  # "good", "warn" or "bad"
    prints: bool
    newer: bool = False
    older: bool = False
    language: str = "zh"  # in which it was signed


@dataclass(frozen=True)
class PhoneSignView(View):
    """The telephone scans `url`, once. `opened`: its page is open there. Back: sign here."""

    url: str
    until: str  # "10:29"
    opened: bool = False
