"""Pages of a form beside the single question."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Localized, Text
from kiosk.visit.views import View


@dataclass(frozen=True)
class EntryRow:
    index: int  # key for Do: change:<index>, remove:<index>
    words: Localized  # masked


@dataclass(frozen=True)
class GatherView(View):
    """A list: Do "add", "change:0", "remove:0"; Next is on. `label` is what one entry is called."""

    name: str
    title: Localized
    hint: Localized | None
    label: Localized
    rows: tuple[EntryRow, ...]
    least: int = 0
    full: bool = False
    error: Text | None = None


@dataclass(frozen=True)
class Remark:
    """Something that should be looked at before it is handed in. `row` is the key for Edit."""

    row: str
    label: Text
    sentence: Text
    must: bool  # it cannot be handed in like this


@dataclass(frozen=True)
class RemarksView(View):
    """What the checks before handing in found: Edit a row; Next hands in as it is, to a person."""

    remarks: tuple[Remark, ...]
    may_go_on: bool


@dataclass(frozen=True)
class DeclareView(View):
    """告知承诺: what is declared in place of a paper. Next declares it."""

    material: Localized
    statement: Localized
