"""The catalogue as values: what an item is, what it asks for, which steps and devices that calls for.

Field terms follow the national item list (政务服务事项实施清单, GB/T 39554.1 and GB/T 39046). Nothing here
is about a citizen: answers live in the visit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from kiosk.catalogue.area import Area
from kiosk.catalogue.hours import Hours
from kiosk.catalogue.material import Material
from kiosk.catalogue.package import Package
from kiosk.text import Localized


class Kind(StrEnum):
    """What an item gives the citizen."""

    QUERY = "query"  # 查询: an answer on the screen
    CERTIFICATE = "certificate"  # 打印证明: a sealed page to take away
    APPLICATION = "application"  # 申报: a submission that an organ decides on
    APPOINTMENT = "appointment"  # 预约: a time at an office
    PAYMENT = "payment"  # 缴费: money owed, paid here
    PACKAGE = "package"  # 一件事: several items through one form


class Step(StrEnum):
    """One part of a visit; `kiosk/visit` has a coroutine for each."""

    GUIDE = "guide"
    IDENTIFY = "identify"
    FACE = "face"
    FORM = "form"
    MATERIALS = "materials"
    QUERY = "query"  # ask the platform and show what it found
    CHECK = "check"
    SIGN = "sign"
    PAYMENT = "payment"
    SUBMIT = "submit"
    PRINT = "print"  # a certificate on A4, or an endorsement in a travel document
    RECEIPT = "receipt"
    RATE = "rate"


SLIPS = frozenset({"receipt", "payment_receipt", "appointment_slip"})
"""Outputs that come out of the receipt printer."""

PRINTS = frozenset({"certificate_print", "document_endorsement"})

MEANS: dict[str, str | None] = {
    "id_card": "id_card_reader",
    "social_security_card": "card_reader",
    "bank_card": "card_reader",
    "exit_entry_permit": None,  # its number is typed: the platform knows whose it is
    "e_business_licence": None,  # a telephone scans the terminal's screen
    "number": None,  # a citizen's number, typed: a proof only together with a face or a code
    "qr_code": "scanner",  # the code of the electronic social security card, on a telephone
}
"""Ways to say who one is, with the device that each needs, if any, named as in `docs/architecture.md`."""


@dataclass(frozen=True)
class Identity:
    """`level`: "none", "single" (a card, or a face with a number) or "strong" (a card and a face).

    `means` are alternatives, the usual one first. `together` means that all are needed.
    """

    level: str
    means: tuple[str, ...]
    face: bool
    together: bool = False


@dataclass(frozen=True)
class Guide:
    """The guide (办事指南) with the elements of GB/T 36114. `basis` holds the titles of laws and documents."""

    who: Localized
    bring: Localized
    how: Localized
    elsewhere: Localized
    basis: tuple[Localized, ...]
    legal_time: Localized
    promised_time: Localized
    fee: Localized
    fee_basis: Localized
    result: Localized
    visits: int  # 到办事现场次数
    consult_phone: str
    complaint_phone: str
    steps: tuple[Localized, ...]
    notes: tuple[Localized, ...]
    version: str
    updated: str  # YYYY-MM-DD
    tickets: bool = False  # the window where it is done as well gives tickets for its queue (取号)


@dataclass(frozen=True)
class Category:
    name: str
    title: Localized
    icon: str


@dataclass(frozen=True)
class Item:
    """An item (事项). `form` is a JSON Schema 2020-12 whose properties carry `x-kiosk` (see `fields.py`).

    `legal_days` and `commitment_days` are working days; `legal_days` is None where no law sets a limit.
    `fee_fen` is None where the amount depends on the answers or on what is owed; `fee_note` then says how.
    """

    code: str  # 实施编码, 31 characters
    short: str  # "YB04"
    name: Localized
    title: Localized  # friendly name for a tile, at most 9 Chinese characters
    plain: Localized  # as people say it: "养老金发了多少"
    kind: Kind
    category: str
    department: Localized
    icon: str
    instant: bool  # 即办件
    commitment_days: int  # 承诺办结时限
    legal_days: int | None  # 法定办结时限
    fee_fen: int | None
    fee_note: Localized | None
    identity: Identity
    applicants: tuple[str, ...]  # "natural_person", "enterprise", …: GB/T 39046 table A.4
    form: Mapping[str, Any] = field(repr=False)
    materials: tuple[Material, ...]
    signature: bool
    outputs: tuple[str, ...]
    offline: bool  # may be accepted while the platform is away
    offline_days: int | None  # a submission that waits longer here is given up; None: it waits until it is sent
    guide: Guide = field(repr=False)
    popularity: int  # 0 to 100
    elder: bool  # comes first for seniors
    minutes: int  # how long it takes here
    aliases: tuple[str, ...] = field(repr=False)  # words that citizens search by
    verify_before_use: tuple[str, ...] = field(repr=False)  # what is indicative, as paths within the item
    hours: Hours | None = None  # None: day and night
    area: Area | None = None  # 通办范围; None: not said, so that every terminal offers it
    package: Package | None = field(default=None, repr=False)  # what it consists of; None: not known here

    @property
    def pays_here(self) -> bool:
        return self.kind is Kind.PAYMENT or "payment_receipt" in self.outputs

    @property
    def prints_here(self) -> frozenset[str]:
        """What is printed within the visit; what an organ decides on later is printed when it is ready."""
        return PRINTS.intersection(self.outputs) if self.instant else frozenset()

    @property
    def asked_materials(self) -> tuple[Material, ...]:
        """Materials that the terminal itself takes."""
        return tuple(material for material in self.materials if material.source in ("scan", "photo"))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps that this item's data calls for, in order."""
        return tuple(_steps(self))

    @cached_property
    def devices(self) -> frozenset[str]:
        """Devices without which it cannot be finished. Where means are alternatives, the usual one counts."""
        return frozenset(_devices(self))


