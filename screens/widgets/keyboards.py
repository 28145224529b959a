"""Keys: the number pad, the letters, the provinces of a number plate. All of them stand at the bottom of the page."""

from __future__ import annotations

from collections.abc import Callable

from screens.geometry import Rect
from screens.page import Page

LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
DIGITS = "1234567890"
PROVINCES = ("京津沪渝冀豫云辽", "黑湘皖鲁新苏浙赣", "鄂桂甘晋蒙陕吉闽", "贵粤青藏川宁琼")
PLATE_ENDS = (
    "挂学警港澳"  # the last sign of trailers, learners, the police, and of Hong Kong's and Macao's cars (GA 36)
)
_ENDS_AT = 6  # signs before it
_NEVER = "IO"  # no plate has them: they look like digits
DELETE, CLEAR, SPACE = "delete", "clear", "space"
Press = Callable[[str], None]


def key(
    page: Page,
    rect: Rect,
    name: str,
    face: str,
    press: Callable[[], None],
    dark: bool = False,
    icon: str | None = None,
    style: str = "button",
    enabled: bool = True,
) -> None:
    colours = page.palette
    fill = colours.key_dark if dark else colours.key
    border = colours.edge if colours.outlined else colours.line
    ink = colours.primary if colours.outlined else colours.ink
    if not enabled:
        fill, ink = colours.disabled_ground, colours.disabled
    page.box(rect, fill, border, 0.3, radius=page.mm(3.2))
    if icon:
        size, gap = min(page.mm(13), rect.h * 0.5), page.mm(3)
        words = page.block(face, 9999, "body").widths[0] + 1
        if size + gap + words <= rect.w - page.mm(8):  # said in words, too, where there is room
            place, rest = rect.middle(size + gap + words, rect.h).left(size, gap)
            page.icon(icon, place.middle(size, size), ink, 2.0)
            page.text(rest, face, "body", False, ink, leading=1.2)
        else:
            page.icon(icon, rect.middle(size, size), ink, 2.0)
    else:
        page.text(rect.inset(page.mm(1), 0), face, style, False, ink, "center", leading=1.2)
    page.touch(rect, name, press, face, enabled, key=True, role="key", radius=page.mm(3.2))


def tray(page: Page, rect: Rect) -> Rect:
    """The ground of keys, from edge to edge of the page and half of the way to what stands below; gives the place
    for keys."""
    under = [it.rect for it in page.surface.targets if it.rect.y >= rect.bottom]
    under = [it for it in under if it.x < rect.right and it.right > rect.x]
    free = min((it.y - rect.bottom for it in under), default=page.mm(18)) / 2  # to buttons below
    wide = Rect(rect.x - page.theme.margin, rect.y, rect.w + 2 * page.theme.margin, rect.h + min(page.mm(9), free))
    page.fill(wide, page.palette.tray)
    if page.palette.outlined:
        page.fill(Rect(wide.x, wide.y, wide.w, 3), page.palette.line)
    return wide.inset(page.mm(5), page.mm(5))


def number_pad(page: Page, rect: Rect, press: Press, extra: str | None = None) -> None:
    """`1` to `9`, then the extra key (X, a point) or "clear", `0`, and delete."""
    gap = page.mm(3.2)
    faces = ["123", "456", "789"]
    rows = rect.rows(4, gap)
    for row, digits in zip(rows, faces, strict=False):
        for cell, digit in zip(row.columns(3, gap), digits, strict=True):
            key(page, cell, f"digit:{digit}", digit, lambda d=digit: press(d))  # type: ignore[misc]
    left, middle, right = rows[3].columns(3, gap)
    if extra:
        key(page, left, f"digit:{extra}", extra, lambda: press(extra))
    else:
        key(page, left, "key:clear", page.words("button.clear"), lambda: press(CLEAR), dark=True, style="body")
    key(page, middle, "digit:0", "0", lambda: press("0"))
    key(page, right, "key:delete", page.words("button.delete"), lambda: press(DELETE), dark=True, icon="backspace")


def letters(page: Page, rect: Rect, press: Press, allowed: Callable[[str], bool]) -> None:
    """Digits, then QWERTY in capitals; the last row ends with delete. What is not `allowed` now is grey."""
    gap = page.mm(3)
    lines = [DIGITS, *LETTERS]
    unit = (rect.w - 9 * gap) / 10
    for row, line in zip(rect.rows(len(lines), gap), lines, strict=True):
        last = line == LETTERS[2]
        wide = len(line) * unit + (len(line) - 1) * gap
        x = row.x if last else row.x + (row.w - wide) / 2
        for character in line:
            prefix = "digit" if character in DIGITS else "key"
            face = character.upper()
            cell = Rect(x, row.y, unit, row.h)
            key(page, cell, f"{prefix}:{character}", face, lambda c=face: press(c), enabled=allowed(face))  # type: ignore[misc]
            x += unit + gap
        if last:
            _delete(page, Rect(x, row.y, row.right - x, row.h), press)


def _delete(page: Page, rect: Rect, press: Press) -> None:
    key(page, rect, "key:delete", page.words("button.delete"), lambda: press(DELETE), dark=True, icon="backspace")


def letters_height(page: Page, rows: int) -> float:
    each = page.theme.pick(25, 27) if not page.landscape else page.theme.pick(20, 21)
    return rows * each + (rows - 1) * page.mm(3) + page.mm(10)


def plate(page: Page, rect: Rect, press: Press, value: str) -> None:
    """The keys for the next sign of a number plate. Above the letters is room for what only the last sign can be: no
    other key moves when it comes."""
    gap = page.mm(3)
    if not value:
        rows = rect.rows(len(PROVINCES), gap)
        for row, line in zip(rows, PROVINCES, strict=True):
            for cell, sign in zip(row.columns(len(PROVINCES[0]), gap), line, strict=False):
                key(page, cell, f"key:{sign}", sign, lambda c=sign: press(c))  # type: ignore[misc]
        return
    ends, rest = rect.top((rect.h - 4 * gap) / 5, gap)
    if len(value) == _ENDS_AT:
        for cell, sign in zip(ends.columns(len(PLATE_ENDS), gap), PLATE_ENDS, strict=True):
            key(page, cell, f"key:{sign}", sign, lambda c=sign: press(c))  # type: ignore[misc]
    letters(page, rest, press, lambda face: face not in _NEVER and not (face in DIGITS and len(value) == 1))


def typed(value: str, pressed: str, most: int) -> str:
    """What stands in the field after a key."""
    if pressed == DELETE:
        return value[:-1]
    if pressed == CLEAR:
        return ""
    return value if len(value) >= most else value + pressed
