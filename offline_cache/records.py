"""What the outbox gives to those who ask: values without content, but for the lease that carries it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from offline_cache.faults import Reason
from offline_cache.states import State

LANES = ("submissions", "ratings")


@dataclass(frozen=True)
class Slot:
    """A place for one record. `key`: UUIDv7 text; `number`: rises, never used again on this terminal."""

    key: str
    number: int


@dataclass(frozen=True)
class Refused:
    """Nothing can be taken in now; nothing that was taken in is lost."""

    reason: Reason


@dataclass(frozen=True)
class Attachment:
    digest: str  # SHA-256 of the sealed file, hex
    size: int  # bytes
    uploaded: bool = False
    upload_url: str | None = None


@dataclass(frozen=True)
class Record:
    """What is known of a record; nothing of what is in it. Times are RFC 3339, UTC, by the terminal's clock."""

    key: str
    number: int
    lane: str
    item: str
    state: State
    digest: str | None
    size: int
    reserved_at: str
    committed_at: str | None
    acknowledged_at: str | None
    not_after: str | None
    attempts: int
    reason: str | None
    case_number: str | None
    attachments: tuple[Attachment, ...] = ()
    exported_at: str | None = None  # a sealed copy was given out; it is with the platform only when acknowledged


@dataclass(frozen=True)
class Lease:
    """A record that this process may send until the lease is over."""

    key: str
    lane: str
    digest: str
    attempts: int
    reason: str | None  # of the last refusal
    not_after: str | None
    sealed: bytes = field(repr=False)
    attachments: tuple[Attachment, ...]
    folder: Path  # of the sealed pages
    resumable: bool = False  # the record is too large for one request and goes as an upload
    upload_url: str | None = None  # where that upload goes on

    def path(self, attachment: Attachment) -> Path:
        return page_path(self.folder, self.key, attachment.digest)


@dataclass(frozen=True)
class Counts:
    waiting: int  # ready or being sent
    parked: int
    oldest_s: float  # age of the oldest waiting record, 0 when none waits


def page_path(folder: Path, key: str, digest: str) -> Path:
    return folder / f"{key}.{digest}"
