"""Notes every call that reaches the disk, for database and pages in one order; where it is cut, the power went."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path

from tests.faults.disk import FOLDER, Names, Operation, Sync, SyncFolder, Truncate, Write


class Recorder:
    """`folder`: paths are noted from there on. `before`: files that lie there durably already."""

    def __init__(self, folder: Path, before: Mapping[str, bytes] | None = None) -> None:
        self.log: list[Operation] = []
        self._folder = folder
        self._numbers = itertools.count(1)
        self._files: dict[Path, int] = {}
        for path, content in (before or {}).items():
            if path.endswith("/"):
                self.make_folder(folder / path)
                self.sync_folder((folder / path).parent)
                continue
            file = self.opened(folder / path)
            self.write(file, 0, content)
            self.sync(file)
            self.sync_folder((folder / path).parent)

    def _names(self, *names: tuple[Path, int | None]) -> None:
        inside = tuple((path.name, file) for path, file in names)
        self.log.append(Names(self._place(names[0][0].parent), inside))

    def _place(self, folder: Path) -> str:
        return str(folder.relative_to(self._folder)) if folder.is_relative_to(self._folder) else "outside"

    def opened(self, path: Path) -> int:
        if path not in self._files:
            self._files[path] = next(self._numbers)
            self._names((path, self._files[path]))
        return self._files[path]

    def read(self, file: int) -> None:
        pass

    def write(self, file: int, offset: int, data: bytes) -> int:
        self.log.append(Write(file, offset, data))
        return len(data)

    def truncate(self, file: int, size: int) -> None:
        self.log.append(Truncate(file, size))

    def sync(self, file: int) -> None:
        self.log.append(Sync(file))

    def sync_folder(self, folder: Path) -> None:
        self.log.append(SyncFolder(self._place(folder)))

    def rename(self, source: Path, target: Path) -> None:
        self._files[target] = self._files.pop(source)
        self._names((source, None), (target, self._files[target]))

    def link(self, source: Path, target: Path) -> None:
        if not target.exists():
            self._files[target] = self._files[source]
            self._names((target, self._files[target]))

    def unlink(self, path: Path) -> None:
        if self._files.pop(path, None) is not None:
            self._names((path, None))

    def make_folder(self, path: Path) -> None:
        """A folder is a name in the one above it; all in it is lost with that name."""
        if path not in self._files:
            self._files[path] = FOLDER
            self._names((path, FOLDER))
