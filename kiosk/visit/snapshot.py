"""Everything that the window shows at one moment. The visit publishes it, a screen draws it."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.sites import HALL, SiteProfile
from kiosk.text import Localized, Text
from kiosk.visit.views import View


@dataclass(frozen=True)
class Preferences:
    """How this citizen wants to be shown things; reset when the visit ends."""

    language: str = "zh"  # a code of kiosk/words/languages.toml
    mode: str = "standard"  # "standard", "senior", "contrast"
    low: bool = False
    rate: int = 1  # of speech, 0 to 4
    volume: int = 2  # of speech, 0 to 4


@dataclass(frozen=True)
class Site:
    name: Localized
    terminal_id: str
    profile: SiteProfile = HALL  # what kind of place it is
    training: bool = False  # nothing here is real, and every page says so

    @property
    def usual(self) -> Preferences:
        """How things are shown here before anybody wishes otherwise."""
        return Preferences(volume=self.profile.volume)


@dataclass(frozen=True)
class Progress:
    index: int  # from 1
    total: int
    label: Text


@dataclass(frozen=True)
class Snapshot:
    serial: int  # rises with each publication
    view: View
    site: Site
    preferences: Preferences = Preferences()
    item: Localized | None = None
    progress: Progress | None = None
    can_go_back: bool = False
    in_visit: bool = False  # "exit" is shown
    person: str = ""  # masked: whose visit it is, once that is known
    warning: int | None = None  # seconds until the visit ends by itself; None: no warning
    listening: bool = False  # headphones are in: everything is said; not a wish, so it stays when a visit ends
    visits: int = 0  # rises when a visit ends: nothing shown or said under another number may stay
    toast: Text | None = None  # "已通知工作人员"; shown for a few seconds
    toast_tone: str = "good"  # or "warn"
