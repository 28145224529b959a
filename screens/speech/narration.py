"""What is said of a page: made from what is drawn, so that no screen can forget to speak. Pure.

A page says its sentence, where one is, its text, then the control that the keypad is at. What changes on it is said
when it changes. Whatever stands within a control is said with the control.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.text import message
from kiosk.words import say
from screens.outline import ShownText
from screens.touch import Target
from screens.worded import Worded

READ_ZONES = ("body", "steps", "pager")
SILENT = ("brand", "clock", "countdown", "timer", "toast")
"""Roles that are not part of a page as it is read: they change by themselves, or are said when they come."""


SIGNS = {
    ".": "sign.point",
    "·": "sign.middle_dot",
    "-": "sign.dash",
    "_": "sign.underscore",
    "@": "sign.at",
    "/": "sign.slash",
    ",": "sign.comma",
    "，": "sign.comma",
    "。": "sign.full_stop",
    "(": "sign.bracket",
    ")": "sign.bracket_end",
    "（": "sign.bracket",
    "）": "sign.bracket_end",
    ":": "sign.colon",
    "#": "sign.hash",
}
"""Keys whose face has no sound of its own."""


@dataclass(frozen=True)
class Line:
    """`key`: of a fixed sentence, which may have been recorded, and which names nobody."""

    text: str = field(repr=False)
    key: str | None = None


def line(text: str) -> Line:
    return Line(str(text), getattr(text, "key", None))


def worded(name: str, language: str, **params: object) -> Line:
    """A sentence of `kiosk/words/*/speech.toml`."""
    key = f"speech.{name}"
    said = say(message(key, **params), language)
    return Line(said) if params else line(Worded(said, key))


def page_lines(texts: Sequence[ShownText], targets: Sequence[Target], language: str) -> list[Line]:
    """The sentence, where one is, everything else in the order of the page, and how many things there are to choose."""
    own = [text for text in texts if _is_read(text, targets)]
    title = next((text for text in own if text.role == "heading"), None)
    steps = [text for text in own if text.zone == "steps"]
    rest = [text for text in own if text is not title and text.zone == "body"]
    alerts = [text for text in rest if text.role == "alert"]
    rest = [text for text in rest if text.role != "alert"]
    ordered = ([title] if title else []) + alerts + steps[-1:] + rest + [text for text in own if text.zone == "pager"]
    lines = [_line_of(text) for text in ordered]
    choices = sum(target.zone == "body" and not target.key and target.role != "pad" for target in targets)
    if choices > 1:
        lines.append(worded("choices", language, count=choices))
    if any(target.key for target in targets):
        lines.append(worded("keys", language))
    return lines


def changed_lines(before: Sequence[ShownText], now: Sequence[ShownText], targets: Sequence[Target]) -> list[Line]:
    """What has come to a page that was read already: a hint of the camera, an error, another page of a list."""
    known = {text.text for text in before}
    fresh = [text for text in now if text.text not in known and _is_read(text, targets) and text.role != "field"]
    return _distinct([_line_of(text) for text in fresh])


def target_lines(target: Target, texts: Sequence[ShownText], place: tuple[int, int], language: str) -> list[Line]:
    """The name, what stands beside it in the same control, its state, and which of how many it is."""
    lines = [line(target.text)]
    if target.key:
        return [worded(SIGNS[target.text], language)] if target.text in SIGNS else lines
    inside = [text for text in texts if target.rect.contains(*text.rect.centre) and text.role not in SILENT]
    lines += [_line_of(text) for text in inside if text.text.replace("\n", "") != target.text.replace("\n", "")]
    if target.chosen:
        lines.append(worded("chosen", language))
    if not target.enabled or target.dimmed:
        lines.append(worded("unavailable", language))
    index, count = place
    lines.append(worded("place", language, index=index, count=count))
    return _distinct(lines)


def _line_of(text: ShownText) -> Line:
    if text.spoken is not None:
        return Line(text.spoken)
    return Line(text.text.replace("\n", " "), text.key)


def _is_read(text: ShownText, targets: Sequence[Target]) -> bool:
    if text.zone not in READ_ZONES or text.role in SILENT or text.spoken == "" or not text.text.strip():
        return False
    return not any(target.role != "pad" and target.rect.contains(*text.rect.centre) for target in targets)


def _distinct(lines: list[Line]) -> list[Line]:
    found: list[Line] = []
    for one in lines:
        if one.text and one.text not in {other.text for other in found}:
            found.append(one)
    return found
