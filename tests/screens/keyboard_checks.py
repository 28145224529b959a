"""The keyboard on the real window: typed by touch in every way, mode and language; runs in a process of its own.

`python -m tests.screens.keyboard_checks portrait|landscape [FOLDER]` writes one line a fault; pictures into FOLDER.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from kiosk.catalogue.fields import Field, FieldKind
from kiosk.catalogue.validators import PROVINCE_SIGNS, check_answer
from kiosk.text import Localized
from kiosk.visit.intents import Answer, Search, StillHere
from kiosk.visit.snapshot import Preferences
from tests.limits import LIMIT_S
from tests.screens.checks import LANGUAGES, MODES, faults
from tests.screens.rig import Rig
from tests.screens.samples import fitting, samples

STROKES = (((0.3, 0.4), (0.7, 0.4)), ((0.5, 0.1), (0.32, 0.9)), ((0.5, 0.42), (0.7, 0.9)))  # 大


class Hand:
    """A finger and an eye. The guard's clock is moved on, so that no tap has to wait."""

    def __init__(self, rig: Rig, folder: Path | None) -> None:
        self.rig, self.folder, self.clock = rig, folder, [1000.0]
        rig.app.guard._clock = lambda: self.clock[0]

    def show(self, name: str, mode: str = "standard", language: str = "zh") -> None:
        self.rig.show(samples()["home"])
        self.rig.show(fitting(replace(samples()[name], preferences=Preferences(language, mode))))
        self.clock[0] += 5

    def tap(self, *names: str) -> None:
        for name in names:
            self.clock[0] += 1
            self.rig.tap(*self.rig.target(name).rect.centre)

    def letters(self, word: str) -> None:
        self.tap(*(f"key:{letter}" for letter in word))

    def pick(self, text: str) -> None:
        self.tap(next(one.name for one in self.rig.app.screen.targets if one.text == text and one.role == "candidate"))

    def candidates(self) -> list[str]:
        return [one.text for one in self.rig.app.screen.targets if one.role == "candidate"]

    def field(self) -> str:
        return "".join(one.text for one in self.rig.app.screen.texts if one.role in ("field", "composition"))

    def write(self) -> None:
        from kivy.tests.common import UnitTestTouch

        pad = self.rig.target("pad:ink").rect
        for (x0, y0), (x1, y1) in STROKES:
            points = [(x0 + (x1 - x0) * i / 12, y0 + (y1 - y0) * i / 12) for i in range(13)]
            places = [(pad.x + pad.w * x, self.rig.size[1] - (pad.y + pad.h * y)) for x, y in points]
            finger = UnitTestTouch(*places[0])
            finger.touch_down()
            for place in places[1:]:
                finger.touch_move(*place)
            finger.touch_up()

    def wait(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + LIMIT_S
        while not done() and time.monotonic() < end:
            self.rig.frame()

    def look(self, name: str) -> Iterator[str]:
        yield from (f"{name}: {fault}" for fault in faults(self.rig))
        if self.folder:
            self.rig.picture().save(self.folder / f"{name}.png")


def layouts(hand: Hand, orientation: str) -> Iterator[str]:
    """Every way of writing, empty and in the middle of a word: targets, gaps, words cut off."""
    for mode in MODES:
        for language in LANGUAGES:
            hand.show("question-text", mode, language)
            name = f"keyboard-{orientation}-{mode}-{language}"
            hand.tap("input:pinyin")
            yield from hand.look(f"{name}-pinyin-empty")
            hand.letters("yubei")
            yield from hand.look(f"{name}-pinyin")
            hand.tap("key:clear")
            hand.letters("yan")
            hand.tap("candidates:more")
            yield from hand.look(f"{name}-candidates")
            hand.tap("candidates:rare", "candidates:next")
            yield from hand.look(f"{name}-rare")
            hand.tap("candidates:close", "input:stroke")
            hand.letters("hs")
            yield from hand.look(f"{name}-stroke")
            hand.tap("input:handwriting")
            hand.write()
            hand.wait(lambda: bool(hand.candidates()))
            yield from hand.look(f"{name}-handwriting")
            for way in ("english", "digits"):
                hand.tap(f"input:{way}")
                yield from hand.look(f"{name}-{way}")
            hand.show("search", mode, language)
            hand.tap("input:pinyin")
            hand.letters("gong")
            yield from hand.look(f"{name}-search")


def typing(hand: Hand) -> Iterator[str]:
    """A name part by part, by three ways of writing; what is sent is what the field shows."""
    sent = hand.rig.stage.sent
    hand.show("question-text")
    sent.clear()
    hand.rig.app.meaning._still_here = float("-inf")
    hand.tap("input:pinyin")
    hand.letters("ceshiyuan")
    hand.pick("测试")
    if StillHere() not in sent:
        yield "somebody who types is asked whether they are still there"
    if hand.field() != "测试yuan":
        yield f"the field shows {hand.field()!r} in the middle of a word"
    sent.clear()
    hand.tap("intent:next")
    if any(isinstance(one, Answer) for one in sent) or not any(
        one.role == "alert" for one in hand.rig.app.screen.texts
    ):
        yield "letters without a word were taken for an answer"
    hand.pick("员")
    hand.tap("input:stroke")
    hand.letters("hshszh")
    hand.pick("吉")
    hand.tap("input:handwriting")
    hand.write()
    hand.wait(lambda: bool(hand.candidates()))
    if "大" not in hand.candidates():
        yield f"大 was written, {hand.candidates()} were offered"
        return
    hand.pick("大")
    if hand.field() != "测试员吉大" or hand.candidates():
        yield f"the field shows {hand.field()!r}, candidates {hand.candidates()}"
    hand.tap("key:delete")
    hand.write()
    hand.tap("key:delete")  # what lies on the pad goes first
    if hand.field() != "测试员吉":
        yield f"delete with strokes on the pad left {hand.field()!r}"
    hand.tap("intent:next")
    if [one for one in sent if one != StillHere()] != [Answer("测试员吉")]:
        yield f"{sent} was sent"


def searching(hand: Hand) -> Iterator[str]:
    sent = hand.rig.stage.sent
    hand.show("search-nothing")
    hand.tap("input:pinyin", "key:clear")
    sent.clear()
    hand.letters("gj")
    if sent != [Search("g"), Search("gj")]:
        yield f"letters searched for {sent}"
    hand.tap("key:clear")
    hand.letters("gongjijin")
    hand.pick("公积金")
    if sent[-1] != Search("公积金"):
        yield f"characters searched for {sent[-1]}"


def forgetting(hand: Hand) -> Iterator[str]:
    """Nothing of one visit is there for the next: neither text nor process nor the way of writing."""
    hand.show("question-text")
    hand.tap("input:stroke")
    hand.tap("input:pinyin")
    hand.letters("ceshi")
    engine = hand.rig.app.typist._process
    hand.rig.show(samples()["home"])
    if engine is None or engine.returncode is None:
        yield "the engine outlives the visit"
    hand.show("question-text")
    if hand.field() or hand.candidates():
        yield f"the next citizen sees {hand.field()!r} and {hand.candidates()}"
    if hand.rig.app.typist.preferred is not None:
        yield "the way of writing is kept for the next citizen"


def plates(hand: Hand) -> Iterator[str]:
    """A sign that no plate begins with is offered; one that some plates end with is not."""
    field = Field("plate", FieldKind.PLATE, Localized("", ""), Localized("", ""))
    hand.show("question-plate")
    offered = {one.text for one in hand.rig.app.screen.targets if one.role == "key"}
    if offered != set(PROVINCE_SIGNS):
        yield f"offered as a first sign or not, wrongly: {offered ^ set(PROVINCE_SIGNS)}"
    for plate in ("渝A1234学", "粤Z1234港", "渝AD12345", "渝A12345"):
        hand.show("question-plate")
        for sign in plate:
            hand.clock[0] += 1
            key = next((one for one in hand.rig.app.screen.targets if one.text == sign and one.role == "key"), None)
            if key is None or not key.enabled:
                yield f"{plate}: no key for {sign}"
                break
            hand.rig.tap(*key.rect.centre)
        else:
            hand.rig.stage.sent.clear()
            hand.tap("intent:next")
            sent = hand.rig.stage.sent
            if sent != [Answer(plate)] or check_answer(field, plate, date(2026, 11, 22)) is not None:
                yield f"{plate}: {sent} was sent, which may not stand"


def codes(hand: Hand) -> Iterator[str]:
    """Letters and digits stand on one board, and what is sent has no blanks."""
    hand.show("question-code")
    hand.tap("key:delete", "key:delete", "key:a", "digit:1")
    if not any(one.text == "9199 9999 TE5T 0000 A1" for one in hand.rig.app.screen.texts):
        yield "a code is not shown in groups"
    hand.rig.stage.sent.clear()
    hand.tap("intent:next")
    if hand.rig.stage.sent != [Answer("91999999TE5T0000A1")]:
        yield f"{hand.rig.stage.sent} was sent"


def without_engines(hand: Hand) -> Iterator[str]:
    from kiosk.typing.typist import Typist

    app = hand.rig.app
    app.screen.typist = Typist.without_engines()
    hand.show("question-text", "senior")
    if [one.name for one in app.screen.targets if one.name.startswith("input:")] != ["input:english", "input:digits"]:
        yield "a way of writing is offered that cannot work"
    if not any("打不了汉字" in one.text for one in app.screen.texts):
        yield "nothing says that no Chinese can be typed"
    hand.letters("abc")
    yield from hand.look("keyboard-without-engines")
    if hand.field() != "abc":
        yield f"letters gave {hand.field()!r}"
    app.screen.typist = app.typist


def main() -> int:
    orientation = sys.argv[1]
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    hand = Hand(Rig(orientation), folder)
    for check in (typing, searching, forgetting, plates, codes, without_engines):
        for fault in check(hand):
            print(fault)
    for fault in layouts(hand, orientation):
        print(fault)
    hand.rig.app.typist.forget()
    print("checked")
    return 0


if __name__ == "__main__":
    sys.exit(main())
