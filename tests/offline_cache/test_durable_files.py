"""The durable-file layer under a disk that fails at each call in turn."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from offline_cache.durable_files import DurableFiles, System
from offline_cache.faults import DiskFailed, Reason


class Failing(System):
    """Notes each call, and fails at the n-th."""

    def __init__(self, fails_at: int = 0, error: int = errno.EIO) -> None:
        self.calls: list[str] = []
        self._fails_at = fails_at
        self._error = error

    def _note(self, name: str, real: Callable[..., Any], *args: Any) -> Any:
        self.calls.append(name)
        if len(self.calls) == self._fails_at:
            raise OSError(self._error, os.strerror(self._error))
        return real(*args)

    def open(self, path: Path, flags: int) -> int:
        return int(self._note("open", super().open, path, flags))

    def write(self, fd: int, content: memoryview) -> int:
        return int(self._note("write", super().write, fd, content[:100_000]))  # short writes are legal

    def fsync(self, fd: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(fd).st_mode)
        self._note("fsync folder" if is_folder else "fsync file", super().fsync, fd)

    def rename(self, source: Path, target: Path) -> None:
        self._note("rename", super().rename, source, target)

    def link(self, source: Path, target: Path) -> None:
        self._note("link", super().link, source, target)

    def unlink(self, path: Path) -> None:
        self._note("unlink", super().unlink, path)


def test_bytes_before_name_and_name_before_return(tmp_path: Path) -> None:
    system = Failing()
    DurableFiles(system).write(tmp_path / "page", bytes(150_000))
    assert system.calls == ["open", "write", "write", "fsync file", "rename", "fsync folder"]
    assert (tmp_path / "page").read_bytes() == bytes(150_000)
    assert stat.S_IMODE((tmp_path / "page").stat().st_mode) == 0o600


@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC, errno.EROFS])
def test_a_failure_at_any_call_leaves_the_old_or_the_new_file_and_no_half_one(tmp_path: Path, error: int) -> None:
    n = 0
    while True:
        n += 1
        folder = tmp_path / str(n)
        folder.mkdir()
        (folder / "page").write_bytes(b"old")
        system = Failing(n, error)
        try:
            DurableFiles(system).write(folder / "page", b"new")
        except DiskFailed as failed:
            assert failed.reason == {5: Reason.FAILING, 28: Reason.FULL, 30: Reason.READ_ONLY}[error]
            assert "page" not in str(failed), "the name of a file is in the text of an error"
        assert (folder / "page").read_bytes() in (b"old", b"new")
        if n > len(system.calls):
            break
        after = system.calls[n:]
        assert system.calls[n - 1] == "unlink" or not [c for c in after if c.startswith("fsync")], (
            "an fsync was retried"
        )
        if system.calls[n - 1] != "unlink":
            assert [path.name for path in folder.iterdir()] == ["page"]
    assert n > 5


def test_of_two_who_write_once_one_wins_and_both_read_the_same(tmp_path: Path) -> None:
    first, second = (DurableFiles().write_once(tmp_path / "secret", content) for content in (b"one", b"two"))
    assert first == second == b"one" and len(list(tmp_path.iterdir())) == 1


def test_removing_is_durable_and_what_is_gone_is_no_error(tmp_path: Path) -> None:
    system = Failing()
    (tmp_path / "a").touch()
    DurableFiles(system).remove(tmp_path / "a", tmp_path / "b")
    assert system.calls == ["unlink", "unlink", "fsync folder"] and not list(tmp_path.iterdir())
