"""Outside the hours of the place that the terminal stands in."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Text
from kiosk.visit.views import View


@dataclass(frozen=True)
class ClosedView(View):
    title: Text
    body: Text
