"""Colours as Kivy takes them, and the contrast between two of them."""

from __future__ import annotations

PRESSED = "#0A1B3D"  # laid over what is being pressed; on black it is replaced by a light one


def rgba(colour: str, opacity: float = 1.0) -> tuple[float, float, float, float]:
    """`#RRGGBB` as shares of one."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue, opacity


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2, 1 to 21)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgba(colour)[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
