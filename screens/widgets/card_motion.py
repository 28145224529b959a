"""The hand's movement as a picture that moves: a card down onto the bed, into the slot, or out again; a
telephone down to the scanner.

It waits until the eye has come to the page, moves once and then stands still, with an arrow for who looks later: an
endless animation would keep the processor awake and the eye busy.
"""

from __future__ import annotations

from contextlib import nullcontext
from time import monotonic
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.uix.widget import Widget

from screens.geometry import Rect
from screens.page import Page
from screens.painting import hands, phone
from screens.textures import exact

_BEGINS_S = 0.8  # a title has been read by then
_MOVES_S = 1.6  # slower than a hand: it is to be understood, not watched
_STEPS_PER_S = 14  # a hand moves 8 pixels between two of them; more are hardly seen, and each costs 4 ms


class CardMotion(Widget):
    """Draws `under`, the card between `start` and `end`, then `over` and the arrow. Rectangles with y downwards."""

    steady = True  # `screens/surface.py`

    def __init__(self, parts: list[tuple[str, Any, Rect, Rect]], window_height: int) -> None:
        super().__init__(size=(0, 0))
        self._height = window_height
        self._moving: list[tuple[Any, Rect, Rect]] = []
        self._began = monotonic()
        with self.canvas:
            Color(1, 1, 1, 1)
            for _, texture, first, last in parts:
                start, end = first.whole(), last.whole()
                if tuple(texture.size) == (end.w, end.h):
                    exact(texture)
                shape = Rectangle(texture=texture, pos=(end.x, window_height - end.bottom), size=(end.w, end.h))
                if start != end:
                    self._moving.append((shape, start, end))
        self._event = Clock.schedule_once(self._step, 0)
        self._move(self._share(0.0))

    def _step(self, _dt: float) -> None:
        passed = monotonic() - self._began
        if not self._moving or (passed > 0.5 and self.parent is None):
            return
        self._move(self._share(passed))
        if passed < _BEGINS_S + _MOVES_S:
            self._event = Clock.schedule_once(self._step, max(_BEGINS_S - passed, 1 / _STEPS_PER_S))

    def _share(self, passed: float) -> float:
        """Of the way, slow at both ends."""
        share = min(1.0, max(0.0, passed - _BEGINS_S) / _MOVES_S)
        return share * share * (3 - 2 * share)

    def _move(self, share: float) -> None:
        moves = []
        for shape, start, end in self._moving:
            x = round(start.x + (end.x - start.x) * share)
            y = round(self._height - (start.y + (end.y - start.y) * share) - start.h)
            if tuple(shape.pos) != (x, y):
                moves.append((shape, (x, y)))
        if not moves:
            return
        places = [self._place(shape, at) for shape, to in moves for at in (shape.pos, to)]
        with self.parent.part(lambda: places) if self.parent is not None else nullcontext():
            for shape, to in moves:
                shape.pos = to

    def _place(self, shape: Any, at: tuple[float, float]) -> Rect:
        return Rect(at[0], self._height - at[1] - shape.size[1], *shape.size)


def card_motion(page: Page, rect: Rect, means: str, out: bool = False, still: bool = False) -> None:
    """The picture of the page, in the middle of `rect`."""
    key = f"motion:{means}:{out}:{still}:{page.theme.mode}:{rect.whole()}"
    make = _make_phone if means == "qr_code" else _make
    page.keep(key, lambda: make(page, rect, means, out, still))


