"""A file system whose power can be cut, mounted (FUSE) beneath programs that know nothing of it.

`python -m tests.faults.forgetful FOLDER MOUNTPOINT [lies]` shows the files of FOLDER at MOUNTPOINT. It says
"mounted", then takes lines `cut SEED SHARE TARGET`: from that instant every call fails, and what `disk.py` says may
lie on the disk then is put into TARGET. Needs mfusepy (tests/faults/requirements.lock) and /dev/fuse.
"""

from __future__ import annotations

import errno
import itertools
import os
import random
import sys
import threading
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from mfusepy import FUSE, Operations

from tests.faults.disk import FOLDER, Disk, Names, Sync, SyncFolder, Truncate, Write

STAT = ("st_mode", "st_ino", "st_nlink", "st_uid", "st_gid", "st_size", "st_blocks")
TIMES = ("st_atime", "st_mtime", "st_ctime")
STATFS = (
    "f_bavail",
    "f_bfree",
    "f_blocks",
    "f_bsize",
    "f_favail",
    "f_ffree",
    "f_files",
    "f_flag",
    "f_frsize",
    "f_namemax",
)


def call(method: Callable[..., Any]) -> Callable[..., Any]:
    """One after the other, and none after the cut."""

    @wraps(method)
    def alone(self: Forgetful, *args: Any) -> Any:
        with self._turn:
            if self.is_cut:
                raise OSError(errno.EIO, "the power is gone")
            return method(self, *args)

    return alone


class Forgetful(Operations):  # type: ignore[misc]
    use_ns = True

    def __init__(self, folder: Path, lies: bool) -> None:
        self._turn = threading.Lock()
        self.is_cut = False
        self._folder = folder
        self._disk = Disk()
        self._numbers = itertools.count(1)
        self._files: dict[str, int] = {}  # path -> number in the log of the disk
        self._opened: dict[int, int] = {}  # descriptor -> number
        for path in sorted(folder.rglob("*")):
            self._make(f"/{path.relative_to(folder)}", FOLDER if path.is_dir() else None)
            if path.is_file():
                file = self._files[f"/{path.relative_to(folder)}"]
                self._disk.do(Write(file, 0, path.read_bytes()))
                self._disk.do(Sync(file))
            self._disk.do(SyncFolder(_above(f"/{path.relative_to(folder)}")))
        self._disk.lies = lies

    def cut(self, dice: random.Random, share: float, target: Path) -> None:
        with self._turn:
            self.is_cut = True
            for path, content in sorted(self._disk.cut(dice, share).items()):
                if path.endswith("/"):
                    (target / path).mkdir(mode=0o700)
                else:
                    (target / path).write_bytes(content)

    def _real(self, path: str) -> Path:
        return self._folder / path.lstrip("/")

    def _make(self, path: str, file: int | None = None) -> int:
        self._files[path] = next(self._numbers) if file is None else file
        self._disk.do(Names(_above(path), ((_name(path), self._files[path]),)))
        return self._files[path]

    # ---- names ----------------------------------------------------------------------------------
    @call
    def create(self, path: str, mode: int, fi: Any = None) -> int:
        fd = os.open(self._real(path), os.O_RDWR | os.O_CREAT, mode)
        self._opened[fd] = self._make(path)
        return fd

    @call
    def mkdir(self, path: str, mode: int) -> int:
        self._real(path).mkdir(mode)
        self._make(path, FOLDER)
        return 0

    @call
    def unlink(self, path: str) -> int:
        self._real(path).unlink()
        del self._files[path]
        self._disk.do(Names(_above(path), ((_name(path), None),)))
        return 0

    @call
    def rmdir(self, path: str) -> int:
        self._real(path).rmdir()
        del self._files[path]
        self._disk.do(Names(_above(path), ((_name(path), None),)))
        return 0

    @call
    def rename(self, old: str, new: str) -> int:
        assert _above(old) == _above(new), "the product moves nothing between folders"
        self._real(old).rename(self._real(new))
        self._files[new] = self._files.pop(old)
        self._disk.do(Names(_above(old), ((_name(old), None), (_name(new), self._files[new]))))
        return 0

    @call
    def link(self, target: str, source: str) -> int:
        self._real(target).hardlink_to(self._real(source))
        self._make(target, self._files[source])
        return 0

    # ---- contents -------------------------------------------------------------------------------
    @call
    def open(self, path: str, flags: int) -> int:
        fd = os.open(self._real(path), flags & ~(os.O_APPEND | os.O_TRUNC))
        self._opened[fd] = self._files[path]
        if flags & os.O_TRUNC:
            self._truncate(fd, 0)
        return fd

    @call
    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        return os.pread(fh, size, offset)

    @call
    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        written = os.pwrite(fh, data, offset)
        self._disk.do(Write(self._opened[fh], offset, bytes(data[:written])))
        return written

    @call
    def truncate(self, path: str, length: int, fh: int | None = None) -> int:
        if fh is not None:
            self._truncate(fh, length)
        else:
            os.truncate(self._real(path), length)
            self._disk.do(Truncate(self._files[path], length))
        return 0

    def _truncate(self, fd: int, length: int) -> None:
        os.ftruncate(fd, length)
        self._disk.do(Truncate(self._opened[fd], length))

    @call
    def fallocate(self, path: str, mode: int, offset: int, size: int, fh: int) -> int:
        if offset + size > os.fstat(fh).st_size:
            self._truncate(fh, offset + size)
        return 0

    @call
    def fsync(self, path: str, datasync: int, fh: int) -> int:
        self._disk.do(Sync(self._opened[fh]))
        return 0

    @call
    def fsyncdir(self, path: str, datasync: int, fh: int) -> int:
        self._disk.do(SyncFolder(path.strip("/") or "."))
        return 0

    def release(self, path: str, fh: int) -> int:
        del self._opened[fh]
        os.close(fh)
        return 0

    # ---- what changes nothing -------------------------------------------------------------------
    def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
        found = os.lstat(self._real(path))
        times = {name: getattr(found, f"{name}_ns") for name in TIMES}
        return times | {name: getattr(found, name) for name in STAT}

    def readdir(self, path: str, fh: int) -> list[str]:
        return [".", "..", *(one.name for one in self._real(path).iterdir())]

    def statfs(self, path: str) -> dict[str, int]:
        found = os.statvfs(self._real(path))
        return {name: getattr(found, name) for name in STATFS}

    def chmod(self, path: str, mode: int) -> int:
        self._real(path).chmod(mode)
        return 0

    def utimens(self, path: str, times: Any = None) -> int:
        return 0


def _above(path: str) -> str:
    return path.rpartition("/")[0].strip("/") or "."


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def main() -> None:
    folder, mountpoint = map(Path, sys.argv[1:3])
    files = Forgetful(folder, "lies" in sys.argv[3:])

    def obey() -> None:
        while not os.path.ismount(mountpoint):
            threading.Event().wait(0.01)
        print("mounted", flush=True)
        for line in sys.stdin:
            _, seed, share, target = line.split()
            files.cut(random.Random(seed), float(share), Path(target))
            print("cut", flush=True)

    threading.Thread(target=obey, daemon=True).start()
    FUSE(files, str(mountpoint), foreground=True, nothreads=True)


if __name__ == "__main__":
    main()
