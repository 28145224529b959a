"""What hands and ears reach on every screen; runs in a process of its own, one line a fault, as `checks.py` does.

`python -m tests.screens.checks_reach portrait|landscape keys|low|after [all]`
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace

from kiosk.speech.spelling import spell
from kiosk.visit.snapshot import Preferences, Snapshot
from screens.focus import Focus, order_of
from screens.geometry import Rect, lies_over
from screens.speech.narration import page_lines, target_lines
from tests.screens.checks import LANGUAGES, _inside, _targets, looks, painted, sizes
from tests.screens.rig import Rig
from tests.screens.samples import fitting, samples

WHOLE_PAGE = ("attract",)  # touched anywhere, so also within reach


def keys(rig: Rig) -> Iterator[str]:
    """Keys reach every control but a pad, which has another way beside it; each has something to say, in words."""
    for name, snapshot in samples().items():
        for language in LANGUAGES:
            rig.show(fitting(replace(snapshot, preferences=Preferences(language))))
            surface = rig.app.overlay if rig.app.overlay.modal else rig.app.screen
            for fault in _by_keys(surface, language):
                yield f"{name} {language}: {fault}"


def _by_keys(surface, language: str) -> Iterator[str]:
    focus = Focus()
    focus.update(surface.targets, fresh=True)
    wanted = {target.name for target in surface.targets if target.role != "pad"}
    reached = {focus.name}
    for _ in surface.targets:
        focus.move("next")
        reached.add(focus.name)
    if wanted - reached:
        yield f"keys do not reach {sorted(wanted - reached)}"
    if any(target.role == "pad" for target in surface.targets) and not any(
        target.name.startswith("without:") for target in surface.targets
    ):
        yield "a pad is for a finger alone, and there is no other way"
    spoken = page_lines(surface.texts, surface.targets, language)
    for target in order_of(surface.targets):
        lines = target_lines(target, surface.texts, (1, 2), language)
        spoken += lines
        if not re.search(r"\w", spell(lines[0].text, language)):
            yield f"nothing is said for {target.name}: {lines[0].text!r}"
    for line in spoken:
        if re.search(r"[\d_*]", spell(line.text, language)):
            yield f"left to the synthesiser: {line.text!r}"
    if not spoken:
        yield "the page is silent"


def low(rig: Rig) -> Iterator[str]:
    """In low mode no target is too small, none touches another, none lies higher than a wheelchair's reach, and no
    word is smaller than elsewhere."""
    window = Rect(0, 0, *rig.size)
    for name, snapshot in samples().items():
        for mode, language in looks():
            rig.show(fitting(replace(snapshot, preferences=Preferences(language, mode, low=True))))
            for fault in (*_lowly(rig, name, rig.stage.snapshot, window), *sizes(rig, mode)):
                yield f"{name} {mode} {language} low: {fault}"
            if rig.app.screen.children and (mode, language) == ("senior", "zh"):  # what moves has colours of its own
                yield from (f"{name} low: {fault}" for fault in painted(rig))
            if see := rig.app.screen.target("search:see"):  # what was found, in the keyboard's place
                rig.app.screen.perform(see)
                for fault in _lowly(rig, name, rig.stage.snapshot, window):
                    yield f"{name} {mode} {language} low, found: {fault}"


def _lowly(rig: Rig, name: str, snapshot: Snapshot, window: Rect) -> Iterator[str]:
    surface = rig.app.overlay if rig.app.overlay.modal else rig.app.screen
    theme = rig.app._page(surface, snapshot).theme
    yield from _targets(surface.targets, window)
    for text in surface.texts:
        if not _inside(text.rect, window):
            yield f"outside the window: {text.text}"
        for target in surface.targets:
            if lies_over(text.rect, target.rect):
                yield f"{text.text!r} lies over {target.name}"
    if name.startswith(WHOLE_PAGE):
        return
    highest = theme.height - theme.reach - 1
    if not any(target.name == "low:off" for target in surface.targets) and not rig.app.overlay.modal:
        return  # a page without the bar is not a citizen's
    for target in surface.targets:
        if target.rect.y < highest:
            yield f"out of reach: {target.name} at {target.rect.y:.0f}, not below {highest:.0f}"


def after(rig: Rig) -> Iterator[str]:
    """Home after a visit is pixel by pixel the home before it, and no letter of the visit is kept anywhere."""
    from screens.widgets import frame  # not before: it looks for the window

    frame.hours_and_minutes = lambda: "10:24"  # a picture that was taken as the minute turned is not this fault
    home = replace(samples()["home"], preferences=Preferences())
    rig.show(home)
    before = rig.picture().tobytes()
    rig.app.textures.forget_words()
    rig.app._draw_again()
    words = _letters(rig)  # that home needs itself
    for visits, (name, snapshot) in enumerate(samples().items(), 1):
        if name.startswith(("home", "attract", "out_of_order", "technician")):
            continue
        rig.show(replace(snapshot, in_visit=True, visits=visits - 1))
        rig.app.attendant.focus.shown = True
        rig.app.attendant.focus.move("next")
        rig.app.attendant._ring()
        for target in [target for target in rig.app.screen.targets if target.key][:3]:
            rig.app.screen.perform(target)
        shown = {text.text for text in rig.app.screen.texts + rig.app.overlay.texts}
        rig.show(replace(home, visits=visits))
        if left := (_letters(rig) & shown) - words:
            yield f"{name}: letters of the visit are kept: {sorted(left)[:3]}"
        if rig.app._state.keys() - {"minute"} and any("value" in str(key) for key in rig.app._state):
            yield f"{name}: what was typed is kept"
        if rig.picture().tobytes() != before:
            yield f"{name}: home looks otherwise than before the visit"


def _letters(rig: Rig) -> set[str]:
    textures = rig.app.textures
    return {text for text, _, _ in textures._lines} | {text for text, _, _ in textures._widths}


def main() -> int:
    orientation, what = sys.argv[1:3]
    for fault in {"keys": keys, "low": low, "after": after}[what](Rig(orientation)):
        print(fault)
    print("checked")
    return 0


if __name__ == "__main__":
    sys.exit(main())
