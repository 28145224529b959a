"""What every body of the interface is."""

from __future__ import annotations

from typing import Annotated

import msgspec


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """A JSON object. Unknown members are ignored, so that either side may be the older one; nothing of it is
    ever shown by `repr`, which ends in logs."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"


Moment = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$", description="RFC 3339, UTC")]
Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\d$", description="a calendar day in China")]
ItemCode = Annotated[
    str, msgspec.Meta(min_length=1, max_length=31, description="implementation code 实施编码, 31 characters")
]
Fen = Annotated[int, msgspec.Meta(ge=0, description="an amount of money in fen (0.01 yuan)")]
Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$", description="SHA-256, lower-case hex")]
