"""Speed of typing Chinese: `python -m tests.benchmarks.typing`. A key from its press to its candidates.

The same 60 words letter by letter: librime alone in this process, the terminal's engine over its pipe, and the whole
way on a window of 1080×1920 without a graphics card: touch, engine, drawing, frame.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from kiosk.typing.rime import Rime
from kiosk.typing.typist import Typist

TABLES = Path(sys.prefix) / "share/kiosk/typing"
WORDS = [
    *("chongqing", "shenfenzheng", "gongjijin", "yiliaobaoxian", "zhangwei", "ouyang", "ceshiyuanjia", "jiulongpoqu"),
    *("yubeiqu", "tuixiuyanglaojin", "yidijiuyibeian", "hukoubu", "jiashizheng", "budongchan", "canbaozhengming"),
    *("woyaobanlishebaoka", "shiyebaoxianjin", "shengyujintie", "jiehundengji", "gerensuodeshui"),
] * 3
STROKES = [((0.2, 0.2 + 0.07 * i), (0.8, 0.2 + 0.07 * i)) for i in range(10)]


def keys() -> Iterable[str]:
    for word in WORDS:
        for length in range(1, len(word) + 1):
            yield word[:length]


def measure(press: Callable[[str], object]) -> list[float]:
    """Milliseconds a key."""
    took = []
    for letters in keys():
        began = time.perf_counter()
        press(letters)
        took.append((time.perf_counter() - began) * 1000)
    return took


def in_process() -> list[float]:
    rime = Rime(TABLES)

    def press(letters: str) -> None:
        rime.compose("kiosk_pinyin", letters)
        rime.candidates("kiosk_pinyin", 61)

    return measure(press)


def over_the_pipe(typist: Typist) -> list[float]:
    return measure(lambda letters: typist.compose("pinyin", letters, most=60))


def on_the_window() -> tuple[list[float], list[float]]:
    """Milliseconds by the clock, and of the processor in the window's thread, which other programs do not stretch."""
    from tests.screens.keyboard_checks import Hand
    from tests.screens.rig import Rig

    hand = Hand(Rig("portrait"), None)
    hand.show("question-text")
    hand.tap("input:pinyin")
    hand.letters("a")
    took, worked = list[float](), list[float]()
    for word in WORDS[: len(WORDS) // 3]:
        hand.tap("key:clear")
        hand.rig.frame()
        for letter in word:
            place = hand.rig.target(f"key:{letter}").rect.centre
            hand.clock[0] += 1
            began, used = time.perf_counter(), time.thread_time()
            hand.rig.tap(*place)
            hand.rig.frame()
            took.append((time.perf_counter() - began) * 1000)
            worked.append((time.thread_time() - used) * 1000)
    hand.rig.app.typist.forget()
    return took, worked


def handwriting(typist: Typist, strokes: int) -> float:
    """Milliseconds, the median of nine."""
    took = []
    for _ in range(9):
        began = time.perf_counter()
        typist.write(STROKES[:strokes])
        while typist.written() is None:
            time.sleep(0.001)
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def main() -> int:
    typist = Typist(TABLES)
    began = time.perf_counter()
    typist.compose("pinyin", "a")
    print(f"engine from nothing to the first candidates: {(time.perf_counter() - began) * 1000:.0f} ms")
    rows = [("librime in this process", in_process()), ("engine over its pipe", over_the_pipe(typist))]
    for strokes in (2, 3, 4, 8):
        print(f"handwriting, {strokes} strokes: {handwriting(typist, strokes):.0f} ms")
    assert typist._process is not None
    rollup = Path(f"/proc/{typist._process.pid}/smaps_rollup").read_text(encoding="ascii")
    pss = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    print(
        f"memory of the engine with both libraries: {pss / 1024:.0f} MB (PSS); without a keyboard on the screen: none"
    )
    typist.forget()
    took, worked = on_the_window()
    rows += [("touch to painted candidates", took), ("the same, of the processor", worked)]
    print(f"{'a key':32}{'median':>9}{'p95':>9}{'max':>9}  ms")
    for name, times in rows:
        times.sort()
        print(f"{name:32}{statistics.median(times):9.2f}{times[int(len(times) * 0.95)]:9.2f}{times[-1]:9.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
