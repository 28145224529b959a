"""Nobody lays a card down."""

from __future__ import annotations

import time

from tests.drivers.id_card_reader.hands import READ_S, error_of


async def test_no_card_within_the_limit(reader):
    assert await reader.wait_removed(READ_S) is None  # it has looked once
    before = time.monotonic()
    assert error_of(await reader.read(0.5)) == "noMedia"
    assert time.monotonic() - before > 0.4


async def test_an_empty_reader_is_free_at_once(reader):
    assert await reader.wait_removed(READ_S) is None
