"""What a screen needs to draw, one view a step, all immutable: here those that most visits show; in the modules
beside it those of one topic.

A view class and its screen have the same name: `GuideView` is drawn by `screens/guide.py`. Views
hold nothing that a citizen may not see: names and numbers arrive masked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from kiosk.text import Localized, Text


class Picture(Protocol):
    """Pixels to show: `rgb` holds height rows of width pixels of 3 bytes, top row first."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def rgb(self) -> bytes: ...


class Preview(Protocol):
    """A live picture; `latest` gives the newest one, or None while the camera warms up."""

    def latest(self) -> Picture | None: ...


@dataclass(frozen=True)
class View:
    """What one step shows."""


# ---- home ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class CategoryTile:
    name: str  # key for OpenCategory
    title: Localized
    icon: str
    count: int


@dataclass(frozen=True)
class ItemTile:
    code: str
    short: str  # "YB04", shown to nobody, names the widget
    title: Localized
    icon: str
    category: str
    instant: bool
    needs: Text  # "身份证 · 拍照"
    unavailable: Text | None  # why it cannot be done now; None: it can


@dataclass(frozen=True)
class ServiceTile:
    name: str  # key for OpenService
    title: Text
    icon: str
    unavailable: Text | None = None


@dataclass(frozen=True)
class HomeView(View):
    categories: tuple[CategoryTile, ...]
    favourites: tuple[ItemTile, ...]  # the most used first
    total: int
    services: tuple[ServiceTile, ...] = ()  # what is no item: progress, licences, policies …
    preparing: bool = False  # shown while what is behind it is still being opened; a touch means nothing yet
    notice: Text | None = None  # "网络暂时不通,……"
    emergency: Text | None = None  # title of the emergency column while it is switched on
    directory: int = 0  # entries of the whole directory, where one can go through it; 0: no way leads there


@dataclass(frozen=True)
class ListView(View):
    """A category's items, or all of them, in pages."""

    title: Text
    tiles: tuple[ItemTile, ...]
    page: int  # from 0
    pages: int
    beyond: bool = False  # there is a whole directory to go on to


# ---- within an item -----------------------------------------------------------------------------
@dataclass(frozen=True)
class GuideRow:
    label: Text
    value: Text
    icon: str


@dataclass(frozen=True)
class GuideView(View):
    title: Localized
    department: Localized
    rows: tuple[GuideRow, ...]  # who, bring, time, fee, result, basis, consult, complain …
    minutes: int  # how long it takes here
    steps: tuple[Text, ...]  # what will happen
    unavailable: Text | None
    code: str = ""  # what a QR code for the telephone says
    paper: str = ""  # of the guide itself: "printing", "printed", "unprinted" or "unsure"; empty: not asked for
    queue: Text | None = None  # label of the way to a ticket for the counter's queue: Do("queue"); None: there is none


@dataclass(frozen=True)
class IdentifyView(View):
    means: str  # "id_card", "social_security_card" or "qr_code"
    others: tuple[str, ...]
    phase: str  # "waiting", "reading" or "checking" (the platform is asked)
    problem: Text | None = None  # the calm sentence after a failed try
    take: bool = False  # the card of that try is still there, and is taken away first


@dataclass(frozen=True)
class FaceView(View):
    phase: str  # "looking" or "taken"
    preview: Preview | None
    picture: Picture | None
    hint: Text | None
    may_skip: bool = True  # without a picture a person checks later who it is
    others: tuple[str, ...] = ()  # other ways to prove it now: "otp", "counter"
    problem: Text | None = None  # why the last picture did not do


@dataclass(frozen=True)
class Option:
    value: str
    title: Text


@dataclass(frozen=True)
class QuestionView(View):
    """One question. `kind` says how it is answered and the type of the answer.

    choice: one `options` value (str) · choices: list of them · boolean: bool · date: "YYYY-MM-DD"
    · month: "YYYY-MM" · year: "YYYY" · digits, phone, id_number, bank_card, money, plate, code, text: str
    · region: a list of codes, chosen level by level from `options` (each `Answer` one more level).
    """

    name: str
    kind: str
    title: Text
    hint: Text | None
    value: Any
    options: tuple[Option, ...] = ()
    trail: tuple[Option, ...] = ()  # region: what has been chosen above
    suggestion: Option | None = None  # what the card or a licence already says
    source: Text | None = None  # which licence it is that says so; None: the card
    required: bool = True
    error: Text | None = None
    earliest: str | None = None  # date, month, year: limits
    latest: str | None = None
    phone: bool = False  # the form can be gone on with on a telephone: Do("phone")
    secret: bool = False  # digits: dots stand for what is typed
    person: bool = False  # text: somebody's name
    yes_no: tuple[Localized, Localized] | None = None  # boolean: words of its own for True and False


