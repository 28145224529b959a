"""Lines of Chinese and English text: where a line may end, and lines of even length.

Kivy's own wrapping knows no line-start rules (行首禁则, GB/T 15834 and W3C clreq 3.1.3): it begins lines with
，。） and the like. Latin words are kept whole unless they alone are wider than the line, and so are a number with its
unit (3 秒), —— and ……. So are Chinese words that the terminal uses: 余额 is not torn into 余 and 额.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from string import ascii_letters

NOT_AT_START = frozenset("，。、；：！？）》」』】〉〕〗］｝．”’…·～％℃,.;:!?)]}%‰°")
NOT_AT_END = frozenset("（《「『【〈〔〖［｛“‘([{￥¥$№")
_LENGTHS = (4, 3, 2)
_MONTH = re.compile(r"\d ?月$")
PAUSES = frozenset("，。；：？！")
_LATIN = frozenset(ascii_letters)
_NARROW = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "..."})
Measure = Callable[[str], float]


def is_wide(character: str) -> bool:
    """Chinese characters and their punctuation: a line may end on either side of them."""
    return (
        "\u2e80" <= character <= "\u9fff"
        or "\uf900" <= character <= "\uffef"
        or character in "“”‘’…·—"
        or character >= "\U00020000"
    )


def narrow(text: str) -> str:
    """Latin words without the signs that a Chinese face draws as wide as a character, with a hole beside them."""
    return text.translate(_NARROW)


def atoms(text: str, words: bool = True) -> list[str]:
    """The pieces that stay whole: a word with the punctuation that clings to it, a number and its unit."""
    joined: list[str] = []
    for piece in _words(_pieces(text)) if words else _pieces(text):
        before = joined[-1] if joined else ""
        last = before.rstrip()
        if last and _belong(last, before, piece):
            joined[-1] += piece
        elif piece[0] in NOT_AT_START and len(joined) > 1 and before == " ":
            space = joined.pop()  # a stop after a blank still belongs to what stands before the blank
            joined[-1] += space + piece
        else:
            joined.append(piece)
    return joined


@cache
def whole_words() -> frozenset[str]:
    """Chinese words of `_LENGTHS` characters; the file is made by `provisioning/install/whole_words.py`."""
    return frozenset(Path(__file__).with_name("whole_words.txt").read_text(encoding="utf-8").split())


def _words(pieces: list[str]) -> list[str]:
    """Single characters that are a word together become one piece, the longest word first."""
    known, out, at = whole_words(), list[str](), 0
    while at < len(pieces):
        word = pieces[at]
        if len(word) == 1 and is_wide(word):
            for length in _LENGTHS:
                longer = "".join(pieces[at : at + length])
                if len(longer) == length and longer in known:
                    word = longer
                    break
        out.append(word)
        at += len(word) if len(word) > 1 and is_wide(word[0]) else 1
    return out


def _belong(last: str, before: str, piece: str) -> bool:
    """Whether no line may end between these two; `before` may end with a blank, `last` does not."""
    if piece[0] in NOT_AT_START or last[-1] in NOT_AT_END:
        return True
    if piece == last[-1] and piece in "—…":
        return True
    blank = piece == " " and before == last
    if _MONTH.search(last):  # 12 月 5 日 is one day
        return blank or piece[0].isdecimal()
    unit = before == last + " " and is_wide(piece[0])
    return last[-1].isdecimal() and (blank or unit)


def _pieces(text: str) -> list[str]:
    """Single wide characters, blanks, and the words between them."""
    pieces: list[str] = []
    word = ""
    for place, character in enumerate(text):
        apostrophe = character == "’" and word != "" and text[place + 1 : place + 2] in _LATIN
        if apostrophe or (character != " " and not is_wide(character)):
            word += character
            continue
        if word:
            pieces.append(word)
            word = ""
        pieces.append(character)
    if word:
        pieces.append(word)
    return pieces


def _greedy(pieces: list[str], width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in pieces:
        if measure((line + piece).rstrip()) <= width:
            line += piece if line or piece != " " else ""
            continue
        if line.strip():
            lines.append(line.rstrip())
            line = ""
        if piece == " ":
            continue
        while measure(piece) > width and len(piece) > 1:  # a word wider than the line
            cut = _cut(piece, width, measure)
            lines.append(piece[:cut])
            piece = piece[cut:]  # noqa: PLW2901 - what is left of it
        line = piece
    if line.strip():
        lines.append(line.rstrip())
    return lines


def _cut(piece: str, width: float, measure: Measure) -> int:
    """How many characters of a piece that is too wide stand on the line; signs keep what they belong to."""
    most = len(piece)
    while most > 1 and measure(piece[:most]) > width:
        most -= 1
    for cut in range(most, 0, -1):
        if piece[cut] not in NOT_AT_START and piece[cut - 1] not in NOT_AT_END:
            return cut
    return most


def _at_a_pause(pieces: list[str], width: float, measure: Measure) -> list[str] | None:
    """Two lines that end at a comma, when neither is much shorter: so one reads it aloud."""
    best: tuple[float, list[str]] | None = None
    for index in range(1, len(pieces)):
        if pieces[index - 1][-1] not in PAUSES:
            continue
        one, two = "".join(pieces[:index]).rstrip(), "".join(pieces[index:]).strip()
        lengths = measure(one), measure(two)
        if max(lengths) <= width and min(lengths) >= 0.4 * max(lengths):
            difference = abs(lengths[0] - lengths[1])
            if best is None or difference < best[0]:
                best = (difference, [one, two])
    return best[1] if best else None


def wrap(text: str, width: float, measure: Measure, even: bool = True) -> list[str]:
    """Lines that fit `width`; `even` makes them as equal as the same number of lines allows."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        pieces = atoms(paragraph)
        whole = _greedy(pieces, width, measure)
        if len(whole) > 1:
            loose = atoms(paragraph, words=False)
            if len(torn := _greedy(loose, width, measure)) < len(whole):  # room goes before
                pieces, whole = loose, torn
        if even and 1 < len(whole) <= 4:
            widest = max(measure(piece) for piece in pieces)
            low, high = min(width, max(width / 2, widest)), width
            for _ in range(6):
                middle = (low + high) / 2
                if len(_greedy(pieces, middle, measure)) > len(whole):
                    low = middle
                else:
                    high = middle
            paused = _at_a_pause(pieces, width, measure) if len(whole) == 2 else None
            whole = paused or _greedy(pieces, high, measure)
        lines += whole or [""]
    return lines
