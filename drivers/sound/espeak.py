"""Speech from text by espeak-ng, a process of its own (GPL-3): text in by a pipe, sound out by a pipe.

The text is never an argument: arguments of a process can be read by every user of the machine.
"""

from __future__ import annotations

import asyncio
import contextlib

from drivers.outcome import Completion, Failure
from drivers.sound.pcm import BadSound, Pcm, read_wav

PROGRAM = "espeak-ng"
LIMIT_S = 5.0  # a long paragraph takes 0.1 s


async def synthesise(text: str, voice: str, words_per_minute: int) -> Pcm | Failure:
    """`voice`: a name of `espeak-ng --voices`."""
    command = (PROGRAM, "-v", voice, "-s", str(words_per_minute), "-b", "1", "--stdin", "--stdout")  # -b 1: UTF-8
    pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=nowhere)
    except OSError as error:
        return Failure(Completion.DEVICE_NOT_READY, detail=f"{PROGRAM} does not start: {error.strerror}")
    try:
        async with asyncio.timeout(LIMIT_S):
            out, _ = await process.communicate(text.encode())
    except TimeoutError:
        return Failure(Completion.TIME_OUT, detail=f"{PROGRAM} did not end within {LIMIT_S:g} s")
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
    if process.returncode:
        return Failure(Completion.HARDWARE_ERROR, detail=f"{PROGRAM} ended with {process.returncode}")
    try:
        return read_wav(out)
    except BadSound as error:
        return Failure(Completion.HARDWARE_ERROR, detail=f"{PROGRAM}: {error}")
