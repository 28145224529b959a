"""A disk as a program may count on it: what was not synced before the power went may be there, in part, or not.

It takes a log of what a program did, and gives what may lie on the disk after a cut. Until a file is synced, any
of its written 512-byte sectors may be there, in any order, and its length old or new. A name that was made,
changed or removed counts once its folder has been synced; until then any such change may be there or not. This
is more than file systems with a journal allow themselves, and what POSIX allows.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

SECTOR = 512  # bytes that a disk writes whole or not at all
FOLDER = -1  # what a folder's name stands for


@dataclass(frozen=True)
class Write:
    file: int
    offset: int
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Truncate:
    file: int
    size: int


@dataclass(frozen=True)
class Sync:
    file: int


@dataclass(frozen=True)
class Forget:
    """A failed sync: Linux takes what was to be written for written, and the next sync says "done" of it."""

    file: int


@dataclass(frozen=True)
class Names:
    """One change of a folder: names and the files that they stand for from then on (None: no more)."""

    folder: str
    names: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class SyncFolder:
    folder: str


Operation = Write | Truncate | Sync | Forget | Names | SyncFolder


class Disk:
    """`lies`: it says that it has synced and has not, as cheap flash does."""

    def __init__(self, lies: bool = False) -> None:
        self.lies = lies
        self._content: dict[int, bytes] = {}
        self._pending: dict[int, list[Write | Truncate]] = {}
        self._folders: dict[str, dict[str, int]] = {}
        self._renamed: dict[str, list[Names]] = {}

    def do(self, operation: Operation) -> None:
        match operation:
            case Write(file) | Truncate(file):
                self._pending.setdefault(file, []).append(operation)
            case Names(folder):
                self._renamed.setdefault(folder, []).append(operation)
            case Sync(file) if not self.lies:
                self._content[file] = _applied(self._content.get(file, b""), self._pending.pop(file, []))
            case Forget(file):
                self._pending.pop(file, None)
            case SyncFolder(folder) if not self.lies:
                self._folders[folder] = _named(self._folders.get(folder, {}), self._renamed.pop(folder, []))

    def cut(self, dice: random.Random, kept: float) -> dict[str, bytes]:
        """What lies there when the power has gone: content by path, folders with a stroke behind their names.

        `kept`: share of the unsynced that got there. With a folder's name all is lost that lay in it.
        """
        found: dict[str, bytes] = {}
        for folder in sorted(self._folders.keys() | self._renamed.keys()):  # one that is above another comes before it
            changes = [change for change in self._renamed.get(folder, []) if dice.random() < kept]
            if folder not in (".", "outside") and f"{folder}/" not in found:
                continue
            for name, file in _named(self._folders.get(folder, {}), changes).items():
                if file == FOLDER:
                    found[f"{folder}/{name}/".removeprefix("./")] = b""
                    continue
                parts = [part for one in self._pending.get(file, []) for part in _sectors(one) if dice.random() < kept]
                if kept < 1:
                    dice.shuffle(parts)
                found[f"{folder}/{name}".removeprefix("./")] = _applied(self._content.get(file, b""), parts)
        return found


def _sectors(change: Write | Truncate) -> Iterator[Write | Truncate]:
    if isinstance(change, Truncate):
        yield change
        return
    at = 0
    while at < len(change.data):
        offset = change.offset + at
        length = SECTOR - offset % SECTOR
        yield Write(change.file, offset, change.data[at : at + length])
        at += length


def _applied(content: bytes, changes: list[Write | Truncate]) -> bytes:
    result = bytearray(content)
    for change in changes:
        if isinstance(change, Truncate):
            result = result[: change.size].ljust(change.size, b"\0")
        else:
            end = change.offset + len(change.data)
            result = result.ljust(end, b"\0")
            result[change.offset : end] = change.data
    return bytes(result)


def _named(names: dict[str, int], changes: list[Names]) -> dict[str, int]:
    result = dict(names)
    for change in changes:
        for name, file in change.names:
            if file is None:
                result.pop(name, None)
            else:
                result[name] = file
    return result
