"""What every body of the interface is."""

from __future__ import annotations

from functools import cache
from typing import Annotated, get_args, get_type_hints

import msgspec

from kiosk.clock import on_the_wall


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """A JSON object. Unknown members are ignored, so that either side may be the older one; nothing of it is
    ever shown by `repr`, which ends in logs. A `Moment` in it is one: no 30 February, which a pattern lets through."""

    def __post_init__(self) -> None:
        for name in _moments(type(self)):
            if moment := getattr(self, name):
                check_moment(moment)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"


def check_moment(text: str) -> None:
    """Raises `ValueError` where no clock on a wall shows it."""
    try:
        on_the_wall(text)
    except OverflowError as error:
        raise ValueError("a moment after the last one") from error


Moment = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$", description="RFC 3339, UTC")]
Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\d$", description="a calendar day in China")]
ItemCode = Annotated[
    str, msgspec.Meta(min_length=1, max_length=31, description="implementation code 实施编码, 31 characters")
]
Fen = Annotated[int, msgspec.Meta(ge=0, description="an amount of money in fen (0.01 yuan)")]
Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$", description="SHA-256, lower-case hex")]


@cache
def _moments(of: type[Model]) -> tuple[str, ...]:
    hints = get_type_hints(of, include_extras=True)
    return tuple(name for name, hint in hints.items() if Moment in (hint, *get_args(hint)))
