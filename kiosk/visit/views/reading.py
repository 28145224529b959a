"""What is read rather than done: lists of entries, articles, guides on their own."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Text
from kiosk.visit.views import GuideRow, View


@dataclass(frozen=True)
class EntryRow:
    """`value`: key for `Choose`. `tint`: a name of the palette's tints. `mark`: a word on a small label."""

    value: str
    title: Text
    detail: Text | None
    icon: str
    tint: str = "blue"
    mark: Text | None = None


@dataclass(frozen=True)
class EntryAction:
    """A button of the page's last row; `value`: key for `Choose`."""

    value: str
    label: Text
    icon: str
    main: bool = False


@dataclass(frozen=True)
class EntriesView(View):
    """A list to choose from, in pages. `kept`: how old the copy is that is read."""

    title: Text
    hint: Text | None
    rows: tuple[EntryRow, ...]
    page: int = 0
    pages: int = 1
    notice: Text | None = None
    kept: Text | None = None
    actions: tuple[EntryAction, ...] = ()
    empty: Text | None = None  # what is said where there are no rows


@dataclass(frozen=True)
class ArticleView(View):
    """Something to read, with where it leads. `code`: what a QR code for the telephone says; empty: there is none."""

    title: Text
    byline: Text
    paragraphs: tuple[Text, ...]
    links: tuple[EntryRow, ...] = ()
    kept: Text | None = None
    code: str = ""


@dataclass(frozen=True)
class PlaceView(View):
    """A guide of something that is done elsewhere. `code`: for the telephone; `paper` as in `GuideView`."""

    title: Text
    department: Text
    rows: tuple[GuideRow, ...]
    more: Text | None  # label of the way to the other places that do it
    kept: Text | None
    code: str
    paper: str = ""
    queue: Text | None = None  # label of the way to a ticket for its queue; None: not from here
