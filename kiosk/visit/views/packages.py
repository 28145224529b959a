"""What a package (一件事) consists of in this situation."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Localized, Text
from kiosk.visit.views import View


@dataclass(frozen=True)
class PartRow:
    title: Localized
    department: Localized
    waits: Text  # "马上开始", "等……办好"
    days: int


@dataclass(frozen=True)
class PackageView(View):
    """Next goes on to the one form."""

    title: Localized
    parts: tuple[PartRow, ...]
    papers: tuple[Localized, ...]  # each once
    days: int  # for everything
    instead: int = 0  # so many of the papers can be declared, or follow later
