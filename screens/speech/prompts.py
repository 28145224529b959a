"""`python -m screens.speech.prompts OUT`: every fixed sentence as a sound file by its key, made with espeak-ng.

A second run makes only those whose words have changed. A person's recording in `KIOSK_HOME/voice` goes before each.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import string
import sys
from pathlib import Path

from drivers.sound.pcm import Pcm
from kiosk.words import LANGUAGES, subjects, words_of
from screens.speech.clips import Clips
from screens.speech.narration import Line
from screens.speech.voice import USUAL_RATE, WORDS_PER_MINUTE, Manner, Voice, spoken

SILENT = ("receipt", "technician")  # subjects that are printed, or read by those who need no voice
AT_ONCE = 3  # processes of espeak-ng
INDEX = "index.json"


def fixed(language: str) -> dict[str, str]:
    """Key and words of every sentence without parameters."""
    found = {}
    for subject in subjects(language):
        if subject in SILENT:
            continue
        for name, words in words_of(subject, language).items():
            if not any(field for _, field, _, _ in string.Formatter().parse(words)):
                found[f"{subject}.{name}"] = words
    return found


async def make(folder: Path) -> int:
    """How many were made; 0: all were there. Raises `OSError`, and `SystemExit` where nothing can be said."""
    voice = Voice(lambda: None, Clips(()))
    gate = asyncio.Semaphore(AT_ONCE)
    made = 0

    async def one(key: str, words: str, language: str) -> Pcm | None:
        async with gate:
            return await voice.sound_of(Line(words), Manner(language))

    for language in {spoken(language) for language in LANGUAGES}:
        place = folder / language
        place.mkdir(parents=True, exist_ok=True)
        sentences = fixed(language)
        marks = {key: _mark(words) for key, words in sentences.items()}
        before = _index(place / INDEX)
        due = [key for key in sentences if before.get(key) != marks[key] or not (place / f"{key}.wav").exists()]
        sounds = await asyncio.gather(*(one(key, sentences[key], language) for key in due))
        for key, pcm in zip(due, sounds, strict=True):
            if pcm is not None:
                (place / f"{key}.wav").write_bytes(pcm.wav())
                made += 1
        if due and not any(sounds):
            raise SystemExit("espeak-ng says nothing: is the package espeak-ng installed?")
        for stale in set(before) - set(sentences):
            (place / f"{stale}.wav").unlink(missing_ok=True)
        (place / INDEX).write_text(json.dumps(marks, indent=0, sort_keys=True), encoding="utf-8")
    return made


def _mark(words: str) -> str:
    return hashlib.sha256(f"{WORDS_PER_MINUTE[USUAL_RATE]} {words}".encode()).hexdigest()[:16]


def _index(path: Path) -> dict[str, str]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m screens.speech.prompts", description=__doc__)
    parser.add_argument("out", type=Path, help="folder, one subfolder a language")
    out = parser.parse_args().out
    try:
        made = asyncio.run(make(out))
    except OSError as error:
        raise SystemExit(f"{error.filename} cannot be written: {error.strerror}") from error
    if made:
        sys.stderr.write(f"setup: {made} sentences said into {out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
