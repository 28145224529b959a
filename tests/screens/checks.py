"""What must hold on every screen, looked at through its outline; runs in a process of its own.

`python -m tests.screens.checks portrait|landscape layout|touch [all]` writes one line a fault, and nothing else; `all`:
each mode in each language (`make walk`), not only the pairs in which anything can be wrong for the first time.
"""

from __future__ import annotations

import sys
from cmath import phase
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from math import degrees, radians

from PIL import Image, ImageChops

from kiosk.languages import languages
from kiosk.text import message
from kiosk.visit import intents
from kiosk.visit.snapshot import Preferences
from screens.geometry import OVER_PX, Rect, lies_over
from screens.theme import SIZES, Theme
from tests.screens.enlarging_checks import enlarging
from tests.screens.rig import PX_PER_MM, Rig
from tests.screens.said_checks import said
from tests.screens.samples import fitting, samples
from tests.screens.samples_licences import kinds

LEAST = 15 * PX_PER_MM - 1  # 15 mm
GAP = 3 * PX_PER_MM - 2  # 3 mm
FAINT = 60  # of 255: a letter's middle is its colour, but for what its edges mix in
MODES = ("standard", "senior", "contrast")
LANGUAGES = tuple(languages())
LOOKS = tuple((mode, language) for mode in MODES for language in LANGUAGES)
# Contrast has the standard's type and places, with the longest words where it has words of its own; zh_hant has as many
# characters as zh, and least room for them in large letters.
TELLING = tuple(
    look for look in LOOKS if look not in {("contrast", "zh"), ("contrast", "zh_hant"), ("standard", "zh_hant")}
)


RARE = "𪜀𪜁\ue863\ue864"  # the page's face has none of them, the last two are in no face


def looks() -> tuple[tuple[str, str], ...]:
    """Modes with languages to look at each page in."""
    return LOOKS if "all" in sys.argv else TELLING


def layout(rig: Rig) -> Iterator[str]:
    yield from _rare(rig)
    yield from _side_view(rig)
    yield from _flash(rig)
    yield from _good_news(rig)
    yield from _toast(rig)
    for name, snapshot in samples().items():
        for mode, language in looks():
            rig.show(fitting(replace(snapshot, preferences=Preferences(language, mode))))
            for fault in (*faults(rig), *sizes(rig, mode), *said(rig)):
                yield f"{name} {mode} {language}: {fault}"
        yield from (f"{name}: {fault}" for fault in painted(rig))
    yield from licences(rig)
    from tests.screens.guide_checks import guides  # they look with `faults`
    from tests.screens.question_checks import asked_questions
    from tests.screens.result_checks import results

    yield from guides(rig)
    yield from asked_questions(rig)
    yield from results(rig)


def licences(rig: Rig) -> Iterator[str]:
    """Each of the ten kinds at each size of letters, in both languages that it is written in."""
    for name, snapshot in kinds().items():
        for mode in MODES:
            for language in ("zh", "en"):
                rig.show(replace(snapshot, preferences=Preferences(language, mode)))
                for fault in faults(rig):
                    yield f"{name} {mode} {language}: {fault}"


def sizes(rig: Rig, mode: str) -> Iterator[str]:
    """Ten type sizes and no other, and nothing smaller than the small size of the mode."""
    small = Theme(mode, PX_PER_MM, *rig.size).size("caption")
    for text in rig.app.screen.texts + rig.app.overlay.texts:
        if text.size not in SIZES:
            yield f"a type size of its own, {text.size}: {text.text}"
        if text.size < small:
            yield f"type of {text.size}, below the small size {small}: {text.text}"


def _rare(rig: Rig) -> Iterator[str]:
    """Two names that the window draws alike, as an empty box: whose it is could not be seen."""
    textures = rig.app.textures
    pictures = {textures.line(one, 40, False).pixels for one in RARE}
    if len(pictures) < len(RARE) or any(textures.width(one, 40, False) < 36 for one in RARE):
        yield "rare characters are not told apart"
    textures.forget_words()


def _side_view(rig: Rig) -> Iterator[str]:
    """In a mall one's own figures stand on a pattern: where they end cannot be told from the side."""
    result = samples()["result"]
    for mode, wanted in (("standard", True), ("contrast", False)):
        shot = replace(result, preferences=Preferences("zh", mode))
        pictures = []
        for side_view in (False, True):
            rig.app._side_view = side_view
            rig.show(samples()["home"])
            rig.show(shot)
            pictures.append(rig.picture())
        rig.app._side_view = False
        private = [text.rect.whole() for text in rig.app.screen.texts if text.role == "private"]
        changed = ImageChops.difference(*pictures).getbbox()
        if not private or (changed is not None) != wanted:
            yield f"figures in a mall, {mode}: a pattern is {'not there' if wanted else 'in the way of contrast'}"


