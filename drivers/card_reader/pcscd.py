"""A private pcscd with the vpcd reader, for virtual cards on a machine where none runs.

Only one pcscd can serve a machine (its socket lies in /run/pcscd). If one with a virtual reader runs already, it is
used; else root starts one. On a terminal with a real reader, systemd runs pcscd and none of this is called.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import IO, Any

from smartcard import scard

from drivers.card_reader import network_namespace
from drivers.card_reader.monitor import PcscError, establish, find_reader

log = logging.getLogger(__name__)

VIRTUAL_READER = "Virtual PCD"
_PID_FILE = Path("/run/pcscd/pcscd.pid")
_LOCK_FILE = Path("/run/kiosk-pcscd.lock")  # only root starts a pcscd, and so only root needs it
_STOP_S = 5.0  # pcscd ends within about a second of SIGTERM


class PcscdUnavailable(Exception):
    """One sentence that says what is missing."""


class Pcscd:
    """A running pcscd. `pid` is None when it was there before: then `stop` leaves it alone.

    Ours is told to end by itself when nobody has used it for a minute, so that a killed owner leaves nothing
    behind; as long as the owner lives it holds a context, which counts as use.
    """

    def __init__(self, process: subprocess.Popen[bytes] | None, lock: IO[bytes] | None, context: Any) -> None:
        self._process = process
        self._lock = lock
        self._context = context

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    def running(self) -> bool:
        return virtual_reader_there() if self._process is None else self._process.poll() is None

    def stop(self) -> None:
        """End it if it is ours."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                self.kill()
        self._release()

    def kill(self) -> None:
        """End it without notice, as a crash does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._release()

    def _release(self) -> None:
        if self._context is not None:
            scard.SCardReleaseContext(self._context)
        if self._lock is not None:
            self._lock.close()
        self._context = self._lock = None


def locate_network() -> Path | None:
    """The network namespace that vpcd listens in, where it is not ours."""
    pid = _serving()
    return None if pid is None else network_namespace.of_process(pid)


def _serving() -> int | None:
    """The process id of the pcscd that serves this machine."""
    try:
        return int(_PID_FILE.read_bytes().strip(b"\0\n "))  # pcscd writes a NUL behind it
    except (OSError, ValueError):
        return None


def virtual_reader_there() -> bool:
    try:
        context = establish()
    except PcscError:
        return False
    try:
        return find_reader(context, VIRTUAL_READER) is not None
    except PcscError:
        return False
    finally:
        scard.SCardReleaseContext(context)


def start(limit: float = 10.0, share: bool = True) -> Pcscd:
    """A pcscd whose virtual reader is there. `share`: one that runs already will do. Blocks for up to `limit` seconds.

    Raises `PcscdUnavailable`.
    """
    until = time.monotonic() + limit
    lock = None
    while lock is None:
        if share and virtual_reader_there():
            log.info("pcscd runs already, with a virtual reader: it is used")
            return Pcscd(None, None, None)
        if os.geteuid() != 0:
            raise PcscdUnavailable("pcscd with a virtual reader does not run, and only root may start it")
        lock = _try_lock()
        if lock is None:
            if time.monotonic() > until:
                raise PcscdUnavailable(f"another program holds {_LOCK_FILE}, and so the one pcscd of this machine")
            time.sleep(0.05)
    try:
        process, output = _launch()
        try:
            _wait_for_reader(process, output, until)
            return Pcscd(process, lock, establish())
        except BaseException:
            process.kill()
            process.wait()
            raise
    except PcscError as error:
        lock.close()
        raise PcscdUnavailable(f"pcscd went away again ({error})") from None
    except BaseException:
        lock.close()
        raise


def _try_lock() -> IO[bytes] | None:
    """Locked until the file is closed, also by the death of the process."""
    file = _LOCK_FILE.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _launch() -> tuple[subprocess.Popen[bytes], IO[bytes]]:
    program = shutil.which("pcscd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        raise PcscdUnavailable("pcscd is not installed (Debian packages pcscd and vsmartcard-vpcd)")
    output = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the reader has come, or has not

    def launch() -> subprocess.Popen[bytes]:
        command = [program, "--foreground", "--auto-exit"]
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)

    try:
        process = network_namespace.run_in_new(launch)
    except OSError as error:
        log.warning("no private network for vpcd (%s): its ports 35963 and 35964 are open on all addresses", error)
        process = launch()
    return process, output


def _wait_for_reader(process: subprocess.Popen[bytes], output: IO[bytes], until: float) -> None:
    with contextlib.closing(output):
        while not (virtual_reader_there() and _serving() == process.pid):  # another's reader is not ours
            if process.poll() is not None:
                raise PcscdUnavailable(f"pcscd ended at once: {_last_line(output)}")
            if time.monotonic() > until:
                raise PcscdUnavailable("pcscd runs, but has no virtual reader (Debian package vsmartcard-vpcd)")
            time.sleep(0.02)


def _last_line(output: IO[bytes]) -> str:
    output.seek(0)
    lines = output.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"
