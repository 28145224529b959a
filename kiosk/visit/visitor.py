"""Everything that a citizen gave or was shown, in one place, so that it can go at one stroke."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from kiosk.contract.identity import Session
from kiosk.contract.payments import Bill, Order
from kiosk.contract.queries import QueryResult
from kiosk.licences.use import Filled, LicenceUse
from kiosk.masking import mask_name
from kiosk.signing import Signed, Strokes
from kiosk.text import Localized, Message, message
from kiosk.visit.views import Picture

LOGIN = frozenset({"means", "evidence", "session", "holds"})
"""The fields that say who it is; the others belong to one item."""


@dataclass(frozen=True)
class Instead:
    """In place of a paper. Declared (告知承诺): its `statement`; or handed in later (容缺后补): `by`, the last day."""

    statement: Localized | None = None
    by: str = ""  # YYYY-MM-DD


NOBODY = Localized("", "")


@dataclass(frozen=True, repr=False)
class Shot:
    """A picture that was taken: what will be sent, and how it looked on the screen."""

    jpeg: bytes
    picture: Picture
    doubt: str = ""  # what was wrong with it when the citizen took it all the same: "blurred", "dark" …

    @property
    def why(self) -> Message | None:
        """What is doubtful about it, in words."""
        return message(f"precheck.doubt.{self.doubt}") if self.doubt else None

    @property
    def hint(self) -> Message | None:
        """To whoever looks at it and may take another one."""
        return message("visit.doubtful", why=self.why) if self.why else None


@dataclass(repr=False)
class Visitor:
    """In memory only, for the visit only. Nothing else in the terminal may keep a reference to what stands here."""

    means: str = ""  # "id_card", "social_security_card" or "qr_code"
    evidence: dict[str, str] = field(default_factory=dict)  # docs/api.md, "Evidence"
    session: Session | None = None  # None: the platform was away
    holds: frozenset[str] = frozenset()  # other documents that the platform found to be this person's
    face: Shot | None = None
    face_declined: bool = False
    answers: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, list[Shot]] = field(default_factory=dict)  # by material
    licences: dict[str, LicenceUse] = field(default_factory=dict)  # by material: what stands in for its pages
    instead: dict[str, Instead] = field(default_factory=dict)  # by material: what is done about it in another way
    offered: set[str] = field(default_factory=set)  # materials and kinds for which was asked, taken or not
    filled: dict[str, Filled] = field(default_factory=dict)  # by a question's `prefill`: what a licence says there
    strokes: Strokes = ()
    signed: Signed | None = None  # what `strokes` are under; nothing where they were taken away
    result: QueryResult | None = None
    payee: Localized = NOBODY  # who charges
    payer: str = ""  # whose bills they are, masked
    bills: tuple[Bill, ...] = ()  # what is to be paid
    order: Order | None = None  # what became of it
    reader: str = ""  # of the means, the last that takes a card: one may still lie there though a code was shown

    def __repr__(self) -> str:
        return "Visitor(…)"

    @property
    def name(self) -> str:
        return self.evidence.get("name", "")

    @property
    def masked_name(self) -> str:
        """As the card says it, or else as the platform does; empty: nobody was named."""
        subject = self.session.subject if self.session is not None else None
        if subject is not None and subject.organisation:
            return subject.organisation  # in whose name it is done; public
        return mask_name(self.name or (subject.name if subject else ""))  # a masked name stays as it is

    @property
    def id_number(self) -> str:
        return self.evidence.get("id_number", "")

    def proved(self, level: str) -> bool:
        """Whether the platform is as sure of the person as an item asks."""
        return self.session is not None and self.session.level.reaches(level)

    @property
    def known(self) -> bool:
        """Whether somebody said who they are, here or also to the platform."""
        return self.session is not None or bool(self.evidence)

    def forget_item(self) -> None:
        """All but who it is: what was answered, shown and photographed for the item before."""
        self.answers.clear()
        self.pages.clear()
        empty = Visitor()
        for each in fields(self):
            if each.name not in LOGIN:
                setattr(self, each.name, getattr(empty, each.name))

    def wipe(self) -> None:
        """Empty the containers as well as the fields: somebody may still hold one of them."""
        for container in (
            self.evidence,
            self.answers,
            self.pages,
            self.licences,
            self.instead,
            self.offered,
            self.filled,
        ):
            container.clear()
        empty = Visitor()
        for each in fields(self):
            setattr(self, each.name, getattr(empty, each.name))