def _flash(rig: Rig) -> Iterator[str]:
    """A forgotten card: the frame is another each second, from 10 s on and not before."""
    left = samples()["take_card"]
    for seconds, wanted in ((8, False), (12, True)):
        frames = []
        for second in (seconds, seconds + 1):
            rig.show(replace(left, view=replace(left.view, seconds=second)))
            frames.append({thing for thing, _ in rig.app.screen.drawn if isinstance(thing, tuple)})
        if (frames[0] != frames[1]) != wanted:
            yield f"the frame around a card left for {seconds} s {'stands still' if wanted else 'flashes'}"


def _good_news(rig: Rig) -> Iterator[str]:
    """ "All paid" in the colour of a warning: who sees the colour first takes it for trouble."""
    notice = samples()["notice"]
    warning, settled = (replace(notice, view=replace(notice.view, icon=icon)) for icon in ("file-off", "circle-check"))
    for shot, tint in ((warning, "warn"), (settled, "good")):
        rig.show(shot)
        ink = Theme("standard", PX_PER_MM, *rig.size).palette.tint(tint).ink
        if (ink, 1.0) not in {thing[2] for thing, _ in rig.app.screen.drawn if isinstance(thing, tuple)}:
            yield f"a notice with {shot.view.icon} is not drawn as {tint}"


def _toast(rig: Rig) -> Iterator[str]:
    """A word about help that hides "Please take your card"."""
    for name in ("take_card", "face", "identify", "phone_sign"):
        for low in (False, True):
            shot = replace(samples()[name], toast=message("visit.help", terminal="TEST-0001"))
            rig.show(replace(shot, preferences=Preferences("en", "standard", low)))
            (over,) = (text.rect for text in rig.app.overlay.texts if text.role == "toast")
            headings = [text for text in rig.app.screen.texts if text.role == "heading"]
            if not headings or any(lies_over(text.rect, over.inset(-2 * PX_PER_MM)) for text in headings):
                yield f"{name}{' low' * low}: a toast over the heading"


def faults(rig: Rig) -> Iterator[str]:
    surface = rig.app.overlay if rig.app.overlay.modal else rig.app.screen
    window = Rect(0, 0, *rig.size)
    yield from _words(surface, window)
    yield from _targets(surface.targets, window)


def _words(surface, window: Rect) -> Iterator[str]:
    if not surface.texts:
        yield "no words"
    for text in surface.texts:
        if text.clipped:
            yield f"clipped: {text.text}"
        if not _inside(text.rect, window):
            yield f"outside the window: {text.text}"
        for target in surface.targets:
            if lies_over(text.rect, target.rect):
                yield f"{text.text!r} lies over {target.name}"
            elif target.rect.contains(*text.rect.centre) and not _inside(text.rect.inset(OVER_PX), target.rect):
                yield f"{text.text!r} falls out of {target.name}"
    yield from _icons(surface)


def _icons(surface) -> Iterator[str]:
    """A picture that stands out of the tile that it belongs to."""
    squares = {(place.whole()) for _, place in surface.drawn if place is not None and abs(place.w - place.h) <= 1}
    for target in surface.targets:
        for place in squares:
            smaller = place.w < target.rect.w and place.h < target.rect.h
            if smaller and target.rect.contains(*place.centre) and not _inside(place.inset(OVER_PX), target.rect):
                yield f"a picture of {place.w:.0f} px stands out of {target.name}"


def _targets(targets, window: Rect) -> Iterator[str]:
    names = [target.name for target in targets]
    for twice in {one for one in names if names.count(one) > 1}:
        yield f"two targets named {twice}"
    for target in targets:
        if min(target.rect.w, target.rect.h) < LEAST:
            yield f"too small: {target.name} {target.rect.w:.0f}×{target.rect.h:.0f}"
        if not _inside(target.rect, window):
            yield f"outside the window: {target.name}"
        if not target.text:
            yield f"no spoken name: {target.name}"
    levels = {(round(one.rect.w), round(one.rect.h)) for one in targets if one.name.startswith("rate:")}
    if len(levels) > 1:
        yield f"levels of a rating of several sizes: {sorted(levels)}"
    for one, other in combinations(targets, 2):
        if _distance(one.rect, other.rect) < GAP:
            yield f"too close: {one.name} and {other.name}"


