"""A signature that was compared with what was shown, on its way into the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.text import Localized


@dataclass(frozen=True)
class Signable:
    """The submission's content. `agrees`: each answer that was handed in stands in what was shown."""

    content: Mapping[str, Any] = field(repr=False)
    title: Localized
    agrees: bool
