"""What a disk can do to us, by name."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum


class Reason(StrEnum):
    FULL = "full"
    READ_ONLY = "readOnly"
    FAILING = "failing"


_WORDS = {Reason.FULL: "full", Reason.READ_ONLY: "read-only", Reason.FAILING: "failing"}


class OutboxRefused(Exception):
    """The outbox cannot be opened in a way that would keep its promises. One sentence says why."""


class DiskFailed(Exception):
    """Nothing was promised: what was being written does not count as written."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"the disk is {_WORDS[reason]}: {detail}")
        self.reason = reason
        self.detail = detail

    @classmethod
    def from_os_error(cls, error: OSError) -> DiskFailed:
        detail = error.strerror or type(error).__name__  # without the file's name
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return cls(Reason.FULL, detail)
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            return cls(Reason.READ_ONLY, detail)
        return cls(Reason.FAILING, detail)


@contextmanager
def named() -> Iterator[None]:
    """An OSError within becomes a `DiskFailed`."""
    try:
        yield
    except OSError as error:
        raise DiskFailed.from_os_error(error) from error
