"""A private pcscd with the vpcd reader, for virtual cards on a machine where none runs.

pcscd has its socket in /run/pcscd, so that one can serve a machine. If one with a virtual reader runs already, it is
used; else root starts one. Where `PCSCLITE_CSOCK_NAME`, a variable of libpcsclite, names a socket in another folder,
a pcscd of its own is started for that folder, so that several can run (see `environment`).
On a terminal with a real reader, systemd runs pcscd and none of this is called.
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

from drivers.card_reader import namespaces
from drivers.card_reader.monitor import PcscError, establish, find_reader

log = logging.getLogger(__name__)

VIRTUAL_READER = "Virtual PCD"
_RUN = Path("/run/pcscd")  # compiled into pcscd
_SOCKET, _PID_FILE = "pcscd.comm", "pcscd.pid"
_SOCKET_VARIABLE = "PCSCLITE_CSOCK_NAME"
_LONGEST_PATH = 107  # of a socket's path, unix(7)
# Without root: a user and a mount namespace of its own (user_namespaces(7)), in which pcscd takes itself for root and
# /run for its own. Its clients, of the same user, are root to it too, and so polkit is not asked.
_AS_NOBODY = ("unshare", "--user", "--map-root-user", "--mount", "--propagation", "private")
_IN_FOLDER = (
    'folder="$0" && exec 9<"$folder" && mount -t tmpfs tmpfs /run && mkdir /run/pcscd && '
    'mount --bind /proc/self/fd/9 /run/pcscd && exec 9<&- && exec "$1" --foreground --auto-exit'
)
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


def environment(folder: Path) -> dict[str, str]:
    """The variables with which a process, and what it starts, use a pcscd of their own, with its socket in `folder`.

    To be set before the process first speaks to pcscd: libpcsclite looks once. Empty where no second pcscd can be
    started (no namespaces); then all share the machine's.
    """
    socket = folder.absolute() / _SOCKET
    if len(bytes(socket)) > _LONGEST_PATH:
        return {}
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        allowed = subprocess.run([*_AS_NOBODY, "true"], check=False, capture_output=True).returncode == 0
        return {_SOCKET_VARIABLE: str(socket)} if allowed else {}
    _RUN.mkdir(exist_ok=True)
    try:
        namespaces.run_in_new(lambda: None, (folder.absolute(), _RUN))
    except OSError:
        return {}
    return {_SOCKET_VARIABLE: str(socket)}


def _folder() -> Path:
    """Where the socket is of the pcscd that this process speaks to."""
    named = os.environ.get(_SOCKET_VARIABLE)
    return Path(named).parent if named else _RUN


def locate_network() -> Path | None:
    """The network namespace that vpcd listens in, where it is not ours."""
    pid = _serving()
    return None if pid is None else namespaces.of_process(pid)


def _serving() -> int | None:
    """The process id of the pcscd that this process speaks to."""
    try:
        return int((_folder() / _PID_FILE).read_bytes().strip(b"\0\n "))  # pcscd writes a NUL behind it
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
        if os.geteuid() != 0 and _folder() == _RUN:
            raise PcscdUnavailable("pcscd with a virtual reader does not run, and only root may start the machine's")
        lock = _try_lock()
        if lock is None:
            if time.monotonic() > until:
                raise PcscdUnavailable(f"another program holds {_lock_file()}, and with it the pcscd of {_folder()}")
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


def _lock_file() -> Path:
    """Only root starts the machine's pcscd, and so only root needs the first."""
    return Path("/run/kiosk-pcscd.lock") if _folder() == _RUN else _folder() / "kiosk-pcscd.lock"


def _try_lock() -> IO[bytes] | None:
    """Locked until the file is closed, also by the death of the process."""
    file = _lock_file().open("ab")
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

    command = [program, "--foreground", "--auto-exit"]

    def launch() -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)

    if os.geteuid() != 0:
        log.warning("not root: vpcd's ports 35963 and 35964 are open on all addresses")
        command = [*_AS_NOBODY, "sh", "-c", _IN_FOLDER, str(_folder()), program]
        return launch(), output
    own = None if _folder() == _RUN else (_folder(), _RUN)
    try:
        process = namespaces.run_in_new(launch, own)
    except OSError as error:
        if own is not None:
            output.close()
            raise PcscdUnavailable(f"no pcscd can be started for {own[0]}: {error}") from None
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
