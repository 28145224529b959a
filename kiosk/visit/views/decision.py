"""A decision that went against the citizen."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Localized, Text
from kiosk.visit.views import View


@dataclass(frozen=True)
class DecisionView(View):
    """`reviewable`: rules decided, and a person will look again if the citizen wants it."""

    title: Localized
    reasons: tuple[Localized, ...]
    reviewable: bool
    problem: Text | None = None
