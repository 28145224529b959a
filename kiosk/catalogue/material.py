"""What an item asks the citizen to hand in."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Localized


@dataclass(frozen=True)
class Material:
    """What a citizen hands in (申请材料).

    `source`: "scan" under the document camera · "photo" taken by the face camera · "office" is handed over or
    taken at the office later, so that the terminal only says so. `size`: "A4" or "id_card" (85.6 × 54 mm).
    """

    name: str
    title: Localized
    required: bool
    source: str
    size: str
    hint: Localized | None = None
    licences: tuple[str, ...] = ()  # kinds of e-licence that stand for it (kiosk/contract/licences.py)
    declaration: Localized | None = None  # 告知承诺: what is declared in its place; None: nothing can be
    later_days: int | None = None  # 容缺后补: within so many days it may be handed in afterwards; None: it may not
