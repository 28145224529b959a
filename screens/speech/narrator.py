"""Decides when something is said: at a new page, at a change on it, when the keypad moves, at a warning, at an alarm.

Without headphones it says alarms alone, out of the loudspeaker: nothing there names anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from kiosk.visit.snapshot import Snapshot
from kiosk.visit.views import DoneView, FarewellView, TakeCardView, View
from screens.focus import Focus
from screens.outline import ShownText
from screens.speech.narration import Line, changed_lines, page_lines, target_lines, worded
from screens.speech.voice import Manner, Voice
from screens.touch import Target

COUNTED = (20, 10, 5)  # seconds of a warning at which they are said again
CARD_LATE_S, CARD_EVERY_S = 10, 8  # voice from 10 s on (facts of the field), then again, without shouting all the time
CHANGES_APART_S = 2.5  # a camera's hints change faster than anybody can follow


class Narrator:
    """`clock` gives seconds; `later` calls back after some; `stay` is called when a page has been read to its end: the
    time that it waits for an answer begins then."""

    def __init__(
        self,
        voice: Voice,
        clock: Callable[[], float],
        later: Callable[[float, Callable[[], None]], None],
        stay: Callable[[], None] = lambda: None,
    ) -> None:
        self._voice = voice
        self._clock = clock
        self._later = later
        self._stay = stay
        self._reading = False
        voice.on_quiet = self._quiet
        self._waiting = False  # for its turn to say what has changed
        self._heard: tuple[ShownText, ...] = ()  # the texts of the page that were said, or stood there when it was
        self._page: Hashable = None
        self._texts: tuple[ShownText, ...] = ()
        self._targets: tuple[Target, ...] = ()
        self._snapshot: Snapshot | None = None
        self._counted: int | None = None
        self._alarmed: Hashable = None
        self._changed_at = float("-inf")
        self._at: tuple[str, str] | None = None  # the control that was said last, and what it was called

    # ---- what happens ---------------------------------------------------------------------------
    def shown(
        self, snapshot: Snapshot, page: Hashable, texts: Sequence[ShownText], targets: Sequence[Target], focus: Focus
    ) -> None:
        """The window was drawn; `page` is another value for another page."""
        before, self._snapshot = self._snapshot, snapshot
        if before is not None and before.visits != snapshot.visits:
            self._voice.forget()
            self._page = self._alarmed = self._counted = None
            before = None
        self._texts, self._targets = tuple(texts), tuple(targets)
        language = snapshot.preferences.language
        if before is not None and before.listening and not snapshot.listening:
            self._voice.forget()  # whoever pulls the plug hears nothing more, and nobody else does
        if not snapshot.listening:
            self._page = None  # the page is read when headphones come
            self._alarm(snapshot, before)
            return
        if page != self._page:
            came = before is None or not before.listening
            self._page, self._counted, self._heard = page, snapshot.warning, self._texts
            self._changed_at = float("-inf")
            lines = [worded("welcome", language)] if came else []
            self._say([*lines, *page_lines(texts, targets, language), *self._focused(focus)])
            self._reading = snapshot.warning is None
            self._alarmed = _alarm_of(snapshot)
        elif before is not None and before.preferences.language != language:
            self._heard = self._texts
            self._say([*page_lines(texts, targets, language), *self._focused(focus)])
        elif not self._count(snapshot):
            self._changes(snapshot, focus)
        if snapshot.toast is not None and (before is None or before.toast != snapshot.toast):
            self._say([Line(text.text, text.key) for text in texts if text.role == "toast"])

    def moved(self, focus: Focus) -> None:
        self._say(self._focused(focus))

    def pressed(self, target: Target) -> None:
        """A key of the keyboard says its name; what else is pressed answers by what then happens."""
        if target.key and self._snapshot is not None:
            self._say(target_lines(target, (), (0, 0), self._snapshot.preferences.language))

    def repeat(self, focus: Focus) -> None:
        if self._snapshot is not None:
            language = self._snapshot.preferences.language
            self._say([*page_lines(self._texts, self._targets, language), *self._focused(focus)])
            self._reading = self._snapshot.warning is None

    def tell(self, name: str) -> None:
        """One sentence of `speech.toml`."""
        if self._snapshot is not None:
            self._say([worded(name, self._snapshot.preferences.language)])

    def touched(self) -> None:
        """A hand was quicker than the voice; what it brings about is said at once."""
        self._voice.hush()
        self._reading = False
        self._changed_at = float("-inf")

    def _quiet(self) -> None:
        if self._reading and self._snapshot is not None and self._snapshot.listening:
            self._stay()
        self._reading = False

    # ---- inside ---------------------------------------------------------------------------------
    def _focused(self, focus: Focus) -> list[Line]:
        target = focus.target
        if target is None or self._snapshot is None:
            return []
        self._at = _known(target)
        return target_lines(target, self._texts, focus.place, self._snapshot.preferences.language)

    def _say(self, lines: Sequence[Line]) -> None:
        if self._snapshot is not None and self._snapshot.listening and lines:
            self._voice.say(lines, self._manner(self._snapshot))

    def _manner(self, snapshot: Snapshot) -> Manner:
        now = snapshot.preferences
        return Manner(now.language, now.rate, now.volume, private=snapshot.listening)

    def _count(self, snapshot: Snapshot) -> bool:
        """The warning's seconds, now and then. True: that is all there is to say."""
        left, last = snapshot.warning, self._counted
        self._counted = left
        if left is None or last is None:
            return left is not None
        if any(left <= mark < last for mark in COUNTED):
            self._say([worded("seconds_left", snapshot.preferences.language, seconds=left)])
        return True

    def _changes(self, snapshot: Snapshot, focus: Focus) -> None:
        lines = changed_lines(self._heard, self._texts, self._targets)
        target = focus.target
        other = target is not None and (self._at is None or target.name != self._at[0])
        renamed = target is not None and not other and target.enabled and _known(target) != self._at
        if (other and not focus.moved) or renamed:
            lines += self._focused(focus)  # the page offers something that it did not offer before
            self._changed_at = float("-inf") if other else self._changed_at
        alarm = _alarm_of(snapshot)
        if alarm != self._alarmed and alarm is not None:
            self._alarmed = alarm
            lines.insert(0, worded(alarm[0], snapshot.preferences.language))
        elif not lines:
            return
        elif (early := CHANGES_APART_S - (self._clock() - self._changed_at)) > 0:
            if not self._waiting:
                self._waiting = True
                self._later(early, lambda: self._late(focus))
            return
        self._changed_at, self._heard = self._clock(), self._texts
        self._say(lines)

    def _late(self, focus: Focus) -> None:
        """What changed too soon after the change before it, as it is by now."""
        self._waiting = False
        if self._snapshot is not None and self._snapshot.listening and self._page is not None:
            self._changes(self._snapshot, focus)

    def _alarm(self, snapshot: Snapshot, before: Snapshot | None) -> None:
        """Without headphones: what must be heard from where one stands, by loudspeaker."""
        alarm = _alarm_of(snapshot)
        if alarm == self._alarmed:
            return
        self._alarmed = alarm
        if alarm is not None:
            manner = replace(self._manner(snapshot), private=False)
            self._voice.say([worded(alarm[0], snapshot.preferences.language)], manner)


def _known(target: Target) -> tuple[str, str]:
    return target.name, str(target.text)


def _alarm_of(snapshot: Snapshot) -> tuple[str, Hashable] | None:
    """The sentence that everybody may hear, and what makes it due again."""
    if snapshot.warning is not None:
        return "warning", 0
    return _alarm_of_view(snapshot.view)


def _alarm_of_view(view: View) -> tuple[str, Hashable] | None:
    if isinstance(view, TakeCardView):
        if view.unsure:
            return "card_check", view.means
        if view.seconds < CARD_LATE_S:
            return "take_card", view.means
        return "card_left", (view.seconds - CARD_LATE_S) // CARD_EVERY_S
    if isinstance(view, DoneView) and (view.sheet or view.paper in ("printed", "unsure")):
        slip = view.paper in ("printed", "unsure")
        return "take_paper" if not view.sheet else "take_both" if slip else "take_sheet", view.reminders
    if isinstance(view, FarewellView) and view.paper:
        return "take_paper", "farewell"
    return None