@dataclass(frozen=True)
class Catalogue:
    """`sample` is true for the catalogue that comes with the program: `source_note` says what it is."""

    version: str
    sample: bool
    source_note: Localized
    categories: tuple[Category, ...]
    items: tuple[Item, ...]
    words: tuple[str, ...] = field(default=(), repr=False)  # common words that searching offers
    further: tuple[Item, ...] = field(default=(), repr=False)  # packages beside the items, of a document of their own

    @cached_property
    def _by_name(self) -> dict[str, Item]:
        return {name: item for item in (*self.items, *self.further) for name in (item.code, item.short)}

    def find(self, name: str) -> Item | None:
        """The item of this implementation code or short code."""
        return self._by_name.get(name.strip().upper())

    def of(self, category: str | None) -> tuple[Item, ...]:
        """A category's items (None: all of the catalogue's own), the most used first."""
        items = [item for item in self.items if category is None or item.category == category]
        items += [item for item in self.further if item.category == category]
        return tuple(sorted(items, key=lambda item: -item.popularity))

    @property
    def icons(self) -> frozenset[str]:
        """Every icon that drawing this catalogue takes."""
        return frozenset(item.icon for item in (*self.items, *self.further)) | {
            category.icon for category in self.categories
        }


def _steps(item: Item) -> Iterator[Step]:
    yield Step.GUIDE
    if item.identity.means:
        yield Step.IDENTIFY
    if item.identity.face:
        yield Step.FACE
    if item.form.get("properties"):
        yield Step.FORM
    if item.asked_materials:
        yield Step.MATERIALS
    if item.kind in (Kind.QUERY, Kind.CERTIFICATE, Kind.PAYMENT):
        yield Step.QUERY
    else:
        yield Step.CHECK
        if item.signature:
            yield Step.SIGN
    if item.pays_here:
        yield Step.PAYMENT
    if item.kind in (Kind.APPLICATION, Kind.APPOINTMENT, Kind.PACKAGE):
        yield Step.SUBMIT
    if item.prints_here:
        yield Step.PRINT
    if SLIPS.intersection(item.outputs):
        yield Step.RECEIPT
    yield Step.RATE


def _devices(item: Item) -> Iterator[str]:
    means = item.identity.means if item.identity.together else item.identity.means[:1]
    for one in means:
        if (device := MEANS[one]) is not None:
            yield device
    sources = {material.source for material in item.asked_materials}
    if "photo" in sources:  # who it is can be shown without a camera, too
        yield "face_camera"
    if "scan" in sources:
        yield "document_camera"
    if SLIPS.intersection(item.outputs):
        yield "receipt_printer"
    if "certificate_print" in item.prints_here:
        yield "document_printer"
    if "document_endorsement" in item.prints_here:
        yield "endorsement_printer"
