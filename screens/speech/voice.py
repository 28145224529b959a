"""The voice: says lines one after the other, and is silent at once when something else is to be said.

Into headphones everything is said. Out of the loudspeaker comes only what has a key, which is fixed and names nobody:
that is decided here and nowhere else. What was said is kept in memory for the visit, as it was handed to the
synthesiser and with the length of the sound that came back; `forget` empties it.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from drivers.outcome import Failure
from drivers.sound.espeak import synthesise
from drivers.sound.output import Sound
from drivers.sound.pcm import Pcm, joined
from kiosk.languages import language_of
from kiosk.speech.pronouncing import pieces
from kiosk.speech.spelling import spell
from screens.speech.clips import Clips
from screens.speech.narration import Line

WORDS_PER_MINUTE = (130, 190, 240, 310, 390)  # 190 is 3.5 characters a second; who listens all day wants it fast
VOLUMES = (0.3, 0.55, 1.0, 1.5, 2.2)  # times what was recorded
USUAL_RATE, USUAL_VOLUME = 1, 2
KEPT = 400  # lines of transcript: more than a visit has

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Said:
    """One line that went into the card, or would have if there were one."""

    serial: int
    text: str = field(repr=False)  # as it was handed to the synthesiser, spelt out
    seconds: float = 0.0  # length of the sound
    by: str = "espeak-ng"  # or "recording"
    where: str = "headphones"  # or "loudspeaker"


def spoken(code: str) -> str:
    """The language that is spoken for one that is written: a script of its own has no sound of its own."""
    language = language_of(code)
    return language.falls_back_to or code if language.script == "han" else code


@dataclass(frozen=True)
class Manner:
    language: str
    rate: int = USUAL_RATE
    volume: int = USUAL_VOLUME
    private: bool = True  # into headphones


class Voice:
    """`sound` gives the card, once it is open. Everything runs in the event loop."""

    def __init__(self, sound: Callable[[], Sound | None], clips: Clips) -> None:
        self._sound = sound
        self._clips = clips
        self._waiting: deque[tuple[Line, Manner]] = deque()
        self._speaking: asyncio.Task[None] | None = None
        self._serial = 0
        self._mute: bool = False  # the synthesiser failed: said once in the log
        self.transcript: deque[Said] = deque(maxlen=KEPT)
        self.on_quiet: Callable[[], None] = lambda: None

    @property
    def busy(self) -> bool:
        return self._speaking is not None and not self._speaking.done()

    def say(self, lines: Sequence[Line], manner: Manner, *, after: bool = False) -> None:
        """Say it now in place of what is being said; `after`: behind it."""
        if not after:
            self.hush()
        allowed = lines if manner.private else [one for one in lines if one.key is not None]
        self._waiting += [(one, manner) for one in allowed]
        if self._waiting and not self.busy:
            self._speaking = asyncio.get_running_loop().create_task(self._speak())

    def hush(self) -> None:
        """Silent now; what waited is dropped."""
        self._waiting.clear()
        if self._speaking is not None:
            self._speaking.cancel()
            self._speaking = None
        if (sound := self._sound()) is not None:
            sound.silence()

    def forget(self) -> None:
        """The visit is over: nothing of it is heard or kept."""
        self.hush()
        self.transcript.clear()

    async def close(self) -> None:
        speaking = self._speaking
        self.forget()
        if speaking is not None:
            await asyncio.wait({speaking})

    async def _speak(self) -> None:
        while self._waiting:
            said, manner = self._waiting.popleft()
            clip = self._clip(said, manner)
            pcm = clip or await self.sound_of(said, manner)
            if pcm is None:
                continue
            self._serial += 1
            by, where = "recording" if clip else "espeak-ng", "headphones" if manner.private else "loudspeaker"
            spelt = spell(said.text, spoken(manner.language))
            self.transcript.append(Said(self._serial, spelt, round(pcm.seconds, 2), by, where))
            if (sound := self._sound()) is not None:
                await sound.play(pcm.scaled(VOLUMES[manner.volume]))
        self._speaking = None
        self.on_quiet()

    def _clip(self, said: Line, manner: Manner) -> Pcm | None:
        """A recording has one speed: at another everything is synthesised."""
        return self._clips.find(said.key, spoken(manner.language)) if manner.rate == USUAL_RATE else None

    async def sound_of(self, said: Line, manner: Manner) -> Pcm | None:
        """The line as espeak-ng says it; None: there is nothing to say, or it cannot be said."""
        sounds: list[Pcm] = []
        language = spoken(manner.language)
        for piece in pieces(spell(said.text, language), language):
            pcm = await synthesise(piece.text, piece.voice, WORDS_PER_MINUTE[manner.rate])
            if isinstance(pcm, Failure):
                if not self._mute:
                    _log.error("nothing can be said: %s", pcm.detail)
                self._mute = True
                return None
            sounds.append(pcm)
        self._mute = False
        return joined(sounds) if sounds else None
