"""A virtual A4 printer: Debian's `ippeveprinter`, which speaks IPP Everywhere, with a tray that can be emptied.

It registers itself by DNS-SD, for which it must find a D-Bus; a private one serves, without Avahi.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import urllib.request
from pathlib import Path

from drivers.loopback import answers, free_ports, wait_until
from drivers.twin import Twin, amount, switch

PROGRAMS = ("ippeveprinter", "dbus-daemon")
START_LIMIT = 30.0  # s; a busy machine
DIE_WITH_US = ("setpriv", "--pdeathsig", "KILL")  # util-linux. "We" is the thread that starts it: not one that ends
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={path}</listen>
<policy context="default"><allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""
_MECHANISM = """#!/bin/sh
# Prints one document: $1. What a person does to the printer are files beside this script.
here=$(dirname "$0")
for trouble in media-jam cover-open; do
    while [ -e "$here/$trouble" ]; do echo "STATE: +$trouble" >&2; sleep 0.05; done
    echo "STATE: -$trouble" >&2
done
while [ -e "$here/slow" ]; do sleep 0.05; done
[ -e "$here/breaks" ] && exit 1
mkdir -p "$here/tray"
name=$(date +%s%N) # not the job's number: after it was switched off it counts anew
cp "$1" "$here/tray/.$name" && mv "$here/tray/.$name" "$here/tray/$name"
"""


class ProgramsMissing(Exception):
    """One sentence."""


class DocumentPrinterTwin(Twin):
    """`folder`: short (a socket's path has at most 107 bytes) and its own. Raises `ProgramsMissing` when made."""

    KNOBS = (
        amount("load_paper", "纸盒里", "paper in the tray", unit="张 sheets", values=(250, 25, 5, 0)),
        switch("jam", "卡纸(打的时候)", "paper jam (within a job)"),
        switch("open_cover", "盖子开着(打的时候)", "cover open (within a job)"),
        switch("be_slow", "一直打不完", "a job does not end"),
        switch("break_job", "打坏了", "jobs are aborted"),
    )

    def __init__(self, folder: Path, port: int = 0) -> None:
        missing = [name for name in PROGRAMS if _program(name) is None]
        if missing:
            raise ProgramsMissing(
                f"{' and '.join(missing)} cannot be found: apt-get install cups-ipp-utils dbus-daemon"
            )
        self.folder = folder
        self.port = port
        self._bus: subprocess.Popen[bytes] | None = None
        self._printer: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """What goes into `devices.toml`."""
        return f"ipp://localhost:{self.port}/ipp/print"

    def start(self) -> None:
        (self.folder / "spool").mkdir(parents=True, exist_ok=True)
        (self.folder / "bus.conf").write_text(_BUS.format(path=self.folder / "bus"), encoding="utf-8")
        mechanism = self.folder / "mechanism"
        mechanism.write_text(_MECHANISM, encoding="utf-8")
        mechanism.chmod(0o700)
        command = [*DIE_WITH_US, str(_program("dbus-daemon")), "--nofork", f"--config-file={self.folder / 'bus.conf'}"]
        self._bus = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until((self.folder / "bus").exists, START_LIMIT, "the bus of the virtual document printer")
            self.replug()
        except BaseException:
            self.close()  # nobody else ends what was started
            raise

    def close(self) -> None:
        self.unplug()
        if self._bus is not None:
            _end(self._bus)
            self._bus = None

    def replug(self) -> None:
        if self._printer is not None:
            return
        self.port = self.port or free_ports(1)[0]
        command = [*DIE_WITH_US, str(_program("ippeveprinter")), "-r", "off", "-n", "localhost", "-p", str(self.port)]
        command += ["-d", str(self.folder / "spool"), "-c", str(self.folder / "mechanism")]
        command += ["-f", "application/pdf,image/jpeg,image/pwg-raster", "Virtual document printer"]
        environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self.folder / 'bus'}"}
        self._printer = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
        )
        wait_until(lambda: answers(self.port), START_LIMIT, "the virtual document printer")
        self.load_paper()

    def unplug(self) -> None:
        """It is switched off in the middle of whatever it does; what it spooled is forgotten."""
        if self._printer is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._printer.pid, signal.SIGKILL)  # with the mechanism that it may have started
        self._printer.wait()
        self._printer = None

    @property
    def plugged_in(self) -> bool:
        return self._printer is not None

    # ---- what a person does to it -----------------------------------------------------------------
    def load_paper(self, sheets: float = 250, size: str = "iso_a4_210x297mm") -> None:
        """`sheets`: 250, 125, 50, 25, 5 or 0. Without paper a job waits for it."""
        trays = f"size1={size}&type1=stationery&level1={sheets:g}&size3=&type3=&level3=-2"
        address = f"http://localhost:{self.port}/media?{trays}"
        with urllib.request.urlopen(address, timeout=START_LIMIT) as answer:
            answer.read()

    def jam(self, jammed: bool = True) -> None:
        """Within a job."""
        self._let("media-jam", jammed)

    def open_cover(self, is_open: bool = True) -> None:
        """Within a job."""
        self._let("cover-open", is_open)

    def be_slow(self, slow: bool = True) -> None:
        """A job does not end."""
        self._let("slow", slow)

    def break_job(self, breaks: bool = True) -> None:
        """The next job is aborted."""
        self._let("breaks", breaks)

    def printed(self) -> list[bytes]:
        """The documents in the tray, oldest first."""
        tray = sorted((self.folder / "tray").glob("[0-9]*"), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_bytes() for path in tray]

    def empty_tray(self) -> None:
        """Somebody takes what was printed."""
        for path in (self.folder / "tray").glob("[0-9]*"):
            path.unlink(missing_ok=True)

    def _let(self, name: str, there: bool) -> None:
        path = self.folder / name
        if there:
            path.touch()
        else:
            path.unlink(missing_ok=True)


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/bin")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
