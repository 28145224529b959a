"""The ring around the control that the keypad is at: two colours, so that one of them stands out on any ground."""

from __future__ import annotations

from screens.painting.shapes import Panel
from screens.theme import Theme

OUTER, INNER = "#FFB000", "#14213D"  # amber on ink: 8:1 between them, 3:1 or more of one against every ground there is
OUTER_DARK, INNER_DARK = "#FFFFFF", "#000000"
WIDE_MM, THIN_MM = 1.5, 0.7


def rings(theme: Theme, radius: int) -> list[tuple[int, Panel]]:
    """How far each lies outside the control in pixels, and what is drawn; the outer one first."""
    outer, inner = (OUTER_DARK, INNER_DARK) if theme.palette.outlined else (OUTER, INNER)
    wide, thin = max(3, theme.mm(WIDE_MM)), max(2, theme.mm(THIN_MM))
    return [
        (thin + wide, Panel(None, radius + thin + wide, outer, wide)),
        (thin, Panel(None, radius + thin, inner, thin)),
    ]