def _inside(rect: Rect, window: Rect) -> bool:
    return rect.x >= -1 and rect.y >= -1 and rect.right <= window.right + 1 and rect.bottom <= window.bottom + 1


def _distance(one: Rect, other: Rect) -> float:
    across = max(one.x, other.x) - min(one.right, other.right)
    down = max(one.y, other.y) - min(one.bottom, other.bottom)
    return max(across, down)


def painted(rig: Rig) -> Iterator[str]:
    """A blank picture; words that are not seen, as another thing's colour is on the canvas when they are drawn."""
    picture = rig.picture()
    if len(picture.resize((90, 160)).getcolors(90 * 160) or []) < 20:
        yield "the picture is blank"
    surface = rig.app.overlay if rig.app.overlay.modal else rig.app.screen
    for text in surface.texts:
        whole = text.rect.whole()
        part = picture.crop((int(whole.x), int(whole.y), int(whole.right), int(whole.bottom)))
        ink = Image.new("RGB", part.size, text.colour)
        nearest = ImageChops.difference(part, ink).convert("L").getextrema()[0]
        if nearest > FAINT and text.spoken != "":
            yield f"not seen in its colour: {text.text}"


# ---- touch --------------------------------------------------------------------------------------
def touch(rig: Rig) -> Iterator[str]:
    guard = rig.app.guard
    clock = [1000.0]
    guard._clock = lambda: clock[0]
    for name, snapshot in samples().items():
        rig.show(snapshot)
        clock[0] += 10
        surface = rig.app.overlay if rig.app.overlay.modal else rig.app.screen
        for target in list(surface.targets):
            if not target.enabled or target.role == "pad":
                continue
            clock[0] += 10
            yield from (f"{name}: {fault}" for fault in _taps(rig, target, clock))
            if not isinstance(target.action, intents.Intent):
                rig.show(samples()["working" if name != "working" else "list"])  # what was typed there is gone
                rig.show(snapshot)
    yield from _drags(rig, clock)
    yield from _warning(rig, clock)
    yield from _typing(rig, clock)
    yield from _signature(rig, clock)
    yield from enlarging(rig, clock)
    yield from _seen_whole(rig, clock)
    yield from _sharp_turns(rig)


def _taps(rig: Rig, target, clock) -> Iterator[str]:
    rig.stage.sent.clear()
    rig.tap(*target.rect.centre)
    if not isinstance(target.action, intents.Intent):
        return  # a key, a page of a list: that it does no harm
    if rig.stage.sent != [target.action]:
        yield f"a tap on {target.name} sent {rig.stage.sent}"
    clock[0] += 0.05  # a bouncing panel
    rig.tap(*target.rect.centre)
    if len(rig.stage.sent) != 1:
        yield f"a double tap on {target.name} sent {len(rig.stage.sent)} intents"
    clock[0] += 0.6
    rig.tap(*target.rect.centre)
    if len(rig.stage.sent) != 2:
        yield f"a second press of {target.name} after half a second was lost"


def _drags(rig: Rig, clock) -> Iterator[str]:
    rig.show(samples()["guide"])
    x, y = rig.target("intent:next").rect.centre
    for reach, wanted in ((25, 1), (500, 0)):
        clock[0] += 10
        rig.stage.sent.clear()
        rig.tap(x, y, to=(x - reach, y - reach))
        if len(rig.stage.sent) != wanted:
            yield f"a finger that slid {reach} px sent {len(rig.stage.sent)} intents, not {wanted}"
    # the second half of a double tap falls on the next page
    clock[0] += 10
    rig.tap(x, y)
    clock[0] += 0.2
    rig.show(samples()["check"])
    rig.stage.sent.clear()
    rig.tap(*rig.target("intent:next").rect.centre)
    if rig.stage.sent:
        yield "a double tap pressed a button of the page that had just appeared"


def _warning(rig: Rig, clock) -> Iterator[str]:
    clock[0] += 10
    rig.show(samples()["warning"])
    rig.app.meaning._still_here = float("-inf")
    rig.stage.sent.clear()
    rig.tap(30, 30)
    rig.tap(60, 60)
    if rig.stage.sent != [intents.StillHere()]:
        yield f"touches beside the warning sent {rig.stage.sent}, not one StillHere"


