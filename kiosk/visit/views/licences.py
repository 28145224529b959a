"""E-licences (电子证照): one of them, presenting it, scanning one, and consent to its use."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Localized, Text
from kiosk.visit.views import GuideRow, View
from kiosk.visit.views.reading import EntryAction


@dataclass(frozen=True)
class LicenceView(View):
    """An e-licence (电子证照). `tone` of its state and of its seal: "good", "warn" or "bad"."""

    name: str  # of its template: key of its look
    title: Text
    issuer: Text
    rows: tuple[GuideRow, ...]  # values arrive masked
    state: Text
    tone: str
    seal: Text
    seal_tone: str
    watermark: Text
    actions: tuple[EntryAction, ...] = ()
    advice: Text | None = None  # what to do where it is good for nothing


@dataclass(frozen=True)
class PresentView(View):
    """亮证: a code that is good once, for a verifier to scan."""

    title: Text
    code: str
    seconds: int  # that it is good for
    to_phone: bool = False  # one's own telephone opens it; else somebody who verifies scans it


@dataclass(frozen=True)
class ScanView(View):
    """Someone's presented code is held before the scanner. `foreign`: what another code said, shown as plain text."""

    title: Text
    hint: Text
    problem: Text | None = None
    foreign: str = ""


@dataclass(frozen=True)
class UseView(View):
    """What is used of a licence, for what, by whom: asked each time (PIPL 29: consent that is separate)."""

    title: Text
    licence: Localized
    purpose: Text
    receiver: Text
    fields: tuple[Text, ...]
    warning: Text | None = None  # such as that the original is checked at the counter
    filling: bool = False  # a form is filled in; else it stands for a paper
