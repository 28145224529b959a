"""A card is laid down and read, on a real pseudo terminal; only the module is virtual."""

from __future__ import annotations

import asyncio
import logging

from drivers.id_card_reader.card import ResidentCard
from drivers.status import Media
from tests.drivers.id_card_reader.hands import READ_S, error_of


async def test_a_card_is_waited_for_and_read_once(reader, module, caplog):
    caplog.set_level(logging.DEBUG)
    reading = asyncio.create_task(reader.read(READ_S))
    assert await reader.wait_status(lambda status: status.media is Media.NOT_PRESENT, READ_S)
    module.place("jia")
    card = await reading
    assert isinstance(card, ResidentCard)
    assert (card.name, card.id_number, card.valid_to) == ("测试员甲", "999999199001010016", "2040-05-06")
    assert card.sam_id == "05.01-20260101-0000000001-0000000002"
    assert len(card.photo) == 1024
    # Guards against: the next citizen gets the card that the last one forgot.
    assert error_of(await reader.read(0.4)) == "noMedia"
    module.remove()
    module.place("yi")
    assert isinstance(await reader.read(READ_S), ResidentCard)
    assert "999999" not in caplog.text
    assert "测试员" not in caplog.text
