"""Speech from text by espeak-ng, a process of its own (GPL-3): text in by a pipe, sound out by a pipe.

The text is never an argument: arguments of a process can be read by every user of the machine.
"""

from __future__ import annotations

import asyncio
import subprocess

from drivers.outcome import Completion, Failure
from drivers.sound.pcm import BadSound, Pcm, read_wav

PROGRAM = "espeak-ng"
LIMIT_S = 5.0  # a long paragraph takes 0.1 s


async def synthesise(text: str, voice: str, words_per_minute: int) -> Pcm | Failure:
    """`voice`: a name of `espeak-ng --voices`. On a thread: a loop that also paints would hand each byte over late."""
    return await asyncio.to_thread(_synthesise, text, voice, words_per_minute)


def _synthesise(text: str, voice: str, words_per_minute: int) -> Pcm | Failure:
    command = (PROGRAM, "-v", voice, "-s", str(words_per_minute), "-b", "1", "--stdin", "--stdout")  # -b 1: UTF-8
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=LIMIT_S, check=False)
    except OSError as error:
        return Failure(Completion.DEVICE_NOT_READY, detail=f"{PROGRAM} does not start: {error.strerror}")
    except subprocess.TimeoutExpired:
        return Failure(Completion.TIME_OUT, detail=f"{PROGRAM} did not end within {LIMIT_S:g} s")
    if done.returncode:
        return Failure(Completion.HARDWARE_ERROR, detail=f"{PROGRAM} ended with {done.returncode}")
    try:
        return read_wav(done.stdout)
    except BadSound as error:
        return Failure(Completion.HARDWARE_ERROR, detail=f"{PROGRAM}: {error}")