def _make(page: Page, rect: Rect, means: str, out: bool, still: bool) -> CardMotion:
    flat = means not in ("social_security_card", "bank_card")
    textures, colours = page.surface.textures, page.palette
    mode = page.theme.mode
    high = min(rect.h, page.mm(124))
    wide = min(rect.w, page.mm(214))
    card_w = int(min(wide * 0.5, high * 0.58 * hands.ID1))
    card_h = round(card_w / hands.ID1)
    area = rect.middle(wide, high).whole()
    card = textures.picture(("card", card_w, means, mode), lambda: hands.card_picture(card_w, means, colours))
    x = area.x + (area.w - card_w) / 2
    arrow_size = max(24, int(card_h * 0.36))
    arrow = textures.picture(
        ("arrow", arrow_size, out, mode), lambda: hands.arrow_picture(arrow_size, colours.accent, out)
    )
    if flat:
        bed_h = int(area.h * 0.74)
        bed = Rect(area.x, area.bottom - bed_h, area.w, bed_h).whole()
        place = (round(card_w * 1.14), round(card_h * 1.14))
        tray = textures.picture(
            ("bed", bed.w, bed.h, mode),
            lambda: hands.bed_picture((int(bed.w), int(bed.h)), (int(place[0]), int(place[1])), colours),
        )
        laid = Rect(x, bed.y + (bed.h - card_h) / 2, card_w, card_h)
        lifted = Rect(x, area.y, card_w, card_h)
        start, end = (laid, lifted) if out else (lifted, laid)
        if still:
            start = end = laid
        parts = [("bed", tray, bed, bed), ("card", card, start, end)]
        at = Rect(area.right - area.w * 0.12 - arrow_size / 2, bed.y + (bed.h - arrow_size) / 2, arrow_size, arrow_size)
    else:
        slot_h = int(area.h * 0.46)
        slot = Rect(area.x, area.bottom - slot_h, area.w, slot_h).whole()
        front = textures.picture(
            ("slot", slot.w, slot.h, mode),
            lambda: hands.slot_picture((int(slot.w), int(slot.h)), round(card_w * 1.1), colours),
        )
        inside = Rect(x, slot.y - card_h * 0.38, card_w, card_h)
        above = Rect(x, max(area.y, slot.y - card_h * 1.06), card_w, card_h)
        start, end = (inside, above) if out else (above, inside)
        if still:
            start = end = inside
        parts = [("card", card, start, end), ("slot", front, slot, slot)]
        at = Rect(
            area.right - area.w * 0.12 - arrow_size / 2, slot.y + (slot.h - arrow_size) / 2, arrow_size, arrow_size
        )
    if not still:
        parts.append(("arrow", arrow, at, at))
    return CardMotion(parts, page.theme.height)


def _make_phone(page: Page, rect: Rect, means: str, out: bool, still: bool) -> CardMotion:
    """The telephone stops above the window: it is held there, not laid down."""
    textures, colours, mode = page.surface.textures, page.palette, page.theme.mode
    area = rect.middle(min(rect.w, page.mm(214)), min(rect.h, page.mm(124))).whole()
    scanner_h = int(area.h * 0.24)
    scanner = Rect(area.x, area.bottom - scanner_h, area.w, scanner_h).whole()
    gap = int(area.h * 0.10)
    phone_h = int(area.h * 0.58)
    phone_w = int(phone_h / phone.TALL)
    window = round(phone_w * 1.5)
    x = area.x + (area.w - phone_w) / 2
    held = Rect(x, scanner.y - gap - phone_h, phone_w, phone_h)
    above = Rect(x, area.y, phone_w, phone_h)
    foot = scanner.y + scanner_h * 0.24
    light = Rect(x, held.bottom, phone_w, foot - held.bottom).whole()
    picture = textures.picture(("phone", phone_w, mode), lambda: phone.phone_picture(phone_w, colours))
    front = textures.picture(
        ("scanner", scanner.w, scanner.h, mode),
        lambda: phone.scanner_picture((int(scanner.w), int(scanner.h)), window, colours),
    )
    beam = textures.picture(
        ("light", light.w, light.h, mode),
        lambda: phone.light_picture((int(light.w), int(light.h)), int(light.w * 0.7), colours),
    )
    start = held if still else above
    parts = [("scanner", front, scanner, scanner), ("light", beam, light, light), ("phone", picture, start, held)]
    if not still:
        size = max(24, int(area.h * 0.16))
        arrow = textures.picture(("arrow", size, out, mode), lambda: hands.arrow_picture(size, colours.accent, out))
        at = Rect(held.right + size * 0.6, held.y + (phone_h - size) / 2, size, size)
        parts.append(("arrow", arrow, at, at))
    return CardMotion(parts, page.theme.height)
