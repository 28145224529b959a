"""Pages about cases (办件): those of a citizen, and one of them."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Localized, Text
from kiosk.visit.views import GuideRow, View


@dataclass(frozen=True)
class CaseRow:
    """`tone`: "good", "warn", "bad" or "info"."""

    number: str  # key for ChooseCase
    title: Localized
    state: Text
    tone: str
    detail: Text  # since when, by when
    icon: str


@dataclass(frozen=True)
class CasesView(View):
    """`name`: whose they are, masked."""

    name: str
    rows: tuple[CaseRow, ...]
    page: int = 0
    pages: int = 1


@dataclass(frozen=True)
class CaseLine:
    """One line of the timeline; `note` is the platform's own."""

    when: Text
    what: Text
    note: Text | None
    last: bool = False
    failed: bool = False  # it came to nothing


@dataclass(frozen=True)
class CaseAction:
    name: str  # key for Do
    label: Text
    icon: str
    main: bool = False


@dataclass(frozen=True)
class CaseView(View):
    """`next` says what comes now, in one sentence; `facts` what there is to know; `parts` the cases of a package."""

    number: str
    title: Localized
    state: Text
    tone: str
    next: Text
    facts: tuple[GuideRow, ...]
    lines: tuple[CaseLine, ...]
    parts: tuple[CaseRow, ...] = ()
    actions: tuple[CaseAction, ...] = ()
    problem: Text | None = None


@dataclass(frozen=True)
class CodeEntryView(View):
    """A code of digits: typed, or its square code held before the scanner. `words`: of title, scan, empty, short."""

    scanner: bool
    error: Text | None = None
    attempt: int = 0  # rises when what was typed is to be forgotten
    words: str = "cases.code"
    digits: int = 12
