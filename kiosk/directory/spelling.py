"""What a name is found by, as tokens of a full-text index; and what somebody typed, as a question to it.

A name gives: each of its characters, each pair of neighbours (Chinese is written without blanks), every run of one to
four initials of its readings (`1gjj`), every reading (`2gong`), the initial that it begins with (`3z`), the pairs of
its organ's name (`4公安`), and the districts that have it (`5500107`). A question is a conjunction of such tokens: it
finds all that fits and now and then something that does not, since the index keeps no places (which makes it a third
as large); `Question.fits` then looks at each name itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

GRAM = 4  # initials in a run; a longer run of them is asked for as several
MOST_READINGS = 8  # ways to cut typed letters into syllables that are tried
MOST_CHARACTERS = 40  # of a question; the longest that the keyboard takes is shorter

_KEPT = re.compile(r"[\w〇]")
_HAN = re.compile(r"[\u3400-\u9fff〇]")
_FILLERS = re.compile(r"怎么|如何|我要|我想|帮我|请问|哪里|在哪|可以|一下|[的了吗呢么]")
_OPENER = re.compile(r"^(?:办理|办)(?=..)")
INITIALS = frozenset("abcdefghjklmnopqrstwxyz")


def plain(text: str) -> str:
    """Without signs and blanks, in small letters."""
    return "".join(_KEPT.findall(text.lower())).replace("_", "")


def readings(text: str) -> list[str]:
    """The usual reading of each character of a plain text, phrase by phrase; other signs stand for themselves.

    As `lazy_pinyin` has it, which cuts a text into phrases and reads each on its own: a phrase that came before is not
    read again, and most of them did. So the names of a whole directory are read in a fifth of the time.
    """
    from pypinyin.seg.simpleseg import seg  # noqa: PLC0415 (its dictionaries take a moment to load)

    return [one for phrase in seg(text) for one in _read(phrase)]


@lru_cache(65536)
def _read(phrase: str) -> tuple[str, ...]:
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    said = lazy_pinyin(phrase, style=Style.NORMAL, errors=list, v_to_u=False)  # type: ignore[arg-type]
    return tuple(one.lower() for one in said)


def tokens(name: str, said: list[str]) -> Iterator[str]:
    """Of a plain name with its readings."""
    yield from set(name)
    yield from {name[at : at + 2] for at in range(len(name) - 1)}
    initials = "".join(one[0] for one in said)
    yield from {f"1{initials[at : at + size]}" for size in range(1, GRAM + 1) for at in range(len(initials) - size + 1)}
    yield from {f"2{one}" for one in said}
    if initials:
        yield f"3{initials[0]}"


@dataclass(frozen=True)
class Question:
    """`match` is an FTS5 expression; `fits` says of a name and its readings (joined by blanks) whether they are meant,
    and where: 0 at the beginning, 1 later, None not at all."""

    match: str
    pattern: re.Pattern[str]
    han: bool

    def fits(self, name: str, said: str) -> int | None:
        found = self.pattern.search(name if self.han else said)
        return None if found is None else int(found.start() > 0)


def questions(typed: str) -> Iterator[Question]:
    """The questions for what was typed, the strictest first; none where nothing can be asked."""
    text = plain(typed)[:MOST_CHARACTERS]
    if _HAN.search(text):
        yield from _chinese(text)
    elif text:
        yield from _letters(text)


def _chinese(text: str) -> Iterator[Question]:
    """The characters as they stand; then without what people say around them; then in any order."""
    without = _OPENER.sub("", _FILLERS.sub("", text))
    for wanted in dict.fromkeys((text, without)):
        if wanted:
            pairs = [wanted[at : at + 2] for at in range(len(wanted) - 1)] or [wanted]
            organ = f" OR ({_all([f'4{pair}' for pair in pairs])})" if len(wanted) > 1 else ""
            yield Question(f"({_all(pairs)}){organ}", re.compile(re.escape(wanted)), True)
    if len(set(without)) > 1:
        each = "".join(f"(?=.*{re.escape(one)})" for one in sorted(set(without)))
        yield Question(_all(sorted(set(without))), re.compile(f"^{each}"), True)


def _letters(text: str) -> Iterator[Question]:
    if len(text) == 1:  # one letter fits nearly everything: only what begins with it
        yield Question(_all([f"3{text}"]), re.compile(rf"^{re.escape(text)}"), False)
        return
    cuts = cut(text)
    if cuts:
        whole = "|".join(" ".join(_piece(pieces, place) for place in range(len(pieces))) for pieces in cuts)
        match = " OR ".join(f"({_all(_wanted(pieces))})" for pieces in cuts)
        yield Question(match, re.compile(rf"(?:^|(?<= ))(?:{whole})"), False)


def _wanted(pieces: tuple[str, ...]) -> list[str]:
    """The last piece may be the beginning of a syllable: by its initial alone."""
    initials = "".join(one[0] for one in pieces)
    runs = [initials[at : at + GRAM] for at in range(max(1, len(initials) - GRAM + 1))]
    whole = sorted({f"2{one}" for one in pieces[:-1] if len(one) > 1})
    return [*(f"1{run}" for run in runs), *whole]


def _piece(pieces: tuple[str, ...], place: int) -> str:
    piece, last = re.escape(pieces[place]), place == len(pieces) - 1
    if last:
        return piece
    return piece if len(piece) > 1 else rf"{piece}[^ ]*"


def _all(wanted: list[str]) -> str:
    """FTS5 strings: quotes within are doubled; there are none left in plain text, but a grammar is not trusted."""
    return " AND ".join('"' + one.replace('"', '""') + '"' for one in wanted)


def cut(letters: str) -> tuple[tuple[str, ...], ...]:
    """Ways to read letters as syllables, initials and, at the end, a syllable that has begun; fewer pieces first.

    `gongjj` is gong j j; `xian` is xian, xi an, and x i… is not, since no syllable begins with i.
    """
    ends: dict[int, list[tuple[str, ...]]] = {len(letters): [()]}
    syllables = known_syllables()
    for at in range(len(letters) - 1, -1, -1):
        found: list[tuple[str, ...]] = []
        for size in range(min(6, len(letters) - at), 0, -1):
            piece, rest = letters[at : at + size], ends.get(at + size, [])
            last = at + size == len(letters)
            good = piece in syllables or (size == 1 and (piece in INITIALS or piece.isdigit()))
            if good or (last and piece in _beginnings()):
                found += [(piece, *more) for more in rest]
        ends[at] = sorted(found, key=len)[:MOST_READINGS]
    return tuple(ends[0])


@cache
def known_syllables() -> frozenset[str]:
    """Every syllable that a character of the basic set is read as, as it is typed (ü as v); from pypinyin's dictionary,
    as a file, because going through that takes 0.3 s in the middle of somebody's first letter."""
    return frozenset(Path(__file__).with_name("syllables.txt").read_text(encoding="ascii").split())


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(one[:size] for one in known_syllables() for size in range(1, len(one) + 1))
