"""What stands in a field while it is being typed, and what a key makes of it. No window here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from kiosk.languages import language_of
from kiosk.typing.typist import Answer, Typist

DELETE, CLEAR, SPACE, SHIFT = "delete", "clear", "space", "shift"
CHINESE = ("handwriting", "pinyin", "stroke")
LATIN = ("english", "digits")
COMPOSING = ("pinyin", "stroke")
ASKED = 60  # candidates at once: more than a page of them
_MOST_LETTERS = 40  # of one composition; a long sentence has fewer


_NONE = Answer()


@dataclass(frozen=True)
class Typing:
    """`value` is what the field holds; `events` are the letters and choices of the composition beside it."""

    mode: str
    value: str = field(default="", repr=False)
    events: tuple[str | int, ...] = field(default=(), repr=False)
    answer: Answer = _NONE
    firsts: tuple[int, ...] = (0,)  # where each page of candidates begins, up to the one that is shown
    open: bool = False  # the candidates cover the keys
    rare: bool = False  # only characters beyond the everyday set
    upper: bool = False

    @property
    def composing(self) -> bool:
        return bool(self.events)


def offered(typist: Typist) -> tuple[str, ...]:
    """The tabs: a way of writing that cannot work here is not offered."""
    return tuple(mode for mode in CHINESE if mode in typist.modes) + LATIN


def begin(typist: Typist, value: str, preferred: str | None, language: str, senior: bool) -> Typing:
    """`preferred`: the way that this citizen has used before. Older people write by hand, others by pinyin."""
    modes = offered(typist)
    usual = "english" if language_of(language).script == "latin" else "handwriting" if senior else "pinyin"
    wished = [mode for mode in (preferred, usual, "pinyin", "handwriting") if mode in modes]
    return Typing(wished[0] if wished else "english", value)


def press(now: Typing, key: str, typist: Typist, most: int) -> Typing:
    """After a key: a character, or one of the named ones. `most`: characters that the field takes."""
    if key == SHIFT:
        return replace(now, upper=not now.upper)
    if key == CLEAR:
        return _still(replace(now, value=""))
    if key == DELETE:
        if now.composing:
            return _composed(now, now.events[:-1], typist, most)
        return replace(now, value=now.value[:-1])
    letter = len(key) == 1 and key.isascii() and (key.isalpha() or (key == "'" and now.composing))
    if now.mode in COMPOSING and letter:
        return _composed(now, (*now.events, key), typist, most) if len(now.events) < _MOST_LETTERS else now
    if now.composing and now.answer.candidates:
        now = choose(now, now.answer.candidates[0][0], typist, most)  # a space or a sign takes the first
        if key == SPACE or now.composing:
            return now
    return _added(now, " " if key == SPACE else key, most)


def choose(now: Typing, index: int, typist: Typist, most: int) -> Typing:
    """A candidate was touched."""
    if now.mode == "handwriting":
        chosen = next((text for at, text in now.answer.candidates if at == index), "")
        return _still(_added(now, chosen, most))
    return _composed(now, (*now.events, index), typist, most)


def turn(now: Typing, mode: str) -> Typing:
    return _still(replace(now, mode=mode, upper=False))


def more(now: Typing, typist: Typist, *, open_: bool | None = None, rare: bool | None = None) -> Typing:
    """Show the candidates over the keys, or no longer; only the rare ones, or all."""
    now = replace(now, open=now.open if open_ is None else open_, rare=now.rare if rare is None else rare)
    return _asked(replace(now, firsts=(0,), rare=now.rare and now.open), typist)


def following(now: Typing, shown: int, typist: Typist) -> Typing:
    """The next page of candidates, after the `shown` ones of this."""
    return _asked(replace(now, firsts=(*now.firsts, now.firsts[-1] + shown)), typist)


def preceding(now: Typing, typist: Typist) -> Typing:
    return _asked(replace(now, firsts=now.firsts[:-1] or (0,)), typist)


def wrote(now: Typing, answer: Answer) -> Typing:
    """What the strokes on the pad may be."""
    return replace(now, answer=answer, firsts=(0,))


def query(now: Typing) -> str:
    """What to search for: finished characters, or the letters as long as there are none."""
    if now.value:
        return now.value
    chosen = re.sub(r"[^\u3400-\u9fff\U00020000-\U0003ffff]", "", now.answer.preedit)
    if chosen or now.mode != "pinyin":
        return chosen if now.mode == "pinyin" else ""
    return "".join(event for event in now.events if isinstance(event, str) and event != "'")


# ---- inside -------------------------------------------------------------------------------------
def _still(now: Typing) -> Typing:
    """Nothing is being composed."""
    return replace(now, events=(), answer=_NONE, firsts=(0,), open=False, rare=False)


def _added(now: Typing, text: str, most: int) -> Typing:
    return replace(now, value=now.value + text) if len(now.value) + len(text) <= most else now


def _composed(now: Typing, events: tuple[str | int, ...], typist: Typist, most: int) -> Typing:
    if not events:
        return _still(now)
    return _asked(replace(now, events=events, firsts=(0,)), typist, most)


def _asked(now: Typing, typist: Typist, most: int = 0) -> Typing:
    """With the engine's answer; what it has finished goes into the field. Without an engine, Latin letters remain."""
    if not now.composing:
        return now
    answer = typist.compose(now.mode, now.events, now.firsts[-1], ASKED, now.rare)
    if answer is None:
        return turn(now, "english" if now.mode not in offered(typist) else now.mode)
    if answer.committed and not answer.preedit:
        return _still(_added(now, answer.committed, most))
    return replace(now, answer=answer)
