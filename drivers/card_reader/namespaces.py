"""Network and mount namespaces (Linux) for one thread at a time: `unshare(2)`, `setns(2)`, `mount(2)`.

vpcd listens on every address of its machine, and pcscd has its socket in one fixed folder. In namespaces of their
own, only this machine can reach the one, and several of the other can run. Python has such calls from 3.12 on.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_CLONE_NEWNS, _CLONE_NEWNET = 0x00020000, 0x40000000  # linux/sched.h
_MS_BIND, _MS_REC, _MS_PRIVATE = 0x1000, 0x4000, 0x40000  # linux/mount.h
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 0x1  # linux/sockios.h, net/if.h
_OWN = Path("/proc/thread-self/ns/net")


def _call(name: str, *args: int | bytes | None) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*args) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def run_in_new(function: Callable[[], T], replaced: tuple[Path, Path] | None = None) -> T:
    """Run `function` on a thread in a new network namespace with a loopback interface.

    `replaced`: two folders; there, the first one stands in the place of the second. A process started there stays
    there. Raises `OSError` where namespaces are not allowed.
    """
    outcome: list[T | OSError] = []

    def run() -> None:
        try:
            _call("unshare", _CLONE_NEWNET)
            _loopback_up()
            if replaced is not None:
                _call("unshare", _CLONE_NEWNS)
                _call("mount", None, b"/", None, _MS_REC | _MS_PRIVATE, None)
                _call("mount", bytes(replaced[0]), bytes(replaced[1]), None, _MS_BIND, None)
            outcome.append(function())
        except OSError as error:
            outcome.append(error)

    thread = threading.Thread(target=run, name="new-namespace")
    thread.start()
    thread.join()
    if isinstance(outcome[0], OSError):
        raise outcome[0]
    return outcome[0]


def _loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(control, _SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | _IFF_UP))


def of_process(pid: int) -> Path | None:
    """The process's network namespace if it is another one than ours, else None (also if it may not be seen)."""
    theirs = Path(f"/proc/{pid}/ns/net")
    try:
        return None if theirs.readlink() == _OWN.readlink() else theirs
    except OSError:
        return None


def connect(address: tuple[str, int], namespace: Path | None, limit: float) -> socket.socket:
    """A TCP connection made inside `namespace` (None: ours). Only the calling thread goes there, and comes back.

    Raises `OSError`.
    """
    if namespace is None:
        return socket.create_connection(address, limit)
    with _OWN.open("rb") as home, namespace.open("rb") as away:
        _call("setns", away.fileno(), _CLONE_NEWNET)
        try:
            return socket.create_connection(address, limit)
        finally:
            _call("setns", home.fileno(), _CLONE_NEWNET)
