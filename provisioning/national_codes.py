"""National codings of ratings and commitments, at the platform's edge, where words become numbers and back.

Terminal and platform speak words (kiosk/contract/ratings.py). What goes out to the national exchange, or comes in from
another system, passes one of these adapters: the sources disagree about the direction, and an inversion would turn
praise into complaints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from kiosk.contract.ratings import Channel, Commitment, Rated, Satisfaction
from provisioning.clock import CHINA

Word = TypeVar("Word", bound=StrEnum)


class NoCode(Exception):
    """The coding has no place for it, or no such code. One sentence."""


@dataclass(frozen=True)
class Coding(Generic[Word]):
    """`source` says where it stands. Both directions are made from the one table."""

    source: str
    codes: Mapping[Word, str]

    def code(self, word: Word) -> str:
        """Raises `NoCode`."""
        if word not in self.codes:
            raise NoCode(f"{self.source} has no code for {word}")
        return self.codes[word]

    def word(self, code: str) -> Word:
        """Raises `NoCode`."""
        found = [word for word, known in self.codes.items() if known == code]
        if not found:
            raise NoCode(f"{self.source} knows no code of this value")
        return found[0]


_BEST_FIRST = (
    Satisfaction.VERY_SATISFIED,
    Satisfaction.SATISFIED,
    Satisfaction.FAIRLY_SATISFIED,
    Satisfaction.DISSATISFIED,
    Satisfaction.VERY_DISSATISFIED,
)

GBT_39046 = Coding("GB/T 39046-2020, table A.8", {word: str(number) for number, word in enumerate(_BEST_FIRST, 1)})
"""1 = 非常满意 … 5 = 非常不满意."""

EXCHANGE = Coding(
    "the national rating exchange interface, satisfaction",
    {word: str(number) for number, word in enumerate(reversed(_BEST_FIRST), 1)},
)
"""1 = 非常不满意 … 5 = 非常满意."""

EXCHANGE_CHANNEL = Coding(
    "the national rating exchange interface, pf",
    {
        Channel.WEB: "1",
        Channel.MOBILE: "2",
        Channel.QR_CODE: "3",
        Channel.HALL_TABLET: "4",
        Channel.SELF_SERVICE: "5",
        Channel.PHONE: "6",
        Channel.TEXT_MESSAGE: "7",
    },
)
"""A terminal that reported 2 or 3 would break the rule that every channel is covered."""

GBT_39046_COMMITMENT = Coding(
    "GB/T 39046-2020, table A.6",
    {Commitment.INSTANT: "1", Commitment.PROMISED: "2", Commitment.OTHER: "9"},
)
INVERTED_COMMITMENT = Coding(
    "provincial interfaces with 承诺件 first", {Commitment.PROMISED: "1", Commitment.INSTANT: "2"}
)


OWN_OBJECT = Coding(
    "an extension of this platform: the national interface rates matters alone",
    {Rated.ITEM: "1", Rated.TERMINAL: "2", Rated.SYSTEM: "3"},
)
"""What is no matter has no `projectNo` and no `taskCode`: it stands in fields of its own, and is no matter's rating."""


def exchange_row(row: Mapping[str, object]) -> dict[str, object] | None:
    """A stored rating as the exchange interface has it; None for one that nobody gave: it is reported as no level.

    `row`: `subject`, `item`, `level`, `tags`, `channel`, `object`, `rated_at` (RFC 3339) and `assess_number`. What
    citizens wrote is not in it: words go out only after somebody has read them (审核).
    """
    level, rated = Satisfaction(str(row["level"])), Rated(str(row["object"]))
    if level is Satisfaction.NOT_RATED:
        return None
    tags = row["tags"]
    assert isinstance(tags, list)
    matter = {"projectNo": row["subject"], "taskCode": row["item"]}
    other = {"evalObject": OWN_OBJECT.code(rated), "evalObjectNo": row["subject"]}
    return (matter if rated is Rated.ITEM else other) | {
        "satisfaction": EXCHANGE.code(level),
        "evalDetail": ",".join(map(str, tags)),
        "assessNumber": row["assess_number"],
        "assessTime": _compact(str(row["rated_at"])),
        "pf": EXCHANGE_CHANNEL.code(Channel(str(row["channel"]))),
        "isAnonymous": "1",
        "isDefault": "2",  # never rated by the system in somebody's stead
    }


def _compact(moment: str) -> str:
    """`YYYYMMDDThhmmss` by China's clock, as GB/T 39046-2020 writes times."""
    return datetime.fromisoformat(moment).astimezone(CHINA).strftime("%Y%m%dT%H%M%S")
