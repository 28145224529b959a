"""Fixed sentences as sound files, by the key of the sentence: `voice/zh/screens.take_card.hint.wav`.

A person's recording lies in `KIOSK_HOME/voice`, what espeak-ng made of all the others at set-up in
`share/kiosk/voice`; whoever records a sentence puts the file there, and that is all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from drivers.sound.pcm import BadSound, Pcm, read_wav

_KEY = re.compile(r"[a-z0-9_]+(?:\.[a-z0-9_]+)+")
_KEPT = 24  # three MB as espeak-ng makes them, ten as a studio does: those of a page or two


class Clips:
    """`folders`: the first that has a file wins."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._read = lru_cache(maxsize=_KEPT)(self._read_file)

    def find(self, key: str | None, language: str) -> Pcm | None:
        """None: nobody recorded it, or the file is none that can be played."""
        if key is None or not _KEY.fullmatch(key):
            return None
        return self._read(key, language)

    def _read_file(self, key: str, language: str) -> Pcm | None:
        for folder in self._folders:
            try:
                return read_wav((folder / language / f"{key}.wav").read_bytes())
            except (OSError, BadSound):
                continue
        return None
