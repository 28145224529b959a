"""A seal house in memory, as tests of seals need it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from provisioning.sandbox.seals.house import Organ, SealHouse
from provisioning.sandbox.seals.ofd_writer import Written, write

NOW = datetime(2026, 11, 22, 2, 24, 5, tzinfo=UTC)
ORGAN = Organ("T1", "测试局")
BY_DIGEST = Organ("T9", "另一测试局", by_digest=True)


def house(secret: bytes = b"a secret of the tests, 32 bytes!") -> SealHouse:
    database = sqlite3.connect(":memory:")
    database.row_factory = sqlite3.Row
    with TemporaryDirectory() as folder:
        return SealHouse(database, Path(folder), secret)


def document(made_by: SealHouse, organ: Organ = ORGAN, now: datetime = NOW, content: bytes = b'{"a": "b"}') -> bytes:
    what = Written("N-1", ("测试证照", "持证人：测**"), {"licence.json": content})
    return write(what, now, made_by.seal_file(organ), lambda manifest, path: made_by.seal(organ, manifest, now, path))
