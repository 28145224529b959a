"""Why a card was not read. What cannot be true is named by its field, never by its value."""

from __future__ import annotations


class OtherCard(Exception):
    """The card answers, but is of another kind."""


class BadCard(Exception):
    """The right kind of card, which answers with errors where it must not."""


class BadCardData(Exception):
    """What the card gave cannot be true; the text names the field, never its value."""


# Status words that say "not here": file or record missing, wrong P1 P2, instruction or class unknown.
NOT_HERE = (0x6A80, 0x6A81, 0x6A82, 0x6A83, 0x6A86, 0x6A88, 0x6B00, 0x6D00, 0x6E00, 0x6700, 0x6981, 0x6985)


def refused(what: str, sw: int, absent: type[Exception]) -> Exception:
    """The error for a status word: `absent` where it says "not here", else `BadCard`."""
    return (absent if sw in NOT_HERE else BadCard)(f"{what}: status word {sw:04X}")
