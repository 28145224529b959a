"""What a step works with: the terminal's equipment, and the one visit that is under way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from enum import Enum, auto

from kiosk.catalogue.model import Catalogue, Item
from kiosk.catalogue.plan import Need
from kiosk.catalogue.search import SearchIndex
from kiosk.devices import Devices
from kiosk.directory.index import DirectoryIndex
from kiosk.errands import Errands
from kiosk.health import Health
from kiosk.maintenance.door import Door
from kiosk.pace import USUAL, Pace
from kiosk.payments.keeper import Keeper
from kiosk.platform import Platform
from kiosk.settings import Settings
from kiosk.shelf import Shelf
from kiosk.text import Localized
from kiosk.usage.books import Books
from kiosk.visit import intents as i
from kiosk.visit.browsing import Browsing
from kiosk.visit.stage import Stage
from kiosk.visit.visitor import Visitor
from offline_cache.outbox import Outbox
from offline_cache.records import Slot
from offline_cache.sealing import Prepared, Sealer


class Move(Enum):
    """Where a step ends."""

    ON = auto()
    BACK = auto()
    SETTLED = auto()  # on, and there is no way back to before it


@dataclass(frozen=True)
class Equipment:
    settings: Settings
    stage: Stage
    devices: Devices
    catalogue: Catalogue
    index: SearchIndex
    outbox: Outbox
    sealing_key: Sealer
    platform: Platform
    health: Health
    pace: Pace = USUAL
    directory: DirectoryIndex | None = None  # the whole directory; None: nobody looks it up here
    shelf: Shelf | None = None  # what the platform published to be read; None: nothing is
    errands: Errands = field(default_factory=Errands)
    payments: Keeper | None = None  # None: this terminal keeps no journal, and nothing is paid here
    door: Door = field(default_factory=lambda: Door(""))  # to the technician's page
    usage: Books | None = None  # None: visits are not counted here
    start_anew: Callable[[], None] = lambda: None  # ends the window's process; its supervisor starts another


@dataclass(frozen=True)
class Outcome:
    """What the citizen leaves with. `kind` as in `DoneView`; `key` is what a rating is about."""

    kind: str
    key: str
    number: str
    title: Localized = field(repr=False)


@dataclass(frozen=True)
class Corrects:
    """What is handed in completes a case (补正): its number, and the notice that asked for it."""

    case: str
    notice: str


@dataclass(frozen=True)
class KnownDraft:
    """A draft that the platform keeps, as this terminal saw it last."""

    id: str
    version: str
    item_code: str


@dataclass(repr=False)
class Visit:
    kit: Equipment
    visitor: Visitor = field(default_factory=Visitor)
    browsing: Browsing = field(default_factory=Browsing)
    chosen: Item | None = None
    wanted: Item | None = None  # what a column led to: home opens it at once
    need: Need | None = None  # what was last asked for when somebody said who they are
    slot: Slot | None = None  # reserved in the outbox and not yet committed
    prepared: Prepared | None = None  # the envelope of what will be handed in under that slot
    corrects: Corrects | None = None
    draft: KnownDraft | None = None  # what is filled in is kept by the platform as this draft
    asks_a_person: bool = False  # what is handed in is not to be decided by rules
    outcome: Outcome | None = None
    sheet: bool = False  # a certificate was printed, and lies in the tray
    rating_level: str | None = None
    rating_tags: frozenset[str] = frozenset()
    rating_words: str = ""  # in the citizen's own words
    rated: bool = False  # the rating, or that there was none, is in the outbox
    returnable: bool = False  # there is a step to go back to
    backwards: bool = False  # the step was reached by going back
    uninterrupted: bool = False  # exit waits: what was accepted is being written down or printed
    card_left: str = ""  # means: a card that nobody took lies in that reader
    another: bool = False  # the citizen stays for another item
    service: str = ""  # the last that was opened
    begun: bool = False  # more than the guide of the item was seen

    @property
    def item(self) -> Item:
        assert self.chosen is not None
        return self.chosen

    @property
    def stage(self) -> Stage:
        return self.kit.stage

    @property
    def back(self) -> tuple[type[i.Back], ...]:
        """`Back` among the intents that a step asks for, where there is a step to go back to."""
        return (i.Back,) if self.returnable else ()

    def next_item(self) -> None:
        """For another item: who the citizen is stays, all that belongs to the item before goes."""
        self.visitor.forget_item()
        empty, keep = Visit(self.kit), {"kit", "visitor", "card_left"}
        for each in fields(self):
            if each.name not in keep:
                setattr(self, each.name, getattr(empty, each.name))

    def wipe(self) -> None:
        self.visitor.wipe()
        self.chosen = None
        self.slot = None
        self.prepared = None
        self.corrects = None
        self.asks_a_person = False
        self.draft = None
        self.outcome = None
        self.rating_words = ""
        self.browsing = Browsing()
