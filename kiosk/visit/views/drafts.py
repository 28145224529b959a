"""Pages about drafts: handing one over to a telephone, and what to do where both ends changed it."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Text
from kiosk.visit.views import View


@dataclass(frozen=True)
class HandOverView(View):
    """The telephone scans `url`, or its page takes the code. Next ends the visit; Back goes on here."""

    url: str
    code: str
    until: str  # "10:29"


@dataclass(frozen=True)
class Difference:
    label: Text
    mine: Text
    theirs: Text


@dataclass(frozen=True)
class ConflictView(View):
    """Both ends changed the draft. Do "mine" or "theirs"."""

    rows: tuple[Difference, ...]