def _typing(rig: Rig, clock) -> Iterator[str]:
    rig.show(samples()["question-year"])
    for digit in "2026":
        clock[0] += 0.2
        rig.tap(*rig.target(f"digit:{digit}").rect.centre)
    clock[0] += 10
    rig.stage.sent.clear()
    rig.tap(*rig.target("intent:next").rect.centre)
    if rig.stage.sent != [intents.Answer("2026")]:
        yield f"typing 2026 sent {rig.stage.sent}"
    clock[0] += 10
    rig.show(samples()["question-date"])
    for name in ("key:clear", *(f"digit:{d}" for d in "20260230")):
        clock[0] += 0.2
        rig.tap(*rig.target(name).rect.centre)
    clock[0] += 10
    rig.stage.sent.clear()
    rig.tap(*rig.target("intent:next").rect.centre)
    if rig.stage.sent or not any(text.role == "alert" for text in rig.app.screen.texts):
        yield "30 February was taken without a word"


def _signature(rig: Rig, clock) -> Iterator[str]:
    clock[0] += 10
    rig.show(samples()["sign"])
    rig.stage.sent.clear()
    rig.tap(*rig.target("intent:next").rect.centre)
    if rig.stage.sent:
        yield "an empty signature was sent"
    pad = rig.target("pad:signature").rect
    rig.tap(pad.x + 100, pad.y + 100, to=(pad.x + 400, pad.y + 200))
    clock[0] += 10
    rig.tap(*rig.target("intent:next").rect.centre)
    if len(rig.stage.sent) != 1 or not isinstance(rig.stage.sent[0], intents.Signed):
        yield f"a signature sent {rig.stage.sent}"
        return
    points = rig.stage.sent[0].strokes[0]
    if len(points) < 3 or not (points[0][0] < points[-1][0] and points[0][1] < points[-1][1] <= 1):
        yield f"the strokes do not run right and down: {points}"
    rig.show(replace(samples()["check"], view=replace(samples()["check"].view, strokes=rig.stage.sent[0].strokes)))
    (ink,) = [part.points for part in rig.app.screen.canvas.children if getattr(part, "points", None)]
    shape = (max(ink[::2]) - min(ink[::2])) / (max(ink[1::2]) - min(ink[1::2]))
    if abs(shape - 3) > 0.1:  # 300 to the right, 100 down
        yield f"the signature is shown {shape:.2f} times as wide as high, and was written 3 times"


def _sharp_turns(rig: Rig) -> Iterator[str]:
    """Where a line turns sharply Kivy's smooth line has a point that shoots out of the signature, and of its card."""
    rig.show(samples()["check"])
    lines = [part.points for part in rig.app.screen.canvas.children if getattr(part, "points", None)]
    for line in lines:
        places = [complex(x, y) for x, y in zip(line[::2], line[1::2], strict=True)]
        ways = [then - here for here, then in pairwise(places)]
        sharpest = max((abs(phase(then / way)) for way, then in pairwise(ways)), default=0.0)
        if sharpest > radians(50):
            yield f"a signature turns by {degrees(sharpest):.0f} degrees in one point"
    if not lines:
        yield "the signature is not shown"


def _seen_whole(rig: Rig, clock) -> Iterator[str]:
    """Somebody signs for a page that was never on show."""
    long = samples()["check"]
    preferences = Preferences("zh", "senior")
    rig.show(samples()["home"])
    rig.show(replace(long, view=replace(long.view, strokes=()), preferences=preferences))
    seen: set[str] = set()
    for _ in range(5):
        seen |= {text.text for text in rig.app.screen.texts}
        rig.stage.sent.clear()
        clock[0] += 10
        rig.tap(*rig.target("intent:next").rect.centre)
        if rig.stage.sent:
            break
        clock[0] += 0.05  # a bouncing panel: the button has become another one
        rig.tap(*rig.target("intent:next").rect.centre)
        if rig.stage.sent:
            yield "a double tap turned the page and signed"
    unseen = [row.label.zh for row in long.view.rows if row.label.zh not in seen]
    if unseen or rig.stage.sent != [intents.Next()]:
        yield f"the main button of the check sent {rig.stage.sent}, and {unseen} had not been on show"


def main() -> int:
    orientation, what = sys.argv[1:3]
    for fault in {"layout": layout, "touch": touch}[what](Rig(orientation)):
        print(fault)
    print("checked")
    return 0


if __name__ == "__main__":
    sys.exit(main())
