"""Asks zbar, which runs in a process of its own, about a picture in which zxing-cpp found nothing."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
import time

from drivers.camera.frame import Pixels
from drivers.scanner.payload import LARGEST, Scanned, scanned

ANSWER_LIMIT = 2.0  # s; it takes 30 to 80 ms
MOST_STARTS = 5  # of the process; a terminal does without a helper that keeps dying


class SecondOpinion:
    """Blocking, for one thread. The process starts with the first question."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._starts = 0

    def __call__(self, grey: Pixels) -> Scanned | None:
        """None also where zbar is not there, or fails over this picture."""
        process = self._running()
        if process is None:
            return None
        assert process.stdin is not None
        try:
            height, width = grey.shape
            process.stdin.write(width.to_bytes(4) + height.to_bytes(4) + grey.tobytes())
            process.stdin.flush()
            answer = self._read(process, int.from_bytes(self._read(process, 4)))
        except (OSError, EOFError):
            self.close()
            return None
        return scanned(answer)

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was not written yet has no reader any more
                    pipe.close()

    def _running(self) -> subprocess.Popen[bytes] | None:
        if self._process is None and self._starts < MOST_STARTS:
            self._starts += 1
            command = [sys.executable, "-m", "drivers.scanner.zbar"]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self._process

    def _read(self, process: subprocess.Popen[bytes], count: int) -> bytes:
        """Raises `EOFError` when the process dies, is late, or promises more than a code can hold."""
        assert process.stdout is not None
        if count > LARGEST:
            raise EOFError
        deadline, data = time.monotonic() + ANSWER_LIMIT, b""
        while len(data) < count:
            ready, _, _ = select.select([process.stdout], [], [], max(0.0, deadline - time.monotonic()))
            more = os.read(process.stdout.fileno(), count - len(data)) if ready else b""
            if not more:
                raise EOFError
            data += more
        return data
