"""What checking a seal found: a sentence in its colour."""

from __future__ import annotations

from kiosk.text import Text
from screens.geometry import Rect
from screens.page import Page
from screens.widgets.rows import banner, banner_height

ICONS = {"good": "rosette-discount-check", "warn": "help-circle", "bad": "alert-circle"}


def seal_banner(page: Page, body: Rect, seal: Text, tone: str) -> Rect:
    """At the top of the body; the rest."""
    strip, rest = body.top(min(body.h, banner_height(page, body.w, seal)), page.mm(5))
    banner(page, strip, seal, tone, ICONS[tone])
    return rest
