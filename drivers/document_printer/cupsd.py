"""A private cupsd with one queue before a printer, for virtual printers: on a terminal, systemd runs the machine's own.

Everything of it lies in one folder and listens on loopback; the queue is raw, so that what is printed is what was sent.
Its policy lets this machine's users resume and purge, as the one on a terminal must let the terminal's (README.md).
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from drivers.loopback import answers, free_ports, wait_until
from drivers.processes import children

PROGRAMS = ("cupsd", "lpadmin", "lpstat")
QUEUE = "a4"
START_LIMIT = 30.0  # s; a busy machine
DIE_WITH_US = ("setpriv", "--pdeathsig", "KILL")  # util-linux. "We" is the thread that starts it: not one that ends
_USER = "lp"  # whom cupsd runs its backends as: it refuses root
_CONF = """Listen 127.0.0.1:{port}
Listen {folder}/cups.sock
Browsing Off
DefaultAuthType None
WebInterface No
LogLevel warn
MaxLogSize 1m
PreserveJobHistory Yes
PreserveJobFiles No
JobRetryInterval 1
DirtyCleanInterval 0
ErrorPolicy {policy}
<Location />
Order allow,deny
Allow localhost
</Location>
<Policy default>
JobPrivateAccess default
JobPrivateValues none
SubscriptionPrivateAccess default
SubscriptionPrivateValues none
<Limit All>
Order allow,deny
Allow localhost
</Limit>
</Policy>
"""
_FILES = """ServerRoot {folder}
StateDir {folder}/state
CacheDir {folder}/cache
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
DocumentRoot {folder}
AccessLog {folder}/access_log
ErrorLog {folder}/error_log
PageLog {folder}/page_log
SystemGroup root
SyncOnClose No
{user}"""


class ProgramsMissing(Exception):
    """One sentence."""


class Cupsd:
    """`printer`: the `ipp://` address before which the queue stands. Raises `ProgramsMissing` when made.

    `error_policy`: of the queue when a job does not go through: "stop-printer" (it stays stopped until somebody resumes
    it), "retry-job" or "abort-job".
    """

    def __init__(self, folder: Path, printer: str, error_policy: str = "stop-printer") -> None:
        missing = [name for name in PROGRAMS if _program(name) is None]
        if missing:
            raise ProgramsMissing(f"{' and '.join(missing)} cannot be found: apt-get install cups-daemon cups-client")
        self.folder = folder
        self.port = free_ports(1)[0]
        self._printer = printer
        self._policy = error_policy
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """What goes into `devices.toml`."""
        return f"ipp://localhost:{self.port}/printers/{QUEUE}"

    def __enter__(self) -> Self:
        self.start()
        self.add_queue()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Also after `kill`: its queue and its jobs are in the folder."""
        as_root = os.geteuid() == 0
        for name in ("state", "state/certs", "cache", "spool", "spool/tmp", "ppd"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        user = f"User {_USER}\nGroup {_USER}\n" if as_root else ""
        if as_root:
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, pwd.getpwnam(_USER).pw_uid, 0)
        (self.folder / "cupsd.conf").write_text(
            _CONF.format(folder=self.folder, port=self.port, policy=self._policy), encoding="utf-8"
        )
        (self.folder / "cups-files.conf").write_text(_FILES.format(folder=self.folder, user=user), encoding="utf-8")
        command = [*DIE_WITH_US, str(_program("cupsd")), "-f"]
        command += ["-c", str(self.folder / "cupsd.conf"), "-s", str(self.folder / "cups-files.conf")]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        wait_until(lambda: answers(self.port), START_LIMIT, "cupsd")

    def add_queue(self) -> None:
        self.administer(
            "-p", QUEUE, "-E", "-v", self._printer, "-m", "raw", "-o", f"printer-error-policy={self._policy}"
        )

    def administer(self, *words: str) -> None:
        """lpadmin(8)."""
        command = [str(_program("lpadmin")), "-h", f"127.0.0.1:{self.port}", *words]
        subprocess.run(command, check=True, capture_output=True, timeout=START_LIMIT)

    def disable(self, queue: str) -> None:
        """cupsdisable(8): the queue is stopped, and what it prints goes back into it."""
        command = [str(_program("cupsdisable")), "-h", f"127.0.0.1:{self.port}", queue]
        subprocess.run(command, check=True, capture_output=True, timeout=START_LIMIT)

    def waiting(self) -> list[str]:
        """Jobs that are not done, as lpstat(1) lists them."""
        command = [str(_program("lpstat")), "-h", f"127.0.0.1:{self.port}", "-o"]
        told = subprocess.run(command, check=False, capture_output=True, text=True, timeout=START_LIMIT)
        return told.stdout.splitlines()

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Without notice, as a crash does."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        # A backend has a process group of its own and outlives its cupsd; on a terminal systemd ends it (KillMode).
        process.send_signal(signal.SIGSTOP)  # it begins none from here on
        with contextlib.suppress(ChildProcessError):  # it had ended by itself
            os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        backends = [os.pidfd_open(child) for child in children(process.pid)]
        process.send_signal(how)
        process.send_signal(signal.SIGCONT)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for backend in backends:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(backend, signal.SIGKILL)
            os.close(backend)


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/bin")