@dataclass(frozen=True)
class MaterialView(View):
    title: Localized
    phase: str  # "placing" (live) or "review"
    preview: Preview | None
    picture: Picture | None
    hint: Text | None  # "再靠近一点", "太模糊了,请放平"
    page: int = 1


@dataclass(frozen=True)
class CheckRow:
    name: str
    label: Text
    value: Text | str = field(repr=False)  # masked where it is personal; in clear for the moment that it is revealed
    editable: bool
    hidden: bool | None = None  # there is more to show than is shown; False: it is shown now; None: nothing is masked


@dataclass(frozen=True)
class CheckView(View):
    rows: tuple[CheckRow, ...]
    needs_signature: bool
    strokes: tuple[tuple[tuple[float, float, float], ...], ...] = ()
    error: Text | None = None


@dataclass(frozen=True)
class SignView(View):
    """`phone`: it can be signed on a telephone instead. `about`: what the statement is about, in few words."""

    statement: Text
    error: Text | None = None
    phone: bool = False
    about: tuple[Text | str, ...] = ()


@dataclass(frozen=True)
class WorkingView(View):
    doing: Text
    detail: Text | None = None


@dataclass(frozen=True)
class ResultView(View):
    """What a query found: a headline figure and a table."""

    title: Localized
    headline_label: Localized | None
    headline: str | None
    columns: tuple[Localized, ...]
    rows: tuple[tuple[str, ...], ...]
    as_of: str
    note: Text | None
    page: int = 0
    pages: int = 1
    covered: bool = False  # nobody has touched it for a minute: the figures are not in the view any more


@dataclass(frozen=True)
class TakeCardView(View):
    means: str
    seconds: int  # since it was asked for
    unsure: bool = False  # the reader cannot tell whether a card lies there: who stands there is asked


@dataclass(frozen=True)
class Heed:
    """What must not be overlooked at the end; it stands in a card of its own."""

    icon: str
    title: Text
    body: Text


@dataclass(frozen=True)
class DoneView(View):
    """`outcome`: "submitted" (the platform has it), "held" (this terminal has it), "answered" (a query)."""

    outcome: str
    title: Localized
    number: str  # the platform's case number, or the terminal's own
    code: str  # what the QR code says
    paper: str  # "printing", "printed", "unprinted" or "unsure"
    problem: Text | None = None
    next_step: Text | None = None
    reminders: int = 0  # how often one was reminded of the paper
    heed: Heed | None = None  # a paper is still to be handed in, by a day; nobody may pay twice
    sheet: bool = False  # an A4 page lies in the printer's tray
    signed: Text | None = None  # where what was signed is found
    shows_signed: bool = False  # it is here already: Do("signed") shows it


@dataclass(frozen=True)
class RatingTag:
    code: str
    title: Localized
    chosen: bool


@dataclass(frozen=True)
class RateView(View):
    """`subject`: "item", "terminal" or "system". `words`: how many characters of one's own go with it."""

    level: str | None
    tags: tuple[RatingTag, ...]
    subject: str = "item"
    words: int = 0


@dataclass(frozen=True)
class FarewellView(View):
    paper: bool  # remind of the receipt
    rated: bool = False  # the terminal, or the system; else it can be


@dataclass(frozen=True)
class NoticeView(View):
    """One calm sentence that says what to do; Next goes on, Exit leaves."""

    icon: str
    title: Text
    body: Text
    go_on: Text | None  # label of the main button; None: only exit

    @property
    def good(self) -> bool:
        """It is done, or nothing has to be: no warning."""
        return self.icon == "circle-check"


@dataclass(frozen=True)
class OutOfOrderView(View):
    title: Text
    body: Text
