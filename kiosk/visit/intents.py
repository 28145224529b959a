"""What a citizen can want: the only thing that a screen sends back.

An intent that the present step does not ask for is ignored (a button of the page before, pressed
twice); it is never an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Point = tuple[float, float, float]
"""x and y from 0 to 1 within the field (y downwards), and seconds since the first stroke began."""


@dataclass(frozen=True, slots=True)
class Intent:
    """Anything a citizen does that means something."""


# ---- anywhere -----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Exit(Intent):
    """End the visit now and forget everything."""


@dataclass(frozen=True, slots=True)
class StillHere(Intent):
    """Answer to the time-out warning, or any touch that means nothing else."""


@dataclass(frozen=True, slots=True)
class SetLanguage(Intent):
    language: str  # a code of kiosk/words/languages.toml


@dataclass(frozen=True, slots=True)
class SetMode(Intent):
    mode: str  # "standard", "senior" or "contrast"


@dataclass(frozen=True, slots=True)
class SetLow(Intent):
    """Move everything that is touched into the lower part of the screen."""

    low: bool


@dataclass(frozen=True, slots=True)
class SetVolume(Intent):
    """How loud is spoken."""

    volume: int  # 0 to 4


@dataclass(frozen=True, slots=True)
class SetRate(Intent):
    """How fast is spoken."""

    rate: int  # 0 to 4


@dataclass(frozen=True, slots=True)
class CallHelp(Intent):
    """Ask for a person."""


@dataclass(frozen=True, slots=True)
class Back(Intent):
    """To the page before; nothing that was entered is lost."""


@dataclass(frozen=True, slots=True)
class Next(Intent):
    """The page's one main action: begin, accept the picture, confirm, submit, finish."""


# ---- home ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class OpenCategory(Intent):
    category: str | None  # None: all items


@dataclass(frozen=True, slots=True)
class OpenHome(Intent):
    """From a list or the search back to the first page."""


@dataclass(frozen=True, slots=True)
class OpenSearch(Intent):
    """Show the search page with its keyboard."""


@dataclass(frozen=True, slots=True)
class Search(Intent):
    query: str


@dataclass(frozen=True, slots=True)
class OpenDirectory(Intent):
    """The whole directory: its ways, or what a way leads to (`kiosk/visit/directory_pages.py`)."""

    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenDistricts(Intent):
    """Choose the district that search and directory are narrowed to."""


@dataclass(frozen=True, slots=True)
class Narrow(Intent):
    """Show this district's entries alone."""

    district: str  # GB/T 2260; empty: the whole city


@dataclass(frozen=True, slots=True)
class TurnPage(Intent):
    by: int  # +1 or -1


@dataclass(frozen=True, slots=True)
class ChooseItem(Intent):
    code: str


@dataclass(frozen=True, slots=True)
class ChooseMatter(Intent):
    """Something of the whole directory, which is read about here and done elsewhere."""

    number: int


@dataclass(frozen=True, slots=True)
class ChooseArticle(Intent):
    """An article of the columns, by its reference (`kiosk/columns/search.py`)."""

    value: str


@dataclass(frozen=True, slots=True)
class Choose(Intent):
    """An entry of a list, or something that its page offers, by its name there."""

    value: str


@dataclass(frozen=True, slots=True)
class Print(Intent):
    """What is read, on the receipt printer's paper."""


@dataclass(frozen=True, slots=True)
class OpenService(Intent):
    """Something that is no item: the progress of a case, one's licences, a column."""

    name: str


@dataclass(frozen=True, slots=True)
class OpenTechnician(Intent):
    """The sign that only technicians know: they are asked for their code."""


@dataclass(frozen=True, slots=True)
class ToggleService(Intent):
    """Technician: take the terminal out of service, or put it back."""


@dataclass(frozen=True, slots=True)
class ToggleTraining(Intent):
    """Technician: into training, or out of it; asked once more before it is done."""


@dataclass(frozen=True, slots=True)
class TestPrint(Intent):
    """Technician: print a slip."""


# ---- within an item -----------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ChooseMeans(Intent):
    """Another way to say who one is."""

    means: str


@dataclass(frozen=True, slots=True)
class SendAgain(Intent):
    """The code did not come: send another one, or show a new one."""


@dataclass(frozen=True, slots=True)
class Answer(Intent):
    """The value of the question on the page, of the type that its field calls for."""

    value: Any


@dataclass(frozen=True, slots=True)
class Skip(Intent):
    """Leave an optional question, a photograph or a rating out."""


@dataclass(frozen=True, slots=True)
class Capture(Intent):
    """Take the picture now rather than wait for the automatic shutter."""


@dataclass(frozen=True, slots=True)
class Retake(Intent):
    """Throw the picture away and take another."""


@dataclass(frozen=True, slots=True)
class Signed(Intent):
    strokes: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class Reveal(Intent):
    """Show for a moment what is masked, or again what was covered. On the check page: one row, or hide it again."""

    row: str = ""


@dataclass(frozen=True, slots=True)
class SignWithoutInk(Intent):
    """Confirm the statement by this press: for who cannot write with a finger."""


@dataclass(frozen=True, slots=True)
class Edit(Intent):
    """Change one row of the check page."""

    row: str


@dataclass(frozen=True, slots=True)
class SetCopies(Intent):
    """How many copies of a certificate are to be printed."""

    copies: int


@dataclass(frozen=True, slots=True)
class Uncover(Intent):
    """Show, or cover again, what on a certificate's page is the citizen's own."""

    shown: bool


@dataclass(frozen=True, slots=True)
class ToggleBill(Intent):
    """Pay this bill as well, or leave it."""

    bill: str


@dataclass(frozen=True, slots=True)
class CameOut(Intent):
    """What the citizen sees in the printer's tray."""

    whole: bool


@dataclass(frozen=True, slots=True)
class Rate(Intent):
    level: str  # "very_satisfied" … "very_dissatisfied"


@dataclass(frozen=True, slots=True)
class ToggleTag(Intent):
    code: str


@dataclass(frozen=True, slots=True)
class ChooseCase(Intent):
    number: str


@dataclass(frozen=True, slots=True)
class Do(Intent):
    """One of the things that the page offers to do, by its name there."""

    name: str


@dataclass(frozen=True, slots=True)
class AnotherItem(Intent):
    """Start over at home with nothing carried over."""
