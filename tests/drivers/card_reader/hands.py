"""What a test does with its hands at the virtual reader."""

from __future__ import annotations

from drivers.card_reader.reader import CardReader
from drivers.card_reader.twin import VirtualCard
from drivers.status import Media
from tests.limits import LIMIT_S

EVENT_S = LIMIT_S


async def insert(reader: CardReader, slot: VirtualCard, card: str, upside_down: bool = False) -> None:
    slot.insert(card, upside_down)
    assert await reader.wait_media(Media.PRESENT, EVENT_S) is None
