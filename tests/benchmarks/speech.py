"""How long until one hears something: `python -m tests.benchmarks.speech`. Medians of 40, on the machine as it is."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from drivers.sound.espeak import synthesise
from kiosk.speech.pronouncing import pieces
from kiosk.speech.spelling import spell
from screens.speech.clips import Clips
from screens.speech.narration import Line
from screens.speech.voice import Manner, Voice

RUNS = 40
LINES = {"zh": "累计缴费 12,345.60 元，截至 2026-11-22。", "en": "Paid 12,345.60 yuan, as of 2026-11-22."}
KEY = "speech.take_card"


async def main() -> None:
    rows: list[tuple[str, float]] = []
    for language, line in LINES.items():
        rows.append((f"spelling and pronouncing a line, {language}", await _median(lambda: _words(line, language))))  # noqa: B023
        piece = pieces(spell(line, language), language)[0]
        rows.append((f"espeak-ng alone, its text ready, {language}", await _median(lambda: _espeak(piece))))  # noqa: B023
        voice = Voice(lambda: None, Clips(()))
        rows.append((f"line to sound, {language}", await _median(lambda: voice.sound_of(Line(line), Manner(language)))))  # noqa: B023
    with tempfile.TemporaryDirectory() as folder:
        made = await Voice(lambda: None, Clips(())).sound_of(Line("请取走您的证件。"), Manner("zh"))
        assert made is not None
        place = Path(folder) / "zh"
        place.mkdir()
        (place / f"{KEY}.wav").write_bytes(made.wav())
        rows.append(("a fixed sentence from its recording", await _median(lambda: _recording(Path(folder)))))
    print("| what | median |\n|---|---|")
    for what, seconds in rows:
        print(f"| {what} | {seconds * 1000:.1f} ms |")


async def _words(line: str, language: str) -> None:
    pieces(spell(line, language), language)


async def _espeak(piece) -> None:
    await synthesise(piece.text, piece.voice, 190)


async def _recording(folder: Path) -> None:
    assert Clips((folder,)).find(KEY, "zh") is not None


async def _median(work: Callable[[], Awaitable[object]]) -> float:
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        await work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


if __name__ == "__main__":
    asyncio.run(main())
