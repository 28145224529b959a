"""A licence in place of a page, as a submission refers to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.text import Localized


@dataclass(frozen=True)
class LicenceUse:
    """`usage`: the platform's record of the consent (docs/api.md, "Licences")."""

    identifier: str = field(repr=False)
    usage: str
    grade: str
    title: Localized
