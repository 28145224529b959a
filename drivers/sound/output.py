"""The sound card, through ALSA's `aplay`: plays what it is given, and is silent at once when asked to."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import threading

from drivers.capabilities import Capabilities
from drivers.device import Device
from drivers.outcome import Completion, Failure
from drivers.sound.pcm import Pcm
from drivers.status import DeviceState, SoundStatus

PROGRAM = "aplay"
LONGER_S = 5.0  # that a sound may take beyond its length before it counts as stuck


class Sound(Device[SoundStatus]):
    """`device`: an ALSA name as `aplay -L` lists them. Without a card, what is said is lost."""

    def __init__(self, device: str = "default") -> None:
        super().__init__("sound", SoundStatus())
        self.device = device
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(commands=("play", "silence"))

    async def _start(self) -> None:
        self._trying = asyncio.create_task(self._try())

    async def _stop(self) -> None:
        self.silence()
        self._trying.cancel()
        await asyncio.gather(self._trying, return_exceptions=True)

    async def _try(self) -> None:
        """A moment of silence says whether there is a card."""
        await self.play(Pcm(22050, 1, b"\0\0" * 220))

    async def play(self, pcm: Pcm) -> Failure | None:
        """Until it has been heard or `silence` was called (`CANCELED`)."""
        return await self._command(lambda: self._play(pcm), pcm.seconds + LONGER_S)

    def silence(self) -> None:
        """Now: what is in the card's buffer goes with the process."""
        self._stopped.set()
        process = self._process
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()

    async def _play(self, pcm: Pcm) -> Failure | None:
        self._stopped = stopped = threading.Event()
        try:
            code = await asyncio.to_thread(self._run, pcm, stopped)
        except asyncio.CancelledError:
            self.silence()
            raise
        except OSError as error:
            self._publish(SoundStatus(DeviceState.NO_DEVICE))
            return Failure(Completion.DEVICE_NOT_READY, detail=f"{PROGRAM} does not start: {error.strerror}")
        if stopped.is_set() or code < 0:
            return Failure(Completion.CANCELED)
        if code:
            self._publish(SoundStatus(DeviceState.NO_DEVICE))
            return Failure(Completion.DEVICE_NOT_READY, detail=f"{PROGRAM} ended with {code}")
        self._publish(SoundStatus(DeviceState.ONLINE))
        return None

    def _run(self, pcm: Pcm, stopped: threading.Event) -> int:
        """The player's exit code. On a thread: a loop that also paints would feed the card late."""
        command = (PROGRAM, "--quiet", "-D", self.device, "-t", "raw", "-f", "S16_LE")
        form = ("-r", str(pcm.rate), "-c", str(pcm.channels))
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        with subprocess.Popen([*command, *form], stdin=pipe, stdout=nowhere, stderr=nowhere) as process:
            self._process = process
            try:
                if stopped.is_set():  # silence came while the player was starting
                    process.kill()
                process.communicate(pcm.samples)
            finally:
                if self._process is process:
                    self._process = None
            return process.returncode
