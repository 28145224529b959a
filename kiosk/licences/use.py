"""What licences are used for in a visit: in place of a page, and to fill in a form."""

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


@dataclass(frozen=True)
class Filled:
    """What a field of a licence says, to be suggested for a question. `usage`: as above; `title`: whose it is said to
    be, such as "户口簿"."""

    value: str = field(repr=False)
    identifier: str = field(repr=False)
    usage: str
    title: Localized
