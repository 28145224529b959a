"""What an opened submission says that its case is made from; the rest of it stays sealed."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.catalogue.model import Item
from kiosk.contract.cases import Correction, Wanted
from kiosk.text import Localized
from provisioning.files import only_one, write_whole
from provisioning.sandbox.cases.deciding import Finding

KEY_FILE = "holders.key"


@dataclass(frozen=True)
class Part:
    """One case to be opened: the item itself, or one child of a package. `waits_for`: parts decided before; `later`:
    papers that follow (容缺后补), asked for from the start as a correction is; `note`: how its timeline begins."""

    name: str  # within its package; empty: the item itself
    title: Localized
    item: str
    days: int
    ways: tuple[str, ...]
    waits_for: tuple[str, ...] = ()
    later: Correction | None = None
    note: Localized | None = None


@dataclass(frozen=True)
class Filing:
    """`corrects`: number of the case that this completes, and `given` the papers that it brings; None: it is a new
    one. `findings` None: the item is one that a person decides."""

    key: str
    own_number: str
    holder: str
    part: Part
    children: tuple[Part, ...] = ()
    findings: tuple[Finding, ...] | None = field(default=None, repr=False)
    corrects: str | None = None
    given: frozenset[str] = frozenset()


class Holders:
    """Whose a case is, as a keyed digest: the database alone tells nobody."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def open(cls, folder: Path) -> Holders:
        """Raises `OSError`."""
        with only_one(folder / ".keys.lock"):
            if not (folder / KEY_FILE).exists():
                write_whole(folder / KEY_FILE, secrets.token_bytes(32))
        return cls((folder / KEY_FILE).read_bytes())

    def digest(self, number: str) -> str:
        return hashlib.blake2b(number.strip().upper().encode(), key=self._secret, digest_size=20).hexdigest()

    def of(self, content: Mapping[str, Any], session_number: str | None) -> str:
        """`session_number`: of the citizen of the session that the submission names, where it is still open."""
        evidence = (content.get("identity") or {}).get("evidence") or {}
        number = session_number or evidence.get("id_number") or ""
        return self.digest(number) if isinstance(number, str) and number.strip() else ""


def ways_of(item: Item) -> tuple[str, ...]:
    """How its result can be had. A registration that nobody carries away has no paper to fetch."""
    ways: tuple[str, ...] = ("pickup", "post") if "certificate_print" in item.outputs else ()
    if item.commitment_days > 0:  # what is printed here at once needs no box
        ways = ("pickup", "locker", "post")
    return (*ways, "print") if "certificate_print" in item.outputs else ways


def later_of(papers: Mapping[str, Localized], content: Mapping[str, Any], notice: str) -> Correction | None:
    """Which of these papers were left to later, until the last of their days; None: none was."""
    left = {one["name"]: one["later"] for one in content["materials"] if "later" in one and one["name"] in papers}
    if not left:
        return None
    why = Localized("容缺受理，请按时补交", "Taken up without it; please hand it in in time")
    wanted = tuple(Wanted(kind="material", name=name, why=why) for name in left)
    return Correction(notice=notice, wanted=wanted, until=max(left.values()))


def declared_note(papers: Mapping[str, Localized], content: Mapping[str, Any]) -> Localized | None:
    """Which of these papers a declaration stands for (告知承诺); None: for none."""
    names = [one["name"] for one in content["materials"] if "declared" in one and one["name"] in papers]
    zh, en = "、".join(papers[name].zh for name in names), ", ".join(papers[name].en for name in names)
    return Localized(f"以承诺代替材料：{zh}", f"Declared in the place of papers: {en}") if names else None


def new_notice() -> str:
    return secrets.token_hex(6)


def given_in(content: Mapping[str, Any]) -> frozenset[str]:
    """Papers that came, as pages or as a licence."""
    return frozenset(one["name"] for one in content["materials"] if one["pages"] or one.get("licence") is not None)


def part_of(item: Item, content: Mapping[str, Any]) -> Part:
    """A correction is the paper itself: nothing of it follows."""
    papers = {one.name: one.title for one in item.asked_materials}
    later = later_of(papers, content, new_notice()) if content.get("corrects") is None else None
    note = declared_note(papers, content)
    return Part("", item.name, item.code, item.commitment_days, ways_of(item), (), later, note)
