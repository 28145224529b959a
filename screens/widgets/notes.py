"""Cards that a page ends with: an icon on its square, what it is about, and a sentence on it."""

from __future__ import annotations

from dataclasses import dataclass

from screens.geometry import Rect
from screens.lettering import Block
from screens.page import Page
from screens.theme import Tint
from screens.widgets.paper_motion import comes_out
from screens.widgets.rows import icon_square

PICTURE_MM = 46  # of the moving picture in the icon's place


@dataclass(frozen=True)
class Note:
    icon: str
    tint: str
    title: str
    body: str
    large: bool = True  # the title in the size of a button's words
    urgent: bool = False  # in the accent's colour: it lies there and must be taken
    picture: str = ""  # of paper that comes out: what `paper_motion` calls it


def note_height(page: Page, width: float, note: Note, inside: bool = False, small: bool = False) -> float:
    """From its words. `inside`: the picture stands in the icon's place; `small`: its words are a size smaller."""
    title, body = _blocks(page, _words_width(page, width, note, inside), note, small)
    least = page.theme.pick(38, 44) if note.large and not small else page.mm(24)
    least = page.mm(PICTURE_MM) if inside and note.picture else least
    return max(least, title.height + body.height + page.mm(11 if note.large else 9))


def draw_note(page: Page, card: Rect, note: Note, inside: bool = False, small: bool = False) -> None:
    colours = page.palette
    inside = inside and bool(note.picture)
    tint = colours.tint("bad" if note.urgent else note.tint)
    edge = colours.accent if note.urgent else tint.ink
    if colours.outlined:  # there yellow means that it can be touched
        tint, edge = Tint(colours.ink, colours.paper), colours.line
    page.box(card, colours.paper if note.large else tint.ground, edge, 0.9, shadow=note.large)
    inner = card.inset(page.mm(8), page.mm(4))
    square, words = inner.left(_picture_width(page, note, inside), page.mm(7))
    if inside:
        comes_out(page, square.middle(square.w, square.w * 0.85), note.picture)
    elif note.large:
        icon_square(page, square.middle(square.w, min(square.w, inner.h)), note.icon, tint)
    else:
        page.icon(note.icon, square.middle(page.mm(15), page.mm(15)), tint.ink, 2.0)
    title, body = _blocks(page, words.w, note, small)
    block = words.middle(words.w, min(words.h, title.height + body.height))
    strip, block = block.top(title.height)
    ink = colours.ink if note.large else tint.ink
    page.text(strip, note.title, _title_style(note, small), True, ink, leading=1.25, role="status")
    soft = colours.soft if note.large else colours.ink
    page.text(block, note.body, _body_style(small), False, soft, leading=1.3)


def _title_style(note: Note, small: bool) -> str:
    return "button" if note.large and not small else "body"


def _body_style(small: bool) -> str:
    return "caption" if small else "body"


def _picture_width(page: Page, note: Note, inside: bool) -> int:
    if inside and note.picture:
        return page.mm(PICTURE_MM)
    return int(page.mm(24) if note.large else page.theme.pick(24, 15))  # large letters need the room


def _words_width(page: Page, width: float, note: Note, inside: bool) -> float:
    return width - 2 * page.mm(8) - _picture_width(page, note, inside) - page.mm(7)


def _blocks(page: Page, width: float, note: Note, small: bool) -> tuple[Block, Block]:
    return (
        page.block(note.title, width, _title_style(note, small), True, 1.3),
        page.block(note.body, width, _body_style(small), leading=1.3),
    )
