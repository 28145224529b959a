"""A signature by hand (手写签名) and what it is under: tied when it is made, and checked wherever it is read.

What was shown travels with it, word for word. `bound` is the SHA-256 of JSON `[SHA-256 of what was shown, time,
strokes]`: strokes that are put under anything else, or at another time, do not fit. It is no secret; that nobody makes
it anew on the way is the sealed envelope's part, and afterwards that of the platform's seal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kiosk.text import Text
from kiosk.words import say

Strokes = tuple[tuple[tuple[float, float, float], ...], ...]
"""(x, y) in shares of the field's width and height, and seconds since the first touch."""
LEAST_POINTS = 8  # a dot or a slip of the hand has fewer
LEAST_SPAN = 0.08  # of the field
MOST_STROKES, MOST_POINTS = 500, 5000  # of a signature, of a stroke: a hand that rests on the glass for minutes
EDGE = 10.0  # how far outside the field a point may lie, in its widths: a finger slips off, and no farther
LONGEST_S = 100_000.0  # since the first touch; a visit is long over by then
FIELD_ASPECT = 1.5  # width to height of the field that strokes are shares of, so that every drawing has their shape


class Means(StrEnum):
    PAD = "pad"  # on this terminal's glass
    PHONE = "phone"  # on a telephone, handed over by a code
    PRESS = "press"  # no ink: the statement was confirmed by a press of its own


@dataclass(frozen=True, repr=False)
class Signed:
    """`shown`: the lines that were on show, label and value parted by a tab, the statement last; time as RFC 3339."""

    shown: str
    language: str
    strokes: Strokes
    signed_at: str
    means: Means

    def record(self) -> dict[str, Any]:
        """As a submission has it (docs/api.md, "Inside a submission")."""
        ink = [stroke for stroke in self.strokes if stroke]
        digest = sha256(self.shown)
        return {
            "strokes": ink,
            "confirmed": not ink,
            "means": self.means,
            "language": self.language,
            "statement": self.shown,
            "statement_sha256": digest,
            "signed_at": self.signed_at,
            "bound": bound(digest, self.signed_at, ink),
        }


def is_signature(strokes: Strokes) -> bool:
    """Enough ink to be a name, and no more than the platform takes; whose it is nobody here can say."""
    points = [point for stroke in strokes for point in stroke]
    if len(points) < LEAST_POINTS or len(strokes) > MOST_STROKES or max(map(len, strokes)) > MOST_POINTS:
        return False
    if not all(abs(x) <= EDGE and abs(y) <= EDGE and 0 <= at <= LONGEST_S for x, y, at in points):
        return False  # also what is no number
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return max(max(xs) - min(xs), max(ys) - min(ys)) >= LEAST_SPAN


def shown_text(rows: Sequence[tuple[Text | str, Text | str]], statement: Text, language: str) -> str:
    lines = [line_of(label, value, language) for label, value in rows]
    return "\n".join([*lines, say(statement, language)])


def line_of(label: Text | str, value: Text | str, language: str) -> str:
    return f"{say(label, language)}\t{say(value, language)}"


def sha256(shown: str) -> str:
    return hashlib.sha256(shown.encode()).hexdigest()


def bound(statement_sha256: str, signed_at: str, strokes: Sequence[Any]) -> str:
    return hashlib.sha256(_json([statement_sha256, signed_at, strokes])).hexdigest()


def ink_sha256(strokes: Sequence[Any]) -> str:
    """Of the strokes alone: no hand writes the same twice, so what comes twice was copied."""
    return hashlib.sha256(_json(strokes)).hexdigest()


def fits(record: Mapping[str, Any]) -> bool:
    """Whether a signature is of the words and the moment that stand beside it."""
    digest = sha256(record["statement"])
    return (record["statement_sha256"], record["bound"]) == (
        digest,
        bound(digest, record["signed_at"], record["strokes"]),
    )


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()
